"""What an officer does to a workbook: finds a row by its cells, writes into others, adds rows, saves."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl


class Officer:
    """The workbook open at a desk. edits: how many cells were written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book = openpyxl.load_workbook(path)
        self.edits = 0

    def write(self, sheet: str, where: Mapping[str, str], **cells: Any) -> int:
        """Write into every row whose cells are as `where` says; the first one's number. Underscores are spaces."""
        places = self._places(sheet)
        rows = [
            row
            for row in range(2, self._book[sheet].max_row + 1)
            if all((self._book[sheet].cell(row, places[name]).value or "") == text for name, text in where.items())
        ]
        if not rows:
            raise LookupError(f"{sheet}: no row has {where}")
        for row in rows:
            for name, value in cells.items():
                self._book[sheet].cell(row, places[name.replace("_", " ")], value)
                self.edits += 1
        return rows[0]

    def place(self, sheet: str, where: Mapping[str, str], column: str) -> tuple[int, int]:
        """The column and row of that cell, from 1, in the first row whose cells are as `where` says."""
        return self._places(sheet)[column], self.write(sheet, where)

    def add(self, sheet: str, **cells: Any) -> int:
        """A row at the end; its number."""
        places, row = self._places(sheet), self._book[sheet].max_row + 1
        for name, value in cells.items():
            self._book[sheet].cell(row, places[name.replace("_", " ")], value)
            self.edits += 1
        return row

    def take_out(self, sheet: str, where: Mapping[str, str]) -> None:
        places = self._places(sheet)
        for row in range(self._book[sheet].max_row, 1, -1):
            if all(
                (self._book[sheet].cell(row, places[name]).value or "") == text for name, text in where.items()
            ):
                self._book[sheet].delete_rows(row)
                self.edits += 1

    def sign_all(self, by: str, on: str) -> None:
        """As one fills a column downwards."""
        places = self._places("Answers")
        for row in range(2, self._book["Answers"].max_row + 1):
            for name, value in (("review", "reviewed"), ("reviewed by", by), ("reviewed on", on)):
                self._book["Answers"].cell(row, places[name], value)
        self.edits += 1

    def save(self) -> None:
        self._book.save(self._path)

    def _places(self, sheet: str) -> dict[str, int]:
        return {str(cell.value): at for at, cell in enumerate(self._book[sheet][1], 1)}
