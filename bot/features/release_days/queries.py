"""The SQL of release days: how one is read, added, removed and summed, within a transaction that is under way."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.audit_tables import AuditRow
from bot.db.sqlite_fast import cached_statement
from bot.db.sqlite_file import Reading
from bot.features.release_days.domain import (
    LONGEST_NOTE,
    Balance,
    ChangedSince,
    ChangeKind,
    ChangeRequest,
    DaysChanged,
    ExportedDay,
    NoSuchDay,
    NoteTooLong,
    NothingToUndo,
    Part,
    Purpose,
    RecordOwner,
    ReleaseDay,
    ReleaseDayInput,
    SomethingNewer,
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
UNDOABLE = (ChangeKind.LOGGED, ChangeKind.CHANGED, ChangeKind.DELETED)


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
    rows = await _marked(connection, these, now, change_id)
    if not rows or len(rows) < len(set(day_ids)):
        raise NoSuchDay
    return rows


async def _marked(
    connection: AsyncConnection, these: ColumnElement[bool], removed_at: datetime | None, change_id: int | None
) -> tuple[ReleaseDay, ...]:
    mark = update(ReleaseDayRow).where(these).values(deleted_at=removed_at, removed_in=change_id).returning(*SHOWN)
    found = map(day_of, (await connection.execute(mark)).all())
    return tuple(sorted(found, key=lambda one: (one.day, one.id)))


async def undo(
    connection: AsyncConnection,
    whose: RecordOwner,
    request: ChangeRequest,
    since: datetime,
    only: Collection[int] = (),
) -> DaysChanged:
    """Take back the latest change that `whose.by` made: what it added goes, what it removed counts again.

    only: the days that this change must have touched, or it is not the one that is meant.
    """
    change_id = await noted(
        connection, whose, request, ChangeKind.UNDONE, ()
    )  # first: is it this event's second time?
    done = await _latest(connection, whose, since)
    if done is None:
        raise NothingToUndo
    added, removed = col(ReleaseDayRow.added_in) == done.id, col(ReleaseDayRow.removed_in) == done.id
    named = (
        select(func.count()).select_from(ReleaseDayRow).where(or_(added, removed), col(ReleaseDayRow.id).in_(only))
    )
    if only and (await connection.execute(named)).scalar_one() < len(only):
        raise SomethingNewer
    back, gone = await take_back(connection, done.id, request.now, change_id)
    await connection.execute(update(AuditRow).where(col(AuditRow.id) == done.id).values(undone_by=change_id))
    return DaysChanged(
        ChangeKind.UNDONE, await balance(connection, whose, request.today), back, gone, undid=ChangeKind(done.what)
    )


async def take_back(
    connection: AsyncConnection, change_id: int, now: datetime, noted: int
) -> tuple[tuple[ReleaseDay, ...], tuple[ReleaseDay, ...]]:
    """What the change removed counts again, and what it added goes, removed by `noted`. Raises ChangedSince."""
    added, removed = col(ReleaseDayRow.added_in) == change_id, col(ReleaseDayRow.removed_in) == change_id
    if (await connection.execute(select(exists().where(added, ~COUNTS)))).scalar_one():
        raise ChangedSince
    back = await _marked(connection, removed, None, None)
    return back, await _marked(connection, added, now, noted)


async def put_back(
    connection: AsyncConnection, change_id: int, now: datetime, undone_in: int, again: Collection[int]
) -> tuple[tuple[ReleaseDay, ...], tuple[ReleaseDay, ...]]:
    """What the undo `undone_in` removed counts again; what it brought back (`again`) goes, by the first change."""
    these = and_(COUNTS, col(ReleaseDayRow.id).in_(again))
    gone = await _marked(connection, these, now, change_id)
    back = await _marked(connection, col(ReleaseDayRow.removed_in) == undone_in, None, None)
    if len(gone) != len(set(again)) or not (gone or back):
        raise ChangedSince
    return back, gone


async def touched(connection: Reading, change_id: int) -> tuple[tuple[ReleaseDay, ...], tuple[ReleaseDay, ...]]:
    """The days that a change added and those that it removed."""
    added = await days(connection, col(ReleaseDayRow.added_in) == change_id)
    return added, await days(connection, col(ReleaseDayRow.removed_in) == change_id)


async def _latest(connection: AsyncConnection, whose: RecordOwner, since: datetime) -> Any:
    """The newest change by this hand to this person's days in this cohort that still stands."""
    touched = or_(
        col(ReleaseDayRow.added_in) == col(AuditRow.id), col(ReleaseDayRow.removed_in) == col(AuditRow.id)
    )
    query = (
        select(col(AuditRow.id), col(AuditRow.what))
        .where(col(AuditRow.person_id) == whose.person_id, col(AuditRow.by) == whose.by)
        .where(col(AuditRow.what).in_(UNDOABLE), col(AuditRow.undone_by).is_(None), col(AuditRow.at) >= since)
        .where(exists().where(touched, col(ReleaseDayRow.cohort_id) == whose.cohort_id))
        .order_by(col(AuditRow.id).desc())
        .limit(1)
    )
    return (await connection.execute(query)).first()


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
