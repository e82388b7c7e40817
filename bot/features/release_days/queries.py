"""The SQL of release days: how one is read, added, removed and summed, within a transaction that is under way."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sqlite_fast import cached_statement
from bot.db.sqlite_file import Reading
from bot.features.release_days.domain import (
    LONGEST_NOTE,
    Balance,
    ChangeKind,
    ChangeRequest,
    ExportedDay,
    NoSuchDay,
    NoteTooLong,
    Part,
    Purpose,
    RecordOwner,
    ReleaseDay,
    ReleaseDayInput,
)
from bot.features.release_days.tables import ReleaseDayRow
from bot.identity.tables import CohortRow, EnrolmentRow, HubRow, PersonRow

SHOWN = tuple(
    col(getattr(ReleaseDayRow, name))
    for name in ("id", "day", "part", "purpose", "note", "logged_by", "logged_at", "deleted_at", "replaces")
)
COUNTS = col(ReleaseDayRow.deleted_at).is_(None)
OF_PERSON = and_(
    col(ReleaseDayRow.person_id) == bindparam("person"), col(ReleaseDayRow.cohort_id) == bindparam("cohort")
)
IN_ORDER = (col(ReleaseDayRow.day), col(ReleaseDayRow.id))
ALL_DAYS = select(*SHOWN).where(OF_PERSON).order_by(*IN_ORDER)
DAYS = cached_statement(ALL_DAYS)
STANDING_DAYS = cached_statement(ALL_DAYS.where(COUNTS))
HALF_DAYS = col(ReleaseDayRow.half_days)
PAST = col(ReleaseDayRow.day) <= bindparam("today")
USED = func.coalesce(func.sum(case((PAST, HALF_DAYS), else_=0)), 0).label("used")
PLANNED = func.coalesce(func.sum(case((PAST, 0), else_=HALF_DAYS)), 0).label("planned")
BALANCE = cached_statement(
    select(col(CohortRow.half_days).label("funded"), USED, PLANNED)
    .select_from(CohortRow)
    .outerjoin(
        ReleaseDayRow,
        and_(
            col(ReleaseDayRow.cohort_id) == col(CohortRow.id),
            col(ReleaseDayRow.person_id) == bindparam("person"),
            COUNTS,
        ),
    )
    .where(col(CohortRow.id) == bindparam("cohort"))
    .group_by(col(CohortRow.id), col(CohortRow.half_days))
)
THEIR_PLACES = and_(
    col(EnrolmentRow.person_id) == col(ReleaseDayRow.person_id),
    col(EnrolmentRow.cohort_id) == col(ReleaseDayRow.cohort_id),
)
NEWEST_PLACE = (  # where they are now, or were last
    select(func.max(col(EnrolmentRow.id))).where(THEIR_PLACES).correlate(ReleaseDayRow).scalar_subquery()
)
EXPORTED = (
    select(
        *SHOWN,
        col(PersonRow.name).label("person_name"),
        col(EnrolmentRow.school),
        col(HubRow.name).label("hub_name"),
        col(CohortRow.name).label("cohort_name"),
    )
    .join(PersonRow, col(PersonRow.id) == col(ReleaseDayRow.person_id))
    .join(CohortRow, col(CohortRow.id) == col(ReleaseDayRow.cohort_id))
    .join(EnrolmentRow, col(EnrolmentRow.id) == NEWEST_PLACE)
    .join(HubRow, col(HubRow.id) == col(EnrolmentRow.hub_id))
    .where(COUNTS)
    .order_by(col(PersonRow.name), col(PersonRow.id), *IN_ORDER)
)
ADD = cached_statement(insert(ReleaseDayRow.__table__).returning(*SHOWN))  # type: ignore[attr-defined]


def check(wanted: Iterable[ReleaseDayInput]) -> None:
    if any(len(one.note or "") > LONGEST_NOTE for one in wanted):
        raise NoteTooLong


async def noted(
    connection: AsyncConnection,
    whose: RecordOwner,
    request: ChangeRequest,
    did: ChangeKind,
    wanted: Sequence[ReleaseDayInput],
) -> int:
    """Write the change down, but no notes: they go when the person is deleted, and the trail stays."""
    said = [{"day": one.day, "part": one.part, "purpose": one.purpose} for one in wanted]
    detail = {"cohort": whose.cohort_id, **({"days": said} if said else {})}
    return await note(
        connection,
        request.now,
        AuditNote(did, whose.by, whose.person_id, whose.hub_id, detail, request.key),
    )


def new_row(whose: RecordOwner, wanted: ReleaseDayInput, now: datetime, change_id: int) -> dict[str, Any]:
    return {
        "person_id": whose.person_id,
        "cohort_id": whose.cohort_id,
        "day": wanted.day,
        "part": wanted.part.value,
        "half_days": wanted.part.half_days,
        "purpose": wanted.purpose.value,
        "note": wanted.note or None,
        "logged_by": whose.by,
        "logged_at": now,
        "added_in": change_id,
    }


async def add(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> tuple[ReleaseDay, ...]:
    """All in one statement; its answer is put back into the order of the rows, in which ids are given."""
    found = map(day_of, (await connection.execute(ADD, rows if len(rows) > 1 else rows[0])).all())
    return tuple(sorted(found, key=lambda one: one.id))


async def remove(
    connection: AsyncConnection, whose: RecordOwner, day_ids: Collection[int], now: datetime, change_id: int
) -> tuple[ReleaseDay, ...]:
    """Mark days as removed by this change. Raises NoSuchDay when one of them does not count, or is not theirs."""
    theirs = and_(col(ReleaseDayRow.person_id) == whose.person_id, col(ReleaseDayRow.cohort_id) == whose.cohort_id)
    these = and_(theirs, COUNTS, col(ReleaseDayRow.id).in_(day_ids))
    rows = await mark_removed(connection, these, now, change_id)
    if not rows or len(rows) < len(set(day_ids)):
        raise NoSuchDay
    return rows


async def mark_removed(
    connection: AsyncConnection, these: ColumnElement[bool], removed_at: datetime | None, change_id: int | None
) -> tuple[ReleaseDay, ...]:
    mark = update(ReleaseDayRow).where(these).values(deleted_at=removed_at, removed_in=change_id).returning(*SHOWN)
    found = map(day_of, (await connection.execute(mark)).all())
    return tuple(sorted(found, key=lambda one: (one.day, one.id)))


async def days(connection: Reading, where: ColumnElement[bool]) -> tuple[ReleaseDay, ...]:
    rows = (await connection.execute(select(*SHOWN).where(where).order_by(*IN_ORDER))).all()
    return tuple(map(day_of, rows))


async def balance(connection: Reading, whose: RecordOwner, today: date) -> Balance:
    values = {"person": whose.person_id, "cohort": whose.cohort_id, "today": today}
    row = (await connection.execute(BALANCE, values)).one()
    return Balance(row.used, row.planned, row.funded)


def day_of(row: Any) -> ReleaseDay:
    return ReleaseDay(
        row.id,
        row.day,
        Part(row.part),
        Purpose(row.purpose),
        row.note,
        row.logged_by,
        row.logged_at,
        row.deleted_at,
        row.replaces,
    )


def exported(row: Any) -> ExportedDay:
    return ExportedDay(row.person_name, row.school, row.hub_name, row.cohort_name, day_of(row))
