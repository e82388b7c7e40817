"""A day as it is said back, short enough for a phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

THIS_YEAR: ContextVar[int | None] = ContextVar("THIS_YEAR", default=None)
"""The year in which the words are read; None where nobody has said, and then every day has its year."""


@contextmanager
def said_in(year: int) -> Iterator[None]:
    """What is said in the block is read in that year, so that its days need not name it."""
    outside = THIS_YEAR.set(year)
    try:
        yield
    finally:
        THIS_YEAR.reset(outside)


def in_words(day: date) -> str:
    """Fri 3 Apr, with its year where that is another one."""
    return f"{day:%a} {without_weekday(day)}"


def in_short(day: date) -> str:
    """Thu 12 Nov, for a list or a button."""
    return f"{day:%a} {day_and_month(day)}"


def day_and_month(day: date) -> str:
    """12 Nov, for a table."""
    return f"{day.day} {day:%b}"


def without_weekday(day: date) -> str:
    """3 Apr, with its year where that is another one."""
    year = "" if day.year == THIS_YEAR.get() else f" {day.year}"
    return f"{day.day} {day:%b}{year}"
