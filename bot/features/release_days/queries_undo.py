"""The SQL of undoing a change of release days, within a transaction that is under way."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.db.audit_tables import AuditRow
from bot.db.sqlite_file import Reading
from bot.features.release_days.domain import (
    ChangeKind,
    ChangeRequest,
    DayChangedSince,
    DaysChanged,
    NothingToUndo,
    RecordOwner,
    ReleaseDay,
    SomethingNewer,
)
from bot.features.release_days.queries import COUNTS, balance, days, mark_removed, noted
from bot.features.release_days.tables import ReleaseDayRow

UNDOABLE = (ChangeKind.LOGGED, ChangeKind.CHANGED, ChangeKind.DELETED)


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
    # First, so that an event that is delivered twice fails here.
    change_id = await noted(connection, whose, request, ChangeKind.UNDONE, ())
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
    """What the change removed counts again, and what it added goes, removed by `noted`. Raises DayChangedSince."""
    added, removed = col(ReleaseDayRow.added_in) == change_id, col(ReleaseDayRow.removed_in) == change_id
    if (await connection.execute(select(exists().where(added, ~COUNTS)))).scalar_one():
        raise DayChangedSince
    back = await mark_removed(connection, removed, None, None)
    return back, await mark_removed(connection, added, now, noted)


async def put_back(
    connection: AsyncConnection, change_id: int, now: datetime, undone_in: int, again: Collection[int]
) -> tuple[tuple[ReleaseDay, ...], tuple[ReleaseDay, ...]]:
    """What the undo `undone_in` removed counts again; what it brought back (`again`) goes, by the first change."""
    these = and_(COUNTS, col(ReleaseDayRow.id).in_(again))
    gone = await mark_removed(connection, these, now, change_id)
    back = await mark_removed(connection, col(ReleaseDayRow.removed_in) == undone_in, None, None)
    if len(gone) != len(set(again)) or not (gone or back):
        raise DayChangedSince
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
