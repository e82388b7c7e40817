"""A workbook that an officer brings back → its rows, with the number of each; what cannot be read is named."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from knowledge.facts import KnowledgeError
from knowledge.sheet.folder import FolderFiles
from knowledge.sheet.workbook import COHORT_CELL, NAME_CELL, START, TABLES, SheetTable

MOST_ROWS = 20_000
DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True, slots=True)
class CellSlip:
    """What is wrong in one cell. row: as the spreadsheet counts. column: its heading."""

    sheet: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        return f"“{self.sheet}”, row {self.row}, “{self.column}”: {self.what}"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """cells: heading → text, without spaces at its ends."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def slip(self, heading: str, what: str) -> CellSlip:
        return CellSlip(self.sheet, self.number, heading, what)


@dataclass(frozen=True, slots=True)
class WorkbookRows:
    """cohort: the folder's name. rows: of each sheet, without empty ones. sheet: what its first page calls it."""

    cohort: str
    rows: Mapping[str, Sequence[SheetRow]]
    sheet: str = ""


@dataclass
class BroughtBack:
    """files: as they would be. rows: where each thing stands in the workbook, for what is said of it later.

    unsigned: entries that were reviewed and say something else now: they are to be reviewed again.
    followed: entries whose section is that of their sentences, and not the one in the workbook.
    """

    files: FolderFiles
    slips: list[CellSlip] = field(default_factory=list)
    rows: dict[tuple[str, str], SheetRow] = field(default_factory=dict)
    unsigned: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)

    def refuse(self, row: SheetRow, column: str, what: str) -> None:
        self.slips.append(row.slip(column, what))


def read_workbook(path: Path) -> WorkbookRows:
    """Raises KnowledgeError for a file that is no such workbook, with every sheet and column that it lacks."""
    import openpyxl  # noqa: PLC0415  slow to import, and only this needs it

    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (OSError, BadZipFile, KeyError, ValueError, TypeError) as error:
        raise KnowledgeError(f"{path}: not an .xlsx workbook ({error}). Nothing was changed.") from None
    slips, rows = list[str](), dict[str, list[SheetRow]]()
    if START not in book.sheetnames:
        slips.append(f"the sheet “{START}” is missing; export again and copy your changes.")
    for table in TABLES:
        if table.name not in book.sheetnames and table.may_lack:
            continue
        if table.name not in book.sheetnames:
            slips.append(f"the sheet “{table.name}” is missing; export again and copy your changes.")
            continue
        lines = list(book[table.name].iter_rows(values_only=True, max_row=MOST_ROWS))
        places = _places(lines[0] if lines else ())
        slips += [
            f"“{table.name}”, row 1, “{heading}”: this column is missing; put its heading back."
            for heading in table.needed
            if heading not in places
        ]
        rows[table.name] = list(_rows(table, lines[1:], places))
    if slips:
        raise KnowledgeError("\n".join([*slips, "Nothing was changed."]))
    return WorkbookRows(_text(book[START][COHORT_CELL].value), rows, _text(book[START][NAME_CELL].value))


def _places(heading: Sequence[Any]) -> dict[str, int]:
    return {_text(value).lower(): at for at, value in enumerate(heading)}


def _rows(table: SheetTable, lines: Sequence[Sequence[Any]], places: Mapping[str, int]) -> Iterator[SheetRow]:
    for number, line in enumerate(lines, 2):
        cells = {
            heading: _text(line[places[heading]]) if places.get(heading, len(line)) < len(line) else ""
            for heading in table.headings
        }
        if any(cells.values()):
            yield SheetRow(table.name, number, cells)


def _text(value: Any) -> str:
    """A cell as text: dates as 2026-04-23, whole numbers without a point."""
    match value:
        case None:
            return ""
        case datetime() | date():
            return value.isoformat()[:10]
        case float() if value.is_integer():
            return str(int(value))
        case _:
            lines = str(value).replace("_x000D_", "").replace("\r", "\n").split("\n")
            return "\n".join(line for part in lines if (line := " ".join(part.split())))


def several(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"[;\n]", text) if one.strip()]


def one_of(value: str, known: Iterable[str]) -> str:
    return f"“{value}” is not known here; write one of: {', '.join(known)}."


def day_of(text: str) -> str | None:
    """2027-04-22, whichever way it was written: days come before months."""
    if found := DATE.fullmatch(text):
        text = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None
