"""How a cohort stands: everybody's days, reports and attendance, in six queries for ten people or a thousand."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.identity import Cohort
from bot.db.store import Store
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.release_days.domain import Balance
from bot.features.release_days.queries import COUNTS, PAST, PLANNED, USED
from bot.features.release_days.tables import ReleaseDayRow
from bot.features.reports.repository import REPORTS, report_of
from bot.features.reports.tables import ReportRow, ReportSubmissionRow
from bot.features.residentials.domain import AttendanceAnswer
from bot.features.residentials.queries import residential_of
from bot.features.residentials.repository import RESIDENTIALS
from bot.features.residentials.tables import AttendanceRow, ResidentialRow
from bot.hubs.repository import NoSuchHub
from bot.identity.email_choices import stopped
from bot.identity.queries import COHORT, HUB, cohort_of, hub_of
from bot.identity.tables import AccountRow, CohortRow, EnrolmentRow, HubRow, PersonRow


class CohortStatuses:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, hub_id: int, cohort_id: int, today: date) -> CohortStatus:
        """The hub's people with their days, reports and attendance: six queries, whatever the number of people.

        Raises NoSuchHub.
        """
        async with self._store.transaction() as connection:
            return await standing(connection, hub_id, cohort_id, today)


async def standing(connection: AsyncConnection, hub_id: int, cohort_id: int, today: date) -> CohortStatus:
    where = (await connection.execute(_where(hub_id, cohort_id))).first()
    if where is None:
        raise NoSuchHub
    cohort = cohort_of(where)
    people = (await connection.execute(_people(hub_id, cohort), {"today": today})).all()
    here = {"at_hub": hub_id, "in_cohort": cohort_id}
    reports = tuple(map(report_of, (await connection.execute(REPORTS, {**here, "person": 0})).all()))
    residentials = tuple(
        map(residential_of, (await connection.execute(RESIDENTIALS, {**here, "person": 0})).all())
    )
    done, coming = await _answers(connection, hub_id, cohort_id)
    return CohortStatus(
        hub_of(where),
        cohort,
        today,
        tuple(_standing(row, cohort, done[row.id], coming[row.id]) for row in people),
        reports,
        residentials,
    )


def _where(hub_id: int, cohort_id: int) -> Any:
    both = and_(col(HubRow.id) == hub_id, col(CohortRow.id) == cohort_id)
    return select(*HUB, *COHORT).select_from(HubRow).join(CohortRow, both)


def _people(hub_id: int, cohort: Cohort) -> Any:
    """Who is enrolled now, or was when the cohort's year ended, by name, with the sums of their days."""
    cohort_id, year_over = cohort.id, datetime.combine(cohort.ends + timedelta(days=1), time(), UTC)
    there = or_(col(EnrolmentRow.ended_at).is_(None), col(EnrolmentRow.ended_at) >= year_over)
    last = func.max(case((PAST, col(ReleaseDayRow.day)))).label("last_day")
    days = (
        select(col(ReleaseDayRow.person_id).label("person_id"), USED, PLANNED, last)
        .where(COUNTS, col(ReleaseDayRow.cohort_id) == cohort_id)
        .group_by(col(ReleaseDayRow.person_id))
        .subquery()
    )
    joined = exists().where(col(AccountRow.person_id) == col(PersonRow.id)).label("joined")
    columns = (PersonRow.id, PersonRow.name, PersonRow.email, EnrolmentRow.school)
    return (
        select(
            *map(col, columns), joined, stopped().label("no_email"), days.c.used, days.c.planned, days.c.last_day
        )
        .join(EnrolmentRow, col(EnrolmentRow.person_id) == col(PersonRow.id))
        .outerjoin(days, days.c.person_id == col(PersonRow.id))
        .where(col(EnrolmentRow.hub_id) == hub_id, col(EnrolmentRow.cohort_id) == cohort_id)
        .where(there)
        .order_by(col(PersonRow.name), col(PersonRow.id))
    )


async def _answers(
    connection: AsyncConnection, hub_id: int, cohort_id: int
) -> tuple[defaultdict[int, dict[int, datetime]], defaultdict[int, dict[int, AttendanceAnswer]]]:
    """Person id → report id → when it was done; and person id → residential id → the answer."""
    submitted = (
        select(
            *map(col, (ReportSubmissionRow.person_id, ReportSubmissionRow.report_id, ReportSubmissionRow.done_at))
        )
        .join(ReportRow, col(ReportRow.id) == col(ReportSubmissionRow.report_id))
        .where(col(ReportRow.hub_id) == hub_id, col(ReportRow.cohort_id) == cohort_id)
    )
    answered = (
        select(*map(col, (AttendanceRow.person_id, AttendanceRow.residential_id, AttendanceRow.answer)))
        .join(ResidentialRow, col(ResidentialRow.id) == col(AttendanceRow.residential_id))
        .where(col(ResidentialRow.hub_id) == hub_id, col(ResidentialRow.cohort_id) == cohort_id)
        .where(col(AttendanceRow.for_day) == col(ResidentialRow.first_day))  # an answer to another date is none
    )
    done: defaultdict[int, dict[int, datetime]] = defaultdict(dict)
    for row in (await connection.execute(submitted)).all():
        done[row.person_id][row.report_id] = row.done_at
    coming: defaultdict[int, dict[int, AttendanceAnswer]] = defaultdict(dict)
    for row in (await connection.execute(answered)).all():
        coming[row.person_id][row.residential_id] = AttendanceAnswer(row.answer)
    return done, coming


def _standing(
    row: Any, cohort: Cohort, done: dict[int, datetime], coming: dict[int, AttendanceAnswer]
) -> SpecialistProgress:
    return SpecialistProgress(
        row.id,
        row.name,
        row.email,
        row.school,
        bool(row.joined),
        Balance(row.used or 0, row.planned or 0, cohort.half_days),
        row.last_day,
        done,
        coming,
        bool(row.no_email),
    )
