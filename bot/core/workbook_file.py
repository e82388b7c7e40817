"""A spreadsheet as an Excel workbook, in which no cell is a formula."""

import io
from collections.abc import Iterable, Sequence

from bot.core.csv_file import Cell
from bot.core.reply import File
from bot.core.visible_text import visible

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_file(name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> File:
    """The rows under their headings, which stay in view."""
    from openpyxl import Workbook  # noqa: PLC0415  slow to import, and only this needs it

    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    if sheet is None:
        raise LookupError("a new workbook has a sheet")
    for line, row in enumerate((headings, *rows), 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(line, place, visible(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with "=" would be taken for a formula
    sheet.freeze_panes = "A2"
    book.save(out)
    return File(name, out.getvalue(), MEDIA_TYPE, title)
