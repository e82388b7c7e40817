"""Release days: each change is one transaction that holds the person's place, so that no balance disagrees."""

from collections.abc import Callable, Collection, Coroutine, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.db.audit import nothing_noted, request_hash
from bot.db.audit_tables import AuditRow
from bot.db.store import Store
from bot.features.people.repository_enrolments import hold
from bot.features.release_days import queries, queries_undo
from bot.features.release_days.domain import (
    Balance,
    ChangeKind,
    ChangeRequest,
    DaysChanged,
    ExportedDay,
    RecordOwner,
    ReleaseDay,
    ReleaseDayInput,
)
from bot.features.release_days.repository_notices import tell_owner
from bot.features.release_days.tables import ReleaseDayRow
from bot.identity.tables import EnrolmentRow

AN_UNDO_LASTS = timedelta(days=1)

Change = Callable[[AsyncConnection], Coroutine[Any, Any, DaysChanged]]


class ReleaseDays:
    """Changes and reads the release days of one person in one cohort."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def log(
        self, whose: RecordOwner, wanted: Sequence[ReleaseDayInput], request: ChangeRequest
    ) -> DaysChanged:
        """Put days on record, all or none. Raises NotEnrolled, NoteTooLong."""
        queries.check(wanted)

        async def change(connection: AsyncConnection) -> DaysChanged:
            change_id = await queries.noted(connection, whose, request, ChangeKind.LOGGED, wanted)
            rows = [queries.new_row(whose, one, request.now, change_id) for one in wanted]
            added = await queries.add(connection, rows)
            balance = await queries.balance(connection, whose, request.today)
            return DaysChanged(ChangeKind.LOGGED, balance, added, change=change_id)

        return await self._once(whose, request, change)

    async def change(
        self, whose: RecordOwner, day_id: int, wanted: ReleaseDayInput, request: ChangeRequest
    ) -> DaysChanged:
        """Correct a day: the old record stays as history. Raises NotEnrolled, NoSuchDay, NoteTooLong."""
        queries.check([wanted])

        async def change(connection: AsyncConnection) -> DaysChanged:
            change_id = await queries.noted(connection, whose, request, ChangeKind.CHANGED, [wanted])
            removed = await queries.remove(connection, whose, [day_id], request.now, change_id)
            row = {**queries.new_row(whose, wanted, request.now, change_id), "replaces": day_id}
            added = await queries.add(connection, [row])
            balance = await queries.balance(connection, whose, request.today)
            return DaysChanged(ChangeKind.CHANGED, balance, added, removed, change=change_id)

        return await self._once(whose, request, change)

    async def delete(self, whose: RecordOwner, day_ids: Collection[int], request: ChangeRequest) -> DaysChanged:
        """Take days off the record, all or none; they stay as history. Raises NotEnrolled, NoSuchDay."""

        async def change(connection: AsyncConnection) -> DaysChanged:
            change_id = await queries.noted(connection, whose, request, ChangeKind.DELETED, ())
            removed = await queries.remove(connection, whose, day_ids, request.now, change_id)
            balance = await queries.balance(connection, whose, request.today)
            return DaysChanged(ChangeKind.DELETED, balance, removed=removed, change=change_id)

        return await self._once(whose, request, change)

    async def undo(self, whose: RecordOwner, request: ChangeRequest, only: Collection[int] = ()) -> DaysChanged:
        """Take back the latest change that `whose.by` made. Raises NotEnrolled, NothingToUndo.

        only: the days that the change must have touched, when a certain one is meant. Raises ChangedSince.
        """

        async def change(connection: AsyncConnection) -> DaysChanged:
            return await queries_undo.undo(connection, whose, request, request.now - AN_UNDO_LASTS, only)

        return await self._once(whose, request, change)

    async def _once(self, whose: RecordOwner, request: ChangeRequest, change: Change) -> DaysChanged:
        """Make the change, unless this very request has been carried out: then say what it did."""
        try:
            async with self._store.writing() as connection:
                await hold(connection, whose.person_id, whose.cohort_id)
                done = await change(connection)
                if whose.by_another:
                    await tell_owner(connection, whose, done, request.now)
                return done
        except IntegrityError as error:
            nothing_noted()
            if "request_key" not in str(error.orig):
                raise
        before = await self.already(whose, request)
        if before is None:
            raise LookupError("a request that was refused as a repetition is not on record")
        return before

    async def already(self, whose: RecordOwner, request: ChangeRequest) -> DaysChanged | None:
        """What this very request did when it was carried out before; None when it was not."""
        if request.key is None:
            return None
        key = and_(
            col(AuditRow.person_id) == whose.person_id, col(AuditRow.request_key) == request_hash(request.key)
        )
        async with self._store.reading() as connection:
            done = (await connection.execute(select(col(AuditRow.id), col(AuditRow.what)).where(key))).first()
            if done is None:
                return None
            added = await queries.days(connection, col(ReleaseDayRow.added_in) == done.id)
            removed = await queries.days(connection, col(ReleaseDayRow.removed_in) == done.id)
            balance = await queries.balance(connection, whose, request.today)
        return DaysChanged(ChangeKind(done.what), balance, added, removed, again=True)

    async def list(self, person_id: int, cohort_id: int, *, removed: bool = False) -> tuple[ReleaseDay, ...]:
        """The days on record by date; with those that were changed or deleted, when asked for."""
        if self._store.is_empty:
            return ()
        query = queries.DAYS if removed else queries.STANDING_DAYS
        async with self._store.reading() as connection:
            rows = (await connection.execute(query, {"person": person_id, "cohort": cohort_id})).all()
        return tuple(map(queries.day_of, rows))

    async def balance(self, person_id: int, cohort_id: int, today: date) -> Balance:
        """Used, planned and left, in half-days: one query."""
        async with self._store.reading() as connection:
            return await queries.balance(connection, RecordOwner(person_id, cohort_id, None), today)

    async def export(
        self, cohort_id: int, *, person_id: int | None = None, hub_id: int | None = None
    ) -> tuple[ExportedDay, ...]:
        """Every day on record of a person or of who is at a hub now, by name and date: one query."""
        query = queries.EXPORTED.where(col(ReleaseDayRow.cohort_id) == cohort_id)
        if person_id is not None:
            query = query.where(col(ReleaseDayRow.person_id) == person_id)
        if hub_id is not None:
            query = query.where(col(EnrolmentRow.hub_id) == hub_id, col(EnrolmentRow.ended_at).is_(None))
        async with self._store.transaction() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(map(queries.exported, rows))
