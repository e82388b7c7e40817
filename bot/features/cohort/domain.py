"""How a hub's cohort stands: each specialist's progress, as their lead sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.identity import Cohort, Hub
from bot.features.release_days.domain import Balance
from bot.features.reports.domain import Report
from bot.features.residentials.domain import AttendanceAnswer, Residential


@dataclass(frozen=True, slots=True)
class SpecialistProgress:
    """Where one specialist stands.

    joined: an account is linked. no_email: they asked for no e-mail. last_day: the newest release day up to today.
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
    coming: Mapping[int, AttendanceAnswer]
    no_email: bool = False

    def late(self, reports: Sequence[Report], today: date) -> Sequence[Report]:
        """The reports that are overdue for this person."""
        return [report for report in reports if report.due < today and report.id not in self.done]


@dataclass(frozen=True, slots=True)
class CohortStatus:
    """A hub's cohort: its people by name, its reports by due date, its residentials by number."""

    hub: Hub
    cohort: Cohort
    today: date
    people: Sequence[SpecialistProgress]
    reports: Sequence[Report]
    residentials: Sequence[Residential]

    @property
    def over(self) -> bool:
        """The cohort's year has ended: it is read, and nobody is nudged."""
        return self.cohort.ends < self.today

    def as_it_ended(self) -> str:
        """Of a year that is over, what a final return asks first: how many people, and how many have done all."""
        used = sum(one.balance.left <= 0 for one in self.people)
        owing = sum(len(one.done) < len(self.reports) for one in self.people)
        many = "1 specialist" if len(self.people) == 1 else f"{len(self.people)} specialists"
        sent = (
            f" {owing} haven't marked all their reports as done." if owing else " All reports are marked as done."
        )
        return f"{many}. {used or 'Nobody'} used all their days.{sent if self.reports else ''}"
