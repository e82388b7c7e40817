"""Dates in running text, however they are written: "23 April", "April the 23rd", "23/4/26", "the end of May"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.language.numbers_in_text import ORDINAL, ordinal

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
WHOLE = "january|february|march|april|june|july|august|september|october|november|december"
MONTH = rf"\b(?P<month>{WHOLE}|may|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
DAY = rf"\b(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL})\b"
YEAR = r"\b(?P<year>20\d\d)\b"
PART = r"\b(?P<part>(?:end|start|beginning|middle)\s+of|early(?:\s+in)?|late(?:\s+in)?|mid)"
LEADS_TO_IT = r"\b(?:in|by|until|till|before|after|from|since|during|through|of)\s+"
SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"\b(?P<year>20\d\d)[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})\b",
        r"\b(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>20\d\d|\d\d)\b",
        rf"{DAY}\s+(?:of\s+)?{MONTH}(?:,?\s+{YEAR})?",
        rf"{MONTH}\s+(?:the\s+)?{DAY}(?![:.]\d)(?:,?\s+{YEAR})?",
        rf"{PART}[\s-]+{MONTH}(?:\s+{YEAR})?",
        rf"{MONTH},?\s+{YEAR}",
        rf"\b(?P<month>{WHOLE})\b",
        rf"{LEADS_TO_IT}{MONTH}",  # "may" and short names are a month only where something leads to one
        rf"{MONTH}(?=\s+(?:half[\s-]term|bank\s+holiday))",
    )
)
PERHAPS = tuple(  # a date only where the sheet has one that it could be about
    re.compile(shape, re.IGNORECASE)
    for shape in (r"\b(?P<day>\d{1,2})/(?P<month>0?[1-9]|1[0-2])\b", rf"\bthe\s+{DAY}")
)


@dataclass(frozen=True, slots=True)
class Written:
    """Where it stands and how it is written; of what it names the month, the day and the year.

    part: it names a stretch of the month ("the end of April"), which no single day is. sure: False where it may be
    no date at all ("the 4th", "1/2").
    """

    start: int
    end: int
    text: str
    month: int | None
    day: int | None
    year: int | None
    part: bool
    sure: bool

    def could_be(self, day: date) -> bool:
        """Whether it names this very day, or its month or year where it says no more."""
        named = ((self.day, day.day), (self.month, day.month), (self.year, day.year))
        return not self.part and all(said is None or said == its for said, its in named)


def dates(text: str) -> Iterator[Written]:
    """Every date; what one takes up is no part of another."""
    for shapes, sure in ((SHAPES, True), (PERHAPS, False)):
        for shape in shapes:
            for found in shape.finditer(text):
                yield _read(found, sure)
            text = shape.sub(lambda found: " " * len(found.group()), text)


def _read(found: re.Match[str], sure: bool) -> Written:
    said = found.groupdict()
    month, day, year, part = (said.get(name) for name in ("month", "day", "year", "part"))
    return Written(
        found.start(),
        found.end(),
        found.group().rstrip("."),
        _month(month) if month else None,
        ordinal(day) if day else None,
        int(year) + (2000 if len(year) == 2 else 0) if year else None,
        part is not None,
        sure,
    )


def _month(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS.split().index(written.lower()[:3]) + 1
