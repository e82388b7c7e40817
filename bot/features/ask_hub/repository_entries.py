"""Answers that hubs add to the knowledge: proposed for their own people, then accepted for all, or withdrawn."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update
from sqlmodel import col

from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sql import added
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store
from bot.features.ask_hub.domain import LONGEST_ANSWER, LONGEST_QUESTION, EntryState, NoSuchEntry, Proposed
from bot.features.ask_hub.queries import ENTRIES, proposed_of
from bot.features.ask_hub.tables import ProposedEntryRow

STANDS = col(ProposedEntryRow.state) != EntryState.WITHDRAWN
ACCEPTED = col(ProposedEntryRow.state) == EntryState.ACCEPTED
SEEN = cached_statement(
    ENTRIES.where(or_(ACCEPTED, and_(STANDS, col(ProposedEntryRow.hub_id) == bindparam("hub"))))
)


class HubEntries:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def propose(self, entry: Proposed, question_id: int, now: datetime) -> Proposed:
        """Add an entry from an answered question, or change the one that was added from it; then it is new."""
        values = {
            "question": entry.question[:LONGEST_QUESTION],
            "phrasings": json.dumps(entry.phrasings),
            "answer": entry.answer[:LONGEST_ANSWER],
            "state": EntryState.PROPOSED,
            "by": entry.by,
            "at": now,
        }
        this = col(ProposedEntryRow.question_id) == question_id
        async with self._store.writing() as connection:
            found = (await connection.execute(select(col(ProposedEntryRow.id)).where(this))).scalar()
            if found is None:
                row = {**values, "hub_id": entry.hub_id, "question_id": question_id}
                found = await added(connection, ProposedEntryRow, row)
            else:
                await connection.execute(update(ProposedEntryRow).where(this).values(**values))
            await note(
                connection,
                now,
                AuditNote("entry.proposed", entry.by, hub_id=entry.hub_id, detail={"entry": found}),
            )
            made = (await connection.execute(ENTRIES.where(col(ProposedEntryRow.id) == found))).one()
        return proposed_of(made)

    async def decide(self, entry: Proposed, state: EntryState, by: int, now: datetime) -> Proposed:
        """Accept it for all, or withdraw it. Raises NoSuchEntry for one that has changed meanwhile."""
        unchanged = and_(STANDS, col(ProposedEntryRow.id) == entry.id, col(ProposedEntryRow.at) == entry.at)
        change = update(ProposedEntryRow).where(unchanged).values(state=state)
        async with self._store.writing() as connection:
            if not (await connection.execute(change)).rowcount:
                raise NoSuchEntry
            detail = {"entry": entry.id}
            await note(connection, now, AuditNote(f"entry.{state}", by, hub_id=entry.hub_id, detail=detail))
            row = (await connection.execute(ENTRIES.where(col(ProposedEntryRow.id) == entry.id))).one()
        return proposed_of(row)

    async def one(self, entry_id: int) -> Proposed:
        """Raises NoSuchEntry, also for one that was withdrawn."""
        if found := await self._read(and_(STANDS, col(ProposedEntryRow.id) == entry_id)):
            return found[0]
        raise NoSuchEntry

    async def seen_from(self, hub_id: int) -> tuple[Proposed, ...]:
        """What people of this hub are answered with: their hub's own, and what was accepted for all."""
        if self._store.is_empty:
            return ()
        async with self._store.reading() as connection:
            return tuple(map(proposed_of, (await connection.execute(SEEN, {"hub": hub_id})).all()))

    async def at(self, hub_ids: Collection[int] | None = None) -> tuple[Proposed, ...]:
        """Everything of these hubs that was not withdrawn; of all hubs when it is None."""
        if hub_ids is None:
            return await self._read(STANDS)
        return await self._read(and_(STANDS, col(ProposedEntryRow.hub_id).in_(hub_ids)))

    async def _read(self, which: Any) -> tuple[Proposed, ...]:
        if self._store.is_empty:
            return ()
        async with self._store.reading() as connection:
            return tuple(map(proposed_of, (await connection.execute(ENTRIES.where(which))).all()))
