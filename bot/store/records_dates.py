"""Residentials and reports as the store hands them out, and a cohort's standing as its lead sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.errors import BotError
from bot.store.records_days import Balance
from bot.store.records_people import Cohort, Hub


class State(StrEnum):
    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Answer(StrEnum):
    COMING = "coming"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Here:
    """A hub's cohort: what residentials and reports belong to."""

    hub_id: int
    cohort_id: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A residential as a lead sets it."""

    number: int
    first_day: date
    last_day: date
    venue: str | None = None
    state: State = State.PROVISIONAL


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
    state: State
    revision: int
    answer: Answer | None = None
    answered_for: date | None = None

    @property
    def answer_is_old(self) -> bool:
        """It has moved since the person answered, who may not have seen that."""
        return self.answered_for is not None and self.answered_for != self.first_day


@dataclass(frozen=True, slots=True)
class Report:
    """A report and, where it was asked for one person, when they did it."""

    id: int
    hub_id: int
    cohort_id: int
    title: str
    due: date
    revision: int
    done_at: datetime | None = None

    def late(self, today: date) -> bool:
        """Not done, and the day it was due is over."""
        return self.done_at is None and self.due < today


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one specialist stands.

    joined: an account is linked. last_day: the newest release day up to today.
    done: report id → when it was done. coming: residential id → the answer.
    """

    person_id: int
    name: str
    email: str | None
    school: str
    joined: bool
    balance: Balance
    last_day: date | None
    done: Mapping[int, datetime]
    coming: Mapping[int, Answer]

    def late(self, reports: Sequence[Report], today: date) -> Sequence[Report]:
        """The reports that are overdue for this person."""
        return [report for report in reports if report.due < today and report.id not in self.done]


@dataclass(frozen=True, slots=True)
class CohortStatus:
    """A hub's cohort: its people by name, its reports by due date, its residentials by number."""

    hub: Hub
    cohort: Cohort
    today: date
    people: Sequence[Standing]
    reports: Sequence[Report]
    residentials: Sequence[Residential]


class NoSuchResidential(BotError):
    """There's no residential of that number for this cohort. Type “residentials” to see what is set."""


class ResidentialCancelled(BotError):
    """That residential is cancelled. If it takes place after all, set its dates again."""


class DatesTheWrongWay(BotError):
    """The last day is before the first. Write the dates like this: 12-13 November 2026."""


class NoSuchReport(BotError):
    """There's no report of that name for this cohort. Type “reports” to see what is due."""


class ReportExists(BotError):
    """There is a report of that name already. Choose another name, or change the one that is there."""
