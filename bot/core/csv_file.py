"""A spreadsheet as a file to keep: CSV that Excel opens as it is, and in which no cell can be a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from bot.core.reply import File

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"  # without it Excel takes UTF-8 for something else

Cell = str | int | float


def csv_file(name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> File:
    """The rows under their headings. Text that a spreadsheet would run gets an apostrophe in front."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(harmless, headings))
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return File(name, (BOM + out.getvalue()).encode(), "text/csv", title)


def harmless(cell: Cell) -> Cell:
    """A number is as it is, a negative one too: only text can hide a formula."""
    if not isinstance(cell, str):
        return cell
    bare = cell.lstrip("'")  # one more in front of those that are there, so that an import takes off one
    return f"'{cell}" if bare.startswith(FORMULA) else cell
