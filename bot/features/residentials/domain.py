"""Residentials: what a lead sets, what a specialist answers, and what is refused about them in words."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.errors import BotError
from bot.db.audit_domain import declare_changes

declare_changes("residential.set", "attendance.answered", undoable=True)
declare_changes("attendance.detail", undoable=False)

RESIDENTIAL = re.compile(r"\bresi(?:dential)?s?\b", re.I)
"""How people write the word."""
LONGEST_WORDS = 200  # characters of a reason, and of what somebody needs


class ResidentialState(StrEnum):
    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class AttendanceAnswer(StrEnum):
    COMING = "coming"
    CANNOT = "cannot"


class DaysThere(StrEnum):
    """Which days of a residential somebody is there."""

    ALL = "all"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class AttendanceDetail:
    """What somebody says beside the answer. needs: None leaves what was said before."""

    days: DaysThere = DaysThere.ALL
    why: str = ""
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class ResidentialInput:
    """A residential as a lead sets it."""

    number: int
    first_day: date
    last_day: date
    venue: str | None = None
    state: ResidentialState = ResidentialState.PROVISIONAL


@dataclass(frozen=True, slots=True)
class Residential:
    """A residential and, where it was asked for one person, what they answered and for which dates."""

    id: int
    hub_id: int
    cohort_id: int
    number: int
    first_day: date
    last_day: date
    venue: str | None
    state: ResidentialState
    revision: int
    answer: AttendanceAnswer | None = None
    answered_for: date | None = None
    times: str = ""
    address: str = ""
    link: str = ""

    @property
    def answer_is_old(self) -> bool:
        """It has moved since the person answered, who may not have seen that."""
        return self.answered_for is not None and self.answered_for != self.first_day


@dataclass(frozen=True, slots=True)
class KnownTo:
    """How many people know of a residential's date: who answered for it, and who was reminded of it."""

    coming: int
    cannot: int
    told: int

    def __bool__(self) -> bool:
        return bool(self.coming or self.cannot or self.told)

    def in_words(self, *, cancelled: bool = False) -> str:
        """ "3 people said yes and 1 said no. All 5 people who were told the old date will be asked about it." """
        answers = [f"{_many(self.coming)} said yes"] if self.coming else []
        answers += [f"{self.cannot if answers else _many(self.cannot)} said no"] if self.cannot else []
        said = f"{' and '.join(answers)}. " if answers else ""
        several = "Both people" if self.told == 2 else f"All {self.told} people"
        who = f"{several} who were" if self.told > 1 else "Anyone who was"
        if cancelled:
            return f"{said}{who} told the date will be told that it is cancelled."
        return f"{said}{who} told the old date will be asked about the new one."


def _many(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


class NoSuchResidential(BotError):
    """There is no residential with that number here. Which one do you mean? To see them, type “residentials”."""


class ResidentialCancelled(BotError):
    """That residential is cancelled. If it takes place after all, set its dates again."""


class ResidentialOver(BotError):
    """That residential is over, so your answer stays as it was."""


class DatesTheWrongWay(BotError):
    """The last day is before the first. Write the dates like this: 12-13 November 2026."""
