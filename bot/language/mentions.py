"""One date as it was written, before it is settled which day it is."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from bot.language.calendars import HolidayCalendar, Span
from bot.language.doubts import About, Choice
from bot.language.tokens import END, Token
from bot.language.words import SOFT_OPENERS


class Lean(Enum):
    """Which way a day without a year, or a bare weekday, is looked for first."""

    PAST = -1  # what was done: the latest such day up to today
    FUTURE = 1  # what is to come: the next such day from today on


class PartOfDay(Enum):
    """How much of a day was said; HALF does not say which."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    FULL = "full"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Why a mention names no day by itself, and what it could be."""

    about: About
    question: str
    choices: tuple[Choice, ...] = ()


@dataclass(slots=True)
class Mention:
    """`start` and `end` are tokens. joint: "and", "to", "beside", or "" for the first of a group.

    day, month, year, weekday: as far as they were said. which: -1 for "last Friday", 0 for "this", 1 for "next", 2 for
    "coming". days: where the words settle them. span: of a week, month or holiday that was named where a day is wanted.
    leaned: found by the weekday alone.
    """

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    which: int | None = None
    days: tuple[date, ...] = ()
    span: Span | None = None
    part: PartOfDay | None = None
    joint: str = ""
    unsettled: Unsettled | None = None
    leaned: bool = False

    @property
    def bare(self) -> bool:
        """A weekday and nothing else."""
        return self.weekday is not None and self.day is None and not self.days and not self.unsettled


Run = list[Mention]


@dataclass(slots=True)
class Scan:
    """The tokens of a text with what their reading rests on; nothing of it changes but `before`."""

    tokens: list[Token]
    today: date
    lean: Lean
    year: Span | None = None
    holidays: HolidayCalendar = field(default_factory=HolidayCalendar)
    evidence: list[int] = field(default_factory=list)  # tokens that speak of a date for certain
    before: tuple[date, ...] = ()  # the days that were read last

    def at(self, place: int) -> Token:
        return self.tokens[place] if 0 <= place < len(self.tokens) else END

    def text(self, place: int) -> str:
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def opens(self, place: int) -> bool:
        """Whether a date, an amount or a time may begin there; three words are looked at, for speed."""
        for ahead in range(place, place + 4):
            token = self.at(ahead)
            if not token.opens:
                return False
            if token.text not in SOFT_OPENERS:
                return True
        return False

    def dated_elsewhere(self, start: int, end: int) -> bool:
        """Whether a date stands outside these tokens."""
        return bool(self.evidence) and (self.evidence[0] < start or self.evidence[-1] >= end)

    def said(self, place: int, *words: str) -> bool:
        """Whether these words stand there, one after the other."""
        return all(self.text(place + step) == word for step, word in enumerate(words))
