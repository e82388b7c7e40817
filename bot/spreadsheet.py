"""A table as a CSV file that a spreadsheet opens as it is meant: in UTF-8, and with nothing to calculate."""

import csv
import io
from collections.abc import Iterable, Sequence

from bot.reply import File

CALCULATED = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula when a cell begins with it


def csv_file(name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> File:
    """`name` ends in .csv; the mark at the beginning tells spreadsheets that it is UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    return File(name, text.getvalue().encode("utf-8-sig"), "text/csv", title)


def plain_cell(cell: object) -> object:
    """Text that would be calculated gets an apostrophe in front; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(CALCULATED):
        return f"'{cell}"
    return "" if cell is None else cell
