"""A spreadsheet as an Excel workbook, in which no cell is a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.csv_file import Cell
from bot.core.reply import File
from bot.core.visible_text import visible

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, by its name on the tab."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook_file(
    name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *more: Sheet
) -> File:
    """The rows under their headings, which stay in view. more: further sheets behind the first."""
    from openpyxl import Workbook  # noqa: PLC0415  slow to import, and only this needs it

    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    if sheet is None:
        raise LookupError("a new workbook has a sheet")
    _fill(sheet, headings, rows)
    for one in more:
        _fill(book.create_sheet(one.name), one.headings, one.rows)
    book.save(out)
    return File(name, out.getvalue(), MEDIA_TYPE, title)


def _fill(sheet: "Worksheet", headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    for line, row in enumerate((headings, *rows), 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(line, place, visible(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with "=" would be taken for a formula
    sheet.freeze_panes = "A2"
