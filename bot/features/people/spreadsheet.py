"""A spreadsheet as rows of text, each with its line: CSV however it was saved, and .xlsx."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.core.csv_file import FORMULA
from bot.core.visible_text import visible
from bot.features.people.encodings import MAC, NotText, decoded

ZIPPED, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_ROWS, MOST_COLUMNS = 20_000, 100
LARGEST = 100 * 1024 * 1024  # bytes of a workbook once it is unpacked
SEPARATORS = ",;\t"
SAVE_AS = "save it as .xlsx, or as “CSV UTF-8”"
LOOKS_LIKE_A_MACS = (
    "The file is not in UTF-8 and looks as if an old program on a Mac had saved it (Mac Roman). Check the names "
    f"with accents; if one is wrong, {SAVE_AS}, and import it again."
)

Row = tuple[int, tuple[str, ...]]
"""A line's number in the file, and its cells."""


class UnreadableSpreadsheet(ValueError):
    """The message says why, and what to do, without a full stop."""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet, or what a text is if its cells are held apart by one of the separators."""

    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """Several ways in which a file can be read: whoever knows the headings picks one. notes: what to look at.

    sheets: whether they are the sheets of a workbook, which say different things.
    """

    tables: Sequence[SheetRows]
    notes: tuple[str, ...] = ()
    sheets: bool = False


def spreadsheet(raw: bytes) -> Spreadsheet:
    """Raises UnreadableSpreadsheet."""
    if raw.startswith(ZIPPED):
        return Spreadsheet(list(_sheets(raw)), sheets=True)
    if raw.startswith(OLD_EXCEL):
        raise UnreadableSpreadsheet(f"it is an old Excel file, or one with a password; {SAVE_AS}")
    try:
        text, encoding = decoded(raw)
    except NotText:
        raise UnreadableSpreadsheet(f"nobody can tell in which characters it is written; {SAVE_AS}") from None
    return Spreadsheet(tables_of(text), (LOOKS_LIKE_A_MACS,) if encoding == MAC else ())


def tables_of(text: str) -> list[SheetRows]:
    """A text by each separator, or by the one that its first line names: `sep=;`. Raises UnreadableSpreadsheet."""
    text = text.lstrip("\ufeff").replace("\0", "")
    first = text.partition("\n")[0].strip().strip('"')
    named = first[4:5] if first.casefold().startswith("sep=") and len(first) == 5 else ""
    return [SheetRows(list(_rows(text, one))[bool(named) :]) for one in named or SEPARATORS]


def _rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num, tuple(map(tidied, cells))
    except csv.Error as error:
        raise UnreadableSpreadsheet(f"line {reader.line_num}: cannot be read as CSV ({error})") from None


def _sheets(raw: bytes) -> Iterator[SheetRows]:
    """A sheet with its cells' values, not their formulas."""
    import openpyxl  # noqa: PLC0415  slow to import, and only a workbook needs it

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST:
                raise UnreadableSpreadsheet(f"it is far too large; {SAVE_AS} with the list of people alone")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is left out: rules, drop-downs, pictures
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            for sheet in book.worksheets:
                rows = enumerate(islice(sheet.iter_rows(values_only=True), MOST_ROWS), 1)
                yield SheetRows([(line, tuple(map(_text, cells[:MOST_COLUMNS]))) for line, cells in rows])
            book.close()
    except UnreadableSpreadsheet:
        raise
    except Exception as error:  # the library raises whatever it meets in a broken file
        raise UnreadableSpreadsheet(
            f"it is no workbook that can be read ({type(error).__name__}); {SAVE_AS}"
        ) from None


def _text(value: Any) -> str:
    """12.0 is what a spreadsheet makes of 12."""
    if value is None:
        return ""
    return tidied(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))


def tidied(cell: str) -> str:
    """What can be seen of it, without the apostrophe that keeps a spreadsheet from running it as a formula."""
    seen = visible(cell)
    return seen[1:] if seen.startswith("'") and seen.lstrip("'").startswith(FORMULA) else seen
