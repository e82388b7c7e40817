"""What the monthly figures count: seven queries, whatever the number of hubs and people."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.core.identity import Cohort, Hub
from bot.db.store import Store
from bot.features.ask_hub.tables import QuestionMonthRow
from bot.features.ask_hub.usage_counts import UsageCounts
from bot.features.figures.domain import Count, HubFigure, HubFigures, YearFigures
from bot.features.release_days.queries import COUNTS
from bot.features.release_days.tables import ReleaseDayRow
from bot.features.reports.tables import ReportRow, ReportSubmissionRow
from bot.features.residentials.domain import AttendanceAnswer, ResidentialState
from bot.features.residentials.tables import AttendanceRow, ResidentialRow
from bot.identity.tables import EnrolmentRow

QUESTIONS = {HubFigure.ASKED: "asked", HubFigure.ANSWERED: "answered", HubFigure.PASSED_ON: "passed_on"}
Found = defaultdict[tuple[int, date, HubFigure], list[tuple[int, int]]]
"""(hub, month, figure) → how much, of which person; person 0 where the number itself counts questions."""


class Figures:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, hubs: Sequence[Hub], cohort: Cohort, today: date) -> YearFigures:
        """Every month of the cohort's year that has begun. today: days after it are not counted."""
        await self._store.companion(UsageCounts).write()
        months = months_of(cohort, today)
        ids = [hub.id for hub in hubs]
        found: Found = defaultdict(list)
        async with self._store.transaction() as connection:
            places = (await connection.execute(_places(ids, cohort))).all()
            _people(found, places, months)
            _days(found, places, (await connection.execute(_logged(ids, cohort, today))).all())
            for row in (await connection.execute(_answers(ids, cohort))).all():
                coming = row.answer == AttendanceAnswer.COMING
                figure = HubFigure.COMING if coming else HubFigure.CANNOT
                found[row.hub_id, row.first_day.replace(day=1), figure].append((1, row.person_id))
            for row in (await connection.execute(_reports(ids, cohort))).all():
                month = row.done_at.date().replace(day=1)
                found[row.hub_id, month, HubFigure.REPORTS].append((1, row.person_id))
            for row in (await connection.execute(_questions(ids, months))).all():
                for figure, name in QUESTIONS.items():
                    found[row.hub_id, row.month, figure].append((getattr(row, name), 0))
        return YearFigures(cohort, months, [_of_hub(hub, found, months) for hub in hubs])


def months_of(cohort: Cohort, today: date) -> list[date]:
    """The first day of each month of the year that has begun."""
    month, found = cohort.starts.replace(day=1), []
    while month <= min(today, cohort.ends):
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def _of_hub(hub: Hub, found: Found, months: Sequence[date]) -> HubFigures:
    def count(month: date, figure: HubFigure) -> Count:
        rows = found.get((hub.id, month, figure), [])
        value = sum(much for much, _ in rows)
        people = {person for _, person in rows}
        return Count(value, value if people <= {0} else len(people))

    return HubFigures(hub, {month: {one: count(month, one) for one in HubFigure} for month in months})


def _people(found: Found, places: Sequence[Any], months: Sequence[date]) -> None:
    """Who has a place on the last day of a month."""
    for month in months:
        after = (month + timedelta(days=32)).replace(day=1)
        for row in places:
            if row.started_at.date() < after and (row.ended_at is None or row.ended_at.date() >= after):
                found[row.hub_id, month, HubFigure.PEOPLE].append((1, row.person_id))


def _days(found: Found, places: Sequence[Any], days: Sequence[Any]) -> None:
    """A day counts for the place that somebody had on that date; before the first one, for the first."""
    of_person: defaultdict[int, list[Any]] = defaultdict(list)
    for row in places:
        of_person[row.person_id].append(row)
    for row in days:
        theirs = of_person[row.person_id]
        begun = [place for place in theirs if place.started_at.date() <= row.day]
        if theirs:
            hub_id = (begun[-1] if begun else theirs[0]).hub_id
            found[hub_id, row.day.replace(day=1), HubFigure.DAYS].append((row.half_days, row.person_id))


def _places(hub_ids: Collection[int], cohort: Cohort) -> Any:
    """Every place in the cohort of whoever had one at these hubs, the oldest first."""
    here = select(col(EnrolmentRow.person_id)).where(
        col(EnrolmentRow.cohort_id) == cohort.id, col(EnrolmentRow.hub_id).in_(hub_ids)
    )
    columns = ("id", "person_id", "hub_id", "started_at", "ended_at")
    return (
        select(*(col(getattr(EnrolmentRow, name)) for name in columns))
        .where(col(EnrolmentRow.cohort_id) == cohort.id, col(EnrolmentRow.person_id).in_(here))
        .order_by(col(EnrolmentRow.id))
    )


def _logged(hub_ids: Collection[int], cohort: Cohort, today: date) -> Any:
    here = select(col(EnrolmentRow.person_id)).where(
        col(EnrolmentRow.cohort_id) == cohort.id, col(EnrolmentRow.hub_id).in_(hub_ids)
    )
    columns = (ReleaseDayRow.person_id, ReleaseDayRow.day, ReleaseDayRow.half_days)
    return select(*map(col, columns)).where(
        COUNTS,
        col(ReleaseDayRow.cohort_id) == cohort.id,
        col(ReleaseDayRow.day) <= today,
        col(ReleaseDayRow.person_id).in_(here),
    )


def _answers(hub_ids: Collection[int], cohort: Cohort) -> Any:
    """Answers that count for the date that the residential has now."""
    columns = (ResidentialRow.hub_id, ResidentialRow.first_day, AttendanceRow.answer, AttendanceRow.person_id)
    return (
        select(*map(col, columns))
        .join(AttendanceRow, col(AttendanceRow.residential_id) == col(ResidentialRow.id))
        .where(col(ResidentialRow.hub_id).in_(hub_ids), col(ResidentialRow.cohort_id) == cohort.id)
        .where(col(ResidentialRow.state) != ResidentialState.CANCELLED.value)
        .where(col(AttendanceRow.for_day) == col(ResidentialRow.first_day))
    )


def _reports(hub_ids: Collection[int], cohort: Cohort) -> Any:
    columns = (ReportRow.hub_id, ReportSubmissionRow.person_id, ReportSubmissionRow.done_at)
    return (
        select(*map(col, columns))
        .join(ReportSubmissionRow, col(ReportSubmissionRow.report_id) == col(ReportRow.id))
        .where(col(ReportRow.hub_id).in_(hub_ids), col(ReportRow.cohort_id) == cohort.id)
        .where(col(ReportRow.removed_at).is_(None))
    )


def _questions(hub_ids: Collection[int], months: Sequence[date]) -> Any:
    return select(QuestionMonthRow.__table__).where(  # type: ignore[attr-defined]
        col(QuestionMonthRow.hub_id).in_(hub_ids), col(QuestionMonthRow.month).in_(months)
    )
