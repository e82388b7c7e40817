"""What is on record before an import, and the import itself in one transaction: all of it or nothing."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.identity import HubCohort
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.store import Store
from bot.features.people.domain import Enrolled, Entrant
from bot.features.people.repository_enrolments import enrol_on, hold
from bot.features.records_import.domain import ImportPlan, Known, PersonRead
from bot.features.release_days import queries
from bot.features.release_days.domain import ChangeKind, ChangeRequest, DaysChanged, RecordOwner, ReleaseDayInput
from bot.features.release_days.queries import COUNTS, SHOWN, day_of
from bot.features.release_days.repository_notices import tell_owner
from bot.features.release_days.tables import ReleaseDayRow
from bot.features.reports.repository import Reports, add_on
from bot.features.reports.tables import ReportRow, ReportSubmissionRow
from bot.features.residentials.queries import new_on
from bot.features.residentials.repository import Residentials


class RecordsImport:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def known(self, here: HubCohort, person_ids: Collection[int]) -> Known:
        """Of these people and this hub's cohort: four queries, whatever their number."""
        of_them = (col(ReleaseDayRow.person_id).in_(person_ids), col(ReleaseDayRow.cohort_id) == here.cohort_id)
        days_of = select(*SHOWN, col(ReleaseDayRow.person_id)).where(COUNTS, *of_them)
        done_by = (
            select(col(ReportSubmissionRow.person_id), col(ReportSubmissionRow.report_id))
            .join(ReportRow, col(ReportRow.id) == col(ReportSubmissionRow.report_id))
            .where(col(ReportRow.hub_id) == here.hub_id, col(ReportRow.cohort_id) == here.cohort_id)
        )
        days: defaultdict[int, list[ReleaseDayInput]] = defaultdict(list)
        async with self._store.reading() as connection:
            for row in (await connection.execute(days_of)).all():
                one = day_of(row)
                days[row.person_id].append(ReleaseDayInput(one.day, one.part, one.purpose, one.note))
            done = frozenset((row.person_id, row.report_id) for row in (await connection.execute(done_by)).all())
        residentials, reports = await Residentials(self._store).list(here), await Reports(self._store).list(here)
        return Known(days, residentials, reports, done)

    async def bring_in(
        self, here: HubCohort, wanted: ImportPlan, by: int | None, request: ChangeRequest
    ) -> list[Enrolled]:
        """Everything of the plan, written down as by `by`; whoever's days they are is told of a lead's import.

        Returns who is new, with their codes. Raises AlreadyEnrolled, OthersPerson: somebody was quicker.
        """
        async with self._store.writing() as connection:
            enrolled = [await enrol_on(connection, _entrant(one, here), by, request.now) for one in wanted.people]
            for residential in wanted.residentials:
                await new_on(connection, here, residential, by, request.now)
            for title, due in wanted.reports:
                await add_on(connection, here, title, due, by, request.now)
            await _done(connection, here, wanted, by, request.now)
            for person_id, days in wanted.days.items():
                await _days(connection, RecordOwner(person_id, here.cohort_id, by, here.hub_id), days, request)
        return enrolled


def _entrant(one: PersonRead, here: HubCohort) -> Entrant:
    return Entrant(one.name, one.email, one.school, here.hub_id, here.cohort_id)


async def _days(
    connection: AsyncConnection, whose: RecordOwner, wanted: Sequence[ReleaseDayInput], request: ChangeRequest
) -> None:
    await hold(connection, whose.person_id, whose.cohort_id)
    change_id = await queries.noted(connection, whose, request, ChangeKind.LOGGED, wanted)
    rows = [queries.new_row(whose, one, request.now, change_id) for one in wanted]
    added = await queries.add(connection, rows)
    if whose.by_another:
        balance = await queries.balance(connection, whose, request.today)
        done = DaysChanged(ChangeKind.LOGGED, balance, added, change=change_id)
        await tell_owner(connection, whose, done, request.now)


async def _done(
    connection: AsyncConnection, here: HubCohort, wanted: ImportPlan, by: int | None, now: datetime
) -> None:
    if not wanted.done:
        return
    these = select(col(ReportRow.id), col(ReportRow.title)).where(
        col(ReportRow.hub_id) == here.hub_id,
        col(ReportRow.cohort_id) == here.cohort_id,
        col(ReportRow.removed_at).is_(None),
    )
    ids = {row.title.casefold(): row.id for row in (await connection.execute(these)).all()}
    for person_id, title, day in wanted.done:
        report_id = ids[title.casefold()]
        at = datetime.combine(day, time(12), UTC)
        row = {"report_id": report_id, "person_id": person_id, "done_at": at}
        await connection.execute(insert(ReportSubmissionRow), row)
        await note(connection, now, AuditNote("report.done", by, person_id, here.hub_id, {"report": report_id}))
