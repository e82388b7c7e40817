"""Reports that a hub's cohort owes, and who has done them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.identity import HubCohort
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store
from bot.features.people.repository import tidy
from bot.features.reports.domain import NoSuchReport, Report, ReportExists
from bot.features.reports.tables import ReportRow, ReportSubmissionRow
from bot.identity.tables import EnrolmentRow

COLUMNS = tuple(
    col(getattr(ReportRow, name)) for name in ("id", "hub_id", "cohort_id", "title", "due", "revision")
)
STANDS = col(ReportRow.removed_at).is_(None)
HERE = and_(
    col(ReportRow.hub_id) == bindparam("at_hub"), col(ReportRow.cohort_id) == bindparam("in_cohort"), STANDS
)
THEIR_SUBMISSION = and_(
    col(ReportSubmissionRow.report_id) == col(ReportRow.id),
    col(ReportSubmissionRow.person_id) == bindparam("person"),
)
REPORTS = cached_statement(
    select(*COLUMNS, col(ReportSubmissionRow.done_at))
    .outerjoin(ReportSubmissionRow, THEIR_SUBMISSION)
    .where(HERE)
    .order_by(col(ReportRow.due), col(ReportRow.id))
)


class Reports:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, here: HubCohort, title: str, due: date, by: int | None, now: datetime) -> Report:
        """Raises ReportExists."""
        try:
            async with self._store.writing() as connection:
                return await add_on(connection, here, title, due, by, now)
        except IntegrityError as error:
            raise _as_said(error) from None

    async def change(self, report: Report, wanted: Report, by: int | None, now: datetime) -> Report:
        """Give it `wanted.title` and `wanted.due`; a new revision. Raises NoSuchReport, ReportExists.

        `report` is the one that was looked at: one that was changed meanwhile is not changed unseen.
        """
        try:
            async with self._store.writing() as connection:
                if wanted.title.casefold() != report.title.casefold():
                    await _must_be_new(connection, HubCohort(report.hub_id, report.cohort_id), wanted.title)
                values = {"title": tidy(wanted.title), "due": wanted.due, "revision": report.revision + 1}
                return await _changed(connection, report, values, "report.changed", by, now)
        except IntegrityError as error:
            raise _as_said(error) from None

    async def remove(self, report: Report, by: int | None, now: datetime) -> Report:
        """Nobody owes it any more; what was done is kept. Raises NoSuchReport."""
        async with self._store.writing() as connection:
            values = {"removed_at": now, "revision": report.revision + 1}
            return await _changed(connection, report, values, "report.removed", by, now)

    async def done(self, report_id: int, person_id: int, now: datetime, by: int | None = None) -> Report:
        """Tick it off; the first time stands. Raises NoSuchReport for one that the person does not owe."""
        async with self._store.writing() as connection:
            report = await _theirs(connection, report_id, person_id)
            if report.done_at is not None:
                return report
            row = {"report_id": report_id, "person_id": person_id, "done_at": now}
            await connection.execute(insert(ReportSubmissionRow), row)
            detail = {"report": report_id}
            await note(
                connection, now, AuditNote("report.done", by or person_id, person_id, report.hub_id, detail)
            )
        return replace(report, done_at=now)

    async def undo(self, report_id: int, person_id: int, now: datetime, by: int | None = None) -> Report:
        """Not done after all; nothing happens when it isn't. Raises NoSuchReport."""
        async with self._store.writing() as connection:
            report = await _theirs(connection, report_id, person_id)
            if report.done_at is None:
                return report
            this = (
                col(ReportSubmissionRow.report_id) == report_id,
                col(ReportSubmissionRow.person_id) == person_id,
            )
            await connection.execute(delete(ReportSubmissionRow).where(*this))
            detail = {"report": report_id, "was": report.done_at}
            await note(
                connection, now, AuditNote("report.undone", by or person_id, person_id, report.hub_id, detail)
            )
        return replace(report, done_at=None)

    async def list(self, here: HubCohort, person_id: int = 0) -> tuple[Report, ...]:
        """By the day they are due; with when the person did them, when a person is named."""
        if self._store.is_empty:
            return ()
        values = {"at_hub": here.hub_id, "in_cohort": here.cohort_id, "person": person_id}
        async with self._store.reading() as connection:
            return tuple(map(report_of, (await connection.execute(REPORTS, values)).all()))


async def add_on(
    connection: AsyncConnection, here: HubCohort, title: str, due: date, by: int | None, now: datetime
) -> Report:
    """Within a transaction that is under way. Raises ReportExists."""
    await _must_be_new(connection, here, title)
    row = {"hub_id": here.hub_id, "cohort_id": here.cohort_id, "title": tidy(title), "due": due, "revision": 1}
    made = (await connection.execute(insert(ReportRow).returning(*COLUMNS), row)).one()
    await _note(connection, "report.added", report_of(made), by, now, {})
    return report_of(made)


def report_of(row: Any) -> Report:
    done_at = getattr(row, "done_at", None)
    return Report(row.id, row.hub_id, row.cohort_id, row.title, row.due, row.revision, done_at)


async def _must_be_new(connection: AsyncConnection, here: HubCohort, title: str) -> None:
    """The schema refuses the very same title; this refuses one that differs in capitals."""
    same = func.lower(col(ReportRow.title)) == func.lower(tidy(title))
    values = {"at_hub": here.hub_id, "in_cohort": here.cohort_id}
    if (await connection.execute(select(col(ReportRow.id)).where(HERE, same), values)).first():
        raise ReportExists


async def _changed(
    connection: AsyncConnection, report: Report, values: dict[str, Any], what: str, by: int | None, now: datetime
) -> Report:
    this = (col(ReportRow.id) == report.id, col(ReportRow.revision) == report.revision, STANDS)
    row = (await connection.execute(update(ReportRow).where(*this).values(**values).returning(*COLUMNS))).first()
    if row is None:
        raise NoSuchReport
    was = {"title": report.title, "due": report.due}
    await _note(connection, what, report_of(row), by, now, was)
    return report_of(row)


async def _theirs(connection: AsyncConnection, report_id: int, person_id: int) -> Report:
    """One that the hub and cohort of the person's open enrolment owes; held until the transaction ends."""
    enrolled = exists().where(
        col(EnrolmentRow.hub_id) == col(ReportRow.hub_id),
        col(EnrolmentRow.cohort_id) == col(ReportRow.cohort_id),
        col(EnrolmentRow.person_id) == person_id,
        col(EnrolmentRow.ended_at).is_(None),
    )
    held = select(*COLUMNS).where(col(ReportRow.id) == report_id, STANDS, enrolled).with_for_update()
    row = (await connection.execute(held)).first()
    if row is None:
        raise NoSuchReport
    theirs = (col(ReportSubmissionRow.report_id) == report_id, col(ReportSubmissionRow.person_id) == person_id)
    done = (await connection.execute(select(col(ReportSubmissionRow.done_at)).where(*theirs))).scalar_one_or_none()
    return replace(report_of(row), done_at=done)


async def _note(
    connection: AsyncConnection, what: str, report: Report, by: int | None, now: datetime, was: Mapping[str, Any]
) -> None:
    detail = {
        "report": report.id,
        "title": report.title,
        "due": report.due,
        "revision": report.revision,
        "was": was,
    }
    await note(connection, now, AuditNote(what, by, hub_id=report.hub_id, detail=detail))


def _as_said(error: IntegrityError) -> Exception:
    return error if "foreign key" in str(error.orig).lower() else ReportExists()
