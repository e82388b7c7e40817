"""Questions to a hub: asked, answered, closed, reopened; what must be sent is written in the same transaction."""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.activity import Sender
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sql import added
from bot.db.store import Store
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.direct_sql import post_on
from bot.features.ask_hub.domain import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    MOST_WAITING,
    AskedState,
    Asker,
    ChangedMeanwhile,
    HubQuestion,
    NewQuestion,
    NoSuchQuestion,
    TooManyWaiting,
)
from bot.features.ask_hub.queries import QUESTIONS, asked_of
from bot.features.ask_hub.tables import AskedRow
from bot.identity.queries import of_account

Said = Callable[[HubQuestion], Sequence[OutgoingMessage]]
"""What is to be sent because of a question as it is now."""


class Questions:
    """Reads and changes questions. What changes one claims its revision, so that of two at once one counts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def ask(self, asker: Asker, new: NewQuestion, said: Said, now: datetime) -> HubQuestion:
        """Put a question on record; the same event again finds it there. Raises TooManyWaiting."""
        sender = asker.sender
        row = {
            **{name: getattr(sender, name) for name in ("platform", "tenant", "user")},
            "hub_id": new.hub_id,
            "person_id": asker.person_id,
            "conversation": asker.conversation,
            "address": json.dumps(dict(asker.address)),
            "text": new.text[:LONGEST_QUESTION],
            "before": json.dumps(new.before),
            "named": new.named,
            "entry": new.entry,
            "score": new.score,
            "state": AskedState.WAITING,
            "revision": 0,
            "reopened": False,
            "asked_at": now,
            "since": now,
            "request_key": new.request_key,
        }
        try:
            async with self._store.writing() as connection:
                if await _waiting(connection, sender) >= MOST_WAITING:
                    raise TooManyWaiting
                question = await _one(connection, await added(connection, AskedRow, row))
                await post_on(connection, said(question), now)
        except IntegrityError:
            again = and_(col(AskedRow.request_key) == new.request_key, col(AskedRow.platform) == sender.platform)
            if new.request_key and (there := await self._read(QUESTIONS.where(again))):
                return there[0]
            raise
        return question

    async def answer(
        self, question: HubQuestion, text: str, also: Collection[int], by: int, said: Said, now: datetime
    ) -> tuple[HubQuestion, ...]:
        """Answer a question, and of the others named those that still wait at its hub. Raises ChangedMeanwhile.

        The others are answered in the order of their ids, so that two who answer the same ones cannot block.
        """
        values = {"answer": text[:LONGEST_ANSWER], "answered_by": by, "state": AskedState.ANSWERED}
        async with self._store.writing() as connection:
            answered = [await _settle(connection, question, values, said, now)]
            for other in sorted(set(also) - {question.id}):
                twin = await _one(connection, other)
                if twin.hub_id == question.hub_id and twin.state is AskedState.WAITING:
                    answered.append(await _settle(connection, twin, values, said, now))
            await note(connection, now, _noted("question.answered", question, by, len(answered)))
        return tuple(answered)

    async def close(self, question: HubQuestion, by: int, said: Said, now: datetime) -> HubQuestion:
        """Not for this hub. Raises ChangedMeanwhile."""
        async with self._store.writing() as connection:
            closed = await _settle(connection, question, {"state": AskedState.CLOSED}, said, now)
            await note(connection, now, _noted("question.closed", question, by))
        return closed

    async def reopen(self, question: HubQuestion, by: int | None, said: Said, now: datetime) -> HubQuestion:
        """Let it wait again, from now on. Raises ChangedMeanwhile, also for one that waits.

        by: the lead who does; None for who asked, who has five waiting at the most, else TooManyWaiting.
        """
        if question.state is AskedState.WAITING:
            raise ChangedMeanwhile
        values = {"state": AskedState.WAITING, "since": now, "settled_at": None, "reopened": True}
        async with self._store.writing() as connection:
            if by is None and await _waiting(connection, question.asker.sender) >= MOST_WAITING:
                raise TooManyWaiting
            reopened = await _change(connection, question, values)
            await post_on(connection, said(reopened), now)
            await note(connection, now, _noted("question.reopened", question, by))
        return reopened

    async def put_together(self, question: HubQuestion, other: HubQuestion, by: int, now: datetime) -> HubQuestion:
        """The question is the same as another of its hub, or as the one that the other is the same as."""
        first = other.same_as or other.id
        if question.hub_id != other.hub_id or question.id in (first, other.id):
            raise NoSuchQuestion
        async with self._store.writing() as connection:
            twin = await _change(connection, question, {"same_as": first})
            mine = update(AskedRow).where(col(AskedRow.same_as) == question.id).values(same_as=first)
            await connection.execute(mine)
            await note(connection, now, _noted("question.put_together", question, by))
        return twin

    async def one(self, question_id: int) -> HubQuestion:
        """Raises NoSuchQuestion."""
        if found := await self._read(QUESTIONS.where(col(AskedRow.id) == question_id)):
            return found[0]
        raise NoSuchQuestion

    async def at(
        self, hub_ids: Collection[int] | None, state: AskedState | None = None
    ) -> tuple[HubQuestion, ...]:
        """The questions of these hubs, or of all when it is None: those that wait longest first."""
        query = QUESTIONS if hub_ids is None else QUESTIONS.where(col(AskedRow.hub_id).in_(hub_ids))
        return await self._read(query if state is None else query.where(col(AskedRow.state) == state))

    async def mine(self, sender: Sender) -> tuple[HubQuestion, ...]:
        """What this account asked, the oldest first."""
        return await self._read(QUESTIONS.where(of_account(AskedRow, sender)))

    async def _read(self, query: Any) -> tuple[HubQuestion, ...]:
        if self._store.is_empty:
            return ()
        async with self._store.transaction() as connection:
            return tuple(map(asked_of, (await connection.execute(query)).all()))


async def _one(connection: AsyncConnection, question_id: int) -> HubQuestion:
    row = (await connection.execute(QUESTIONS.where(col(AskedRow.id) == question_id))).first()
    if row is None:
        raise NoSuchQuestion
    return asked_of(row)


async def _settle(
    connection: AsyncConnection, question: HubQuestion, values: dict[str, Any], said: Said, now: datetime
) -> HubQuestion:
    if question.state is not AskedState.WAITING:
        raise ChangedMeanwhile
    settled = await _change(connection, question, {**values, "settled_at": now})
    await post_on(connection, said(settled), now)
    return settled


async def _change(connection: AsyncConnection, question: HubQuestion, values: dict[str, Any]) -> HubQuestion:
    """Claim the next revision with these values. Raises ChangedMeanwhile when somebody was faster."""
    still = and_(col(AskedRow.id) == question.id, col(AskedRow.revision) == question.revision)
    claim = update(AskedRow).where(still).values(revision=question.revision + 1, **values)
    if not (await connection.execute(claim)).rowcount:
        raise ChangedMeanwhile
    return await _one(connection, question.id)


async def _waiting(connection: AsyncConnection, sender: Sender) -> int:
    mine = and_(of_account(AskedRow, sender), col(AskedRow.state) == AskedState.WAITING)
    return int((await connection.execute(select(func.count()).select_from(AskedRow).where(mine))).scalar_one())


def _noted(what: str, question: HubQuestion, by: int | None, together: int = 1) -> AuditNote:
    """The trail names the question by its number, never by its words or its asker."""
    detail = {"question": question.id, "together": together}
    return AuditNote(what, by, hub_id=question.hub_id, detail=detail)
