"""What a lead reads off a cohort's standing: pace, what is late, who needs a nudge first. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.csv_file import Cell
from bot.core.fitting import clipped
from bot.core.identity import Cohort
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.release_days.views import figure, in_days
from bot.features.reports.domain import Report
from bot.features.residentials.domain import AttendanceAnswer, Residential, ResidentialState
from bot.hubs.pace import NEAR, expected
from bot.language.dates import day_and_month


class Pace(StrEnum):
    NOT_STARTED = "not started"
    BEHIND = "behind"
    ON_PACE = "on pace"
    AHEAD = "ahead"


class Sort(StrEnum):
    NUDGE = "nudge"
    NAME = "name"
    DAYS = "days"
    REPORTS = "reports"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Need:
    """What to nudge somebody about. late: titles of reports; unanswered: the number of the next residential."""

    late: tuple[str, ...]
    not_joined: bool
    unanswered: int | None

    def __bool__(self) -> bool:
        return bool(self.late or self.not_joined or self.unanswered)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many people, and of how many something is to be said."""

    people: int
    not_joined: int
    behind: int
    late: int
    unanswered: int


def pace(used: int, by_now: int, cohort: Cohort, today: date) -> Pace:
    if today < cohort.starts:
        return Pace.NOT_STARTED
    if used < by_now - NEAR:
        return Pace.BEHIND
    return Pace.AHEAD if used > by_now + NEAR else Pace.ON_PACE


def paces(status: CohortStatus) -> dict[int, Pace]:
    """Person id → pace; what is expected is worked out once for all."""
    by_now = expected(status.cohort, status.today)
    return {one.person_id: pace(one.balance.used, by_now, status.cohort, status.today) for one in status.people}


def next_residential(status: CohortStatus) -> Residential | None:
    """The one that comes next, or is on, and is not cancelled."""
    coming = [one for one in _held(status) if one.last_day >= status.today]
    return min(coming, key=lambda one: one.first_day, default=None)


def in_order(status: CohortStatus, sort: Sort) -> Sequence[SpecialistProgress]:
    """The people as asked for. NUDGE: late reports, not joined, no answer, then behind. BEHIND: nobody else."""
    if sort is Sort.BEHIND:
        pace_of = paces(status)
        behind = [one for one in status.people if pace_of[one.person_id] is Pace.BEHIND]
        return sorted(behind, key=lambda one: (one.balance.used, _name(one)))
    if sort is Sort.NAME:
        return sorted(status.people, key=_name)
    if sort is Sort.DAYS:
        return sorted(status.people, key=lambda one: (one.balance.used, one.balance.planned, _name(one)))
    if sort is Sort.REPORTS:
        return sorted(status.people, key=lambda one: (-_late(one, status), len(one.done), _name(one)))
    pace_of, coming = paces(status), next_residential(status)

    def nudge(one: SpecialistProgress) -> tuple[int, bool, bool, bool, str]:
        answered = coming is None or coming.id in one.coming
        return (-_late(one, status), one.joined, answered, pace_of[one.person_id] is not Pace.BEHIND, _name(one))

    return sorted(status.people, key=nudge)


def need(one: SpecialistProgress, status: CohortStatus, coming: Residential | None) -> Need:
    late = tuple(report.title for report in one.late(status.reports, status.today))
    unanswered = coming.number if coming is not None and coming.id not in one.coming else None
    return Need(late, not one.joined, unanswered)


def summary(status: CohortStatus) -> Summary:
    pace_of, coming = paces(status), next_residential(status)
    return Summary(
        len(status.people),
        sum(not one.joined for one in status.people),
        sum(each is Pace.BEHIND for each in pace_of.values()),
        sum(_late(one, status) > 0 for one in status.people),
        sum(coming is not None and coming.id not in one.coming for one in status.people),
    )


def row(
    one: SpecialistProgress, status: CohortStatus, pace_of: Pace, coming: Residential | None
) -> tuple[str, ...]:
    """Name, days, pace, reports, next residential: a line that a phone can show."""
    name = clipped(one.name, 28)
    return (
        name if one.joined else f"{name} (not joined)",
        f"{in_days(one.balance.used)} of {in_days(one.balance.funded)}",
        pace_of.value,
        f"{late} late" if (late := _late(one, status)) else f"{len(one.done)} done" if one.done else "",
        attendance(one, coming) if coming else "",
    )


def attendance(one: SpecialistProgress, residential: Residential) -> str:
    answer = one.coming.get(residential.id)
    return {AttendanceAnswer.COMING: "coming", AttendanceAnswer.CANNOT: "can't come", None: "no answer"}[answer]


def reports(one: SpecialistProgress, status: CohortStatus) -> Iterator[tuple[str, str]]:
    """Each report with where it stands for one person."""
    for report in status.reports:
        yield report.title, _report(one, report, status.today)


def _report(one: SpecialistProgress, report: Report, today: date) -> str:
    if report.id in one.done:
        return "done"
    due = day_and_month(report.due)
    return f"late, was due {due}" if report.due < today else f"due {due}"


def residentials(one: SpecialistProgress, status: CohortStatus) -> Iterator[tuple[str, str]]:
    for residential in _held(status):
        yield f"Residential {residential.number}", attendance(one, residential)


def export_headings(status: CohortStatus) -> tuple[str, ...]:
    held = (f"Residential {one.number}" for one in _held(status))
    days = ("Days used", "Days planned", "Days left")
    return ("Name", "E-mail", "School", "Hub", "Cohort", "Joined", *days, "Reports done", "Reports late", *held)


def export_row(one: SpecialistProgress, status: CohortStatus) -> tuple[Cell, ...]:
    balance = one.balance
    return (
        one.name,
        one.email or "",
        one.school,
        status.hub.name,
        status.cohort.name,
        "yes" if one.joined else "no",
        *(figure(half_days) for half_days in (balance.used, balance.planned, balance.left)),
        len(one.done),
        _late(one, status),
        *(attendance(one, residential) for residential in _held(status)),
    )


def _held(status: CohortStatus) -> list[Residential]:
    return [one for one in status.residentials if one.state is not ResidentialState.CANCELLED]


def _late(one: SpecialistProgress, status: CohortStatus) -> int:
    return len(one.late(status.reports, status.today))


def _name(one: SpecialistProgress) -> str:
    return one.name.casefold()
