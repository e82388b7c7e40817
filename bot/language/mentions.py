"""One date as it was written, before it is settled which day it is."""

from collections.abc import Callable
from dataclasses import dataclass
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

    day, month, year, weekday: as far as they were said. which: -1 for "last Friday", 0 for "this", 1 for "next", 2
    for "coming". days: where the words settle them. span: of a week, month or holiday where a day is wanted.
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


PADDING = [
    END
] * 64  # so that no reader needs to look for the end, nor for the beginning: tokens[-1] is an END too


class Scan:
    """The tokens of a text with what their reading rests on; only `before` and `no_list_before` change.

    evidence: the tokens that speak of a date for certain. before: the days that were read last. no_list_before: up
    to which token no list of days begins. at, text: a token, and its text, by place; empty beyond the ends.
    """

    def __init__(
        self,
        tokens: list[Token],
        today: date,
        lean: Lean,
        year: Span | None = None,
        holidays: HolidayCalendar | None = None,
    ) -> None:
        self.size = len(tokens)
        self.today, self.lean, self.year = today, lean, year
        self.holidays = holidays or HolidayCalendar()
        self.before: tuple[date, ...] = ()
        self.no_list_before = -1
        padded = [*tokens, *PADDING]
        self.at: Callable[[int], Token] = padded.__getitem__
        self.text: Callable[[int], str] = [token.text for token in padded].__getitem__
        self.evidence = [at for at, token in enumerate(tokens) if self._tells(at, token)]

    def _tells(self, at: int, token: Token) -> bool:
        if token.weekday is not None or token.month is not None or token.relative is not None:
            return True
        return token.text == "/" and bool(self.at(at - 1).digits) and bool(self.at(at + 1).digits)

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
