"""The walks under way: each change is claimed by its step, so that of two clicks at once only one counts."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, UpdateBase, and_, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.core.activity import ConversationKey
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store
from bot.features.eligibility.domain import WALKS_ARE_KEPT, DialogSession
from bot.features.eligibility.tables import WalkAnswerRow, WalkRow

IN_THE_CONVERSATION = and_(*(col(getattr(WalkRow, name)) == bindparam(name) for name in ConversationKey._fields))
LOOK = cached_statement(
    select(
        *(col(column) for column in (WalkRow.id, WalkRow.step, WalkRow.reopened)),
        *(col(column) for column in (WalkRow.started_at, WalkRow.updated_at)),
        *(col(column) for column in (WalkAnswerRow.question, WalkAnswerRow.option)),
    )
    .outerjoin(WalkAnswerRow, col(WalkAnswerRow.walk_id) == col(WalkRow.id))
    .where(IN_THE_CONVERSATION)
    .order_by(col(WalkAnswerRow.place))
)

OWNER = cached_statement(
    select(col(WalkRow.platform), col(WalkRow.tenant), col(WalkRow.user)).where(
        col(WalkRow.id) == bindparam("walk")
    )
)


class DialogSessions:
    """Reads and changes walks. What changes a walk returns it changed, or None when somebody was faster."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def current(self, key: ConversationKey, now: datetime) -> DialogSession | None:
        """The walk under way in this conversation; one that is older than a day is deleted instead."""
        if self._store.is_empty:
            return None
        async with self._store.reading() as connection:
            found = (await connection.execute(LOOK, _at(key))).all()
        if not found:
            return None
        walk = _walk(found)
        if walk.started_at <= now - WALKS_ARE_KEPT:
            await self.end(walk)
            return None
        return walk

    async def is_somebody_elses(self, walk: str, asks: ConversationKey) -> bool:
        """Whether another account's walk is under way by that id."""
        async with self._store.reading() as connection:
            found = (await connection.execute(OWNER, {"walk": walk})).first()
        return found is not None and tuple(found) != (asks.platform, asks.tenant, asks.user)

    async def start(self, key: ConversationKey, now: datetime) -> DialogSession:
        """A new walk in this conversation, or the one that is under way there already."""
        walk = DialogSession(secrets.token_hex(8), 0, {}, None, now, now)
        row = {**_at(key), "id": walk.id, "step": 0, "started_at": now, "updated_at": now}
        try:
            async with self._store.transaction() as connection:
                await connection.execute(delete(WalkRow).where(IN_THE_CONVERSATION, _too_old(now)), _at(key))
                await connection.execute(insert(WalkRow), row)
        except IntegrityError:
            return await self.current(key, now) or await self.start(key, now)
        return walk

    async def answer(self, walk: DialogSession, question: str, option: str, now: datetime) -> DialogSession | None:
        """Note an answer, or put another in its place where it stood."""
        if question in walk.answers:
            note: UpdateBase = update(WalkAnswerRow).where(_answer(walk, question)).values(option=option)
        else:
            note = insert(WalkAnswerRow).values(walk_id=walk.id, question=question, option=option, place=walk.step)
        return await self._change(walk, now, {**walk.answers, question: option}, note)

    async def forget(self, walk: DialogSession, question: str, now: datetime) -> DialogSession | None:
        """Take an answer back, as if it had not been given."""
        left = {name: option for name, option in walk.answers.items() if name != question}
        return await self._change(walk, now, left, delete(WalkAnswerRow).where(_answer(walk, question)))

    async def reopen(self, walk: DialogSession, question: str | None, now: datetime) -> DialogSession | None:
        """Ask a question again while its answer still stands; None for no question after all."""
        return await self._change(walk, now, walk.answers, reopened=question)

    async def _change(
        self,
        walk: DialogSession,
        now: datetime,
        answers: Mapping[str, str],
        note: UpdateBase | None = None,
        reopened: str | None = None,
    ) -> DialogSession | None:
        """Claim the walk's next step, then do the rest; who has claimed it knows that `walk` was up to date."""
        step = walk.step + 1
        claim = update(WalkRow).where(_still(walk)).values(step=step, reopened=reopened, updated_at=now)
        async with self._store.transaction() as connection:
            if not (await connection.execute(claim)).rowcount:
                return None
            if note is not None:
                await connection.execute(note)
        return replace(walk, step=step, answers=answers, reopened=reopened, updated_at=now)

    async def end(self, walk: DialogSession) -> bool:
        """Delete the walk and its answers; False when it has moved on or ended meanwhile."""
        async with self._store.transaction() as connection:
            ended = await connection.execute(delete(WalkRow).where(_still(walk)))
            return bool(ended.rowcount)


def _too_old(now: datetime) -> ColumnElement[bool]:
    return col(WalkRow.started_at) <= now - WALKS_ARE_KEPT


def _still(walk: DialogSession) -> ColumnElement[bool]:
    return and_(col(WalkRow.id) == walk.id, col(WalkRow.step) == walk.step)


def _answer(walk: DialogSession, question: str) -> ColumnElement[bool]:
    return and_(col(WalkAnswerRow.walk_id) == walk.id, col(WalkAnswerRow.question) == question)


def _walk(rows: Sequence[Any]) -> DialogSession:
    """The walk of rows that differ in their answer only."""
    first = rows[0]
    answers = {row.question: row.option for row in rows if row.question is not None}
    return DialogSession(first.id, first.step, answers, first.reopened, first.started_at, first.updated_at)


def _at(key: ConversationKey) -> dict[str, str]:
    """The values that IN_THE_CONVERSATION compares with."""
    return key._asdict()
