"""The last change of a person in a conversation: found, taken back and put back, each in one transaction."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.conversation.undo_domain import LastChange, LastUndo, UndoDone
from bot.core.activity import ConversationKey, Joined
from bot.core.conversation import conversation_hash
from bot.core.permissions import allow_hub
from bot.core.turn import Turn
from bot.core.undoing import ChangedSince, Effect, TakenBack, TooLateToUndo, UndoStep
from bot.db.audit import entry_of, note, nothing_noted
from bot.db.audit_domain import PUT_BACK, UNDONE, AuditEntry, AuditNote
from bot.db.audit_tables import AuditRow
from bot.db.store import Store

TYPED_WITHIN = timedelta(days=1)  # how old the last change may be for a plain "undo" to mean it
PRESSED_WITHIN = timedelta(days=30)  # how long an [Undo] works that names its change
STEPS = (UNDONE, PUT_BACK)
MINE = tuple(col(column) for column in (AuditRow.id, AuditRow.at, AuditRow.by, AuditRow.person_id))
COLUMNS = (
    *MINE,
    *(col(c) for c in (AuditRow.hub_id, AuditRow.what, AuditRow.detail, AuditRow.undone_by, AuditRow.turn)),
)


class UndoLog:
    """Reads the trail for what a person may take back, and does it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def last_here(self, turn: Turn) -> LastChange | None:
        """Their newest change in this conversation that still stands, of the last day."""
        here = col(AuditRow.conversation) == conversation_hash(ConversationKey.of(turn.activity))
        return await self._newest(turn, here, col(AuditRow.at) >= turn.now - TYPED_WITHIN)

    async def last_of_kind(self, turn: Turn, kind: str) -> LastChange | None:
        """Their newest change of this kind that still stands, in whichever conversation."""
        whats = [what for what, undoer in turn.undoers.items() if undoer.kind == kind]
        lately = col(AuditRow.at) >= turn.now - PRESSED_WITHIN
        return await self._newest(turn, col(AuditRow.what).in_(whats), lately)

    async def last_anywhere(self, turn: Turn) -> LastChange | None:
        """Their newest change that can be taken back, in whichever conversation."""
        lately = col(AuditRow.at) >= turn.now - PRESSED_WITHIN
        return await self._newest(turn, col(AuditRow.what).in_(list(turn.undoers)), lately)

    async def last_undo_here(self, turn: Turn) -> LastUndo | None:
        """The undo to put back: their newest in this conversation, with nothing changed since."""
        if self._store.is_empty or turn.person is None:
            return None
        here = col(AuditRow.conversation) == conversation_hash(ConversationKey.of(turn.activity))
        lately = col(AuditRow.at) >= turn.now - TYPED_WITHIN
        query = select(col(AuditRow.id), col(AuditRow.what)).where(col(AuditRow.by) == turn.me.id, here, lately)
        standing = query.where(col(AuditRow.undone_by).is_(None), col(AuditRow.what) != PUT_BACK)
        async with self._store.transaction() as connection:
            row = (await connection.execute(standing.order_by(col(AuditRow.id).desc()).limit(1))).first()
            if row is None or row.what != UNDONE:
                return None
            (undone,) = await _entries(connection, _by_me(turn), col(AuditRow.id) == row.id)
            entries = await _entries(connection, true(), col(AuditRow.id).in_(undone.detail.get("of", [])))
            known = _undoable(turn, entries)
            named = [await turn.undoers[one.what].named(connection, one) for one in known]
        return LastUndo(row.id, _effect(turn, known), "; ".join(dict.fromkeys(named)))

    async def take_back(self, turn: Turn, which: str) -> UndoDone:
        """All that the turn `which` changed. Raises ChangedSince, TooLateToUndo."""
        return await self._once(lambda connection: self._take_back(connection, turn, which, _by_me(turn)))

    async def take_back_of_mine(self, turn: Turn, which: str, kind: str) -> UndoDone:
        """What another's turn changed of the records of who asks, of one kind. Raises as `take_back`."""
        whats = [what for what, undoer in turn.undoers.items() if undoer.kind == kind]
        mine = and_(col(AuditRow.person_id) == turn.me.id, col(AuditRow.what).in_(whats))
        return await self._once(lambda connection: self._take_back(connection, turn, which, mine))

    async def put_back(self, turn: Turn, note_id: int) -> UndoDone:
        """What the undo of this id took back. Raises ChangedSince, TooLateToUndo."""
        return await self._once(lambda connection: self._put_back(connection, turn, note_id))

    async def _once(self, do: Any) -> UndoDone:
        """One event that is delivered twice does it once; the second time says only that it is done."""
        try:
            async with self._store.writing() as connection:
                done: UndoDone = await do(connection)
                return done
        except IntegrityError as error:
            nothing_noted()
            if "request_key" not in str(error.orig):
                raise ChangedSince from error
            return UndoDone((), 0, again=False, repeated=True)

    async def _take_back(self, connection: Any, turn: Turn, which: str, theirs: ColumnElement[bool]) -> UndoDone:
        entries = await _entries(connection, theirs, col(AuditRow.turn) == which)
        entries = [one for one in entries if one.what not in STEPS]
        undoable = _undoable(turn, entries)
        if not undoable or undoable[-1].at < turn.now - PRESSED_WITHIN:
            raise TooLateToUndo
        if any(one.undone_by for one in entries):
            return UndoDone((), 0, again=False, repeated=True)
        _allowed(turn, undoable)
        ids = [one.id for one in entries]
        noted = await note(connection, turn.now, _step(UNDONE, turn, undoable[0]))
        taken = [
            await turn.undoers[one.what].take_back(UndoStep(connection, one, noted, turn))
            for one in reversed(undoable)
        ]
        still = (col(AuditRow.id).in_(ids), col(AuditRow.undone_by).is_(None))
        marked = await connection.execute(update(AuditRow).where(*still).values(undone_by=noted))
        if marked.rowcount != len(ids):
            raise ChangedSince
        kept = {"of": ids, "kept": [dict(one.kept) for one in reversed(taken)]}
        await _keep(connection, noted, kept)
        return _done(taken, noted, _effect(turn, undoable))

    async def _put_back(self, connection: Any, turn: Turn, note_id: int) -> UndoDone:
        found = await _entries(connection, _by_me(turn), col(AuditRow.id) == note_id)
        undone = next((one for one in found if one.what == UNDONE), None)
        if undone is None or undone.at < turn.now - PRESSED_WITHIN:
            raise TooLateToUndo
        if undone.undone_by:
            return UndoDone((), 0, again=False, repeated=True)
        # What they took back they may put back, whoever had changed it.
        entries = await _entries(connection, true(), col(AuditRow.id).in_(undone.detail["of"]))
        undoable = _undoable(turn, entries)
        if len(undoable) != len(undone.detail["kept"]):
            raise TooLateToUndo
        _allowed(turn, undoable)
        noted = await note(connection, turn.now, _step(PUT_BACK, turn, undoable[0]))
        put = [
            await turn.undoers[one.what].put_back(UndoStep(connection, one, noted, turn, kept))
            for one, kept in zip(undoable, undone.detail["kept"], strict=True)
        ]
        await connection.execute(update(AuditRow).where(col(AuditRow.id) == undone.id).values(undone_by=noted))
        these = col(AuditRow.id).in_(undone.detail["of"])
        await connection.execute(update(AuditRow).where(these).values(undone_by=None))
        for one, done in zip(undoable, put, strict=True):
            if done.kept:  # it stands again, as another revision than the one that it left then
                await _keep(connection, one.id, {**one.detail, **done.kept})
        return UndoDone(tuple(block for one in put for block in one.blocks), noted, again=False)

    async def _newest(self, turn: Turn, *where: ColumnElement[bool]) -> LastChange | None:
        if self._store.is_empty or turn.person is None:
            return None
        query = select(col(AuditRow.turn), col(AuditRow.id)).where(
            col(AuditRow.by) == turn.me.id,
            col(AuditRow.undone_by).is_(None),
            col(AuditRow.what).not_in(STEPS),
            col(AuditRow.turn).is_not(None),
            *where,
        )
        async with self._store.transaction() as connection:
            row = (await connection.execute(query.order_by(col(AuditRow.id).desc()).limit(1))).first()
            if row is None:
                return None
            entries = await _entries(connection, _by_me(turn), col(AuditRow.turn) == row.turn)
            entries = [one for one in entries if one.what not in STEPS]
            known = [(one, turn.undoers[one.what]) for one in _undoable(turn, entries)]
            named = [await undoer.named(connection, one) for one, undoer in known]
        kind = known[0][1].kind if known else ""
        took_off = _effect(turn, [one for one, _ in known]) is Effect.REMOVED
        return LastChange(row.turn, entries, "; ".join(dict.fromkeys(named)), kind, took_off, entries[-1].at)


def _by_me(turn: Turn) -> ColumnElement[bool]:
    return col(AuditRow.by) == turn.me.id


async def _entries(connection: Any, theirs: ColumnElement[bool], where: ColumnElement[bool]) -> list[AuditEntry]:
    """`theirs`: which changes are theirs to take back; what they may not is left out."""
    query = select(*COLUMNS).where(where, theirs).order_by(col(AuditRow.id))
    return [entry_of(row) for row in (await connection.execute(query)).all()]


def _undoable(turn: Turn, entries: Sequence[AuditEntry]) -> list[AuditEntry]:
    """Those that somebody takes back; of a change about somebody who is erased since, no detail is left."""
    return [one for one in entries if one.what in turn.undoers and one.detail]


async def _keep(connection: Any, noted: int, kept: dict[str, Any]) -> None:
    this = update(AuditRow).where(col(AuditRow.id) == noted)
    await connection.execute(this.values(detail=json.dumps(kept, default=str)))


def _allowed(turn: Turn, entries: Sequence[AuditEntry]) -> None:
    """Who led a hub when they changed it must lead it still. Raises PermissionDenied."""
    for one in entries:
        hub_id = one.detail.get("from_hub", one.hub_id)  # who moved somebody away leads the hub that they left
        if hub_id is not None and one.person_id != turn.me.id:
            allow_hub(turn.me, hub_id)


def _step(what: str, turn: Turn, of: AuditEntry) -> AuditNote:
    key = None if isinstance(turn.activity, Joined) else turn.activity.key
    return AuditNote(what, turn.me.id, of.person_id, of.hub_id, {}, key)


def _done(taken: Sequence[TakenBack], noted: int, effect: Effect) -> UndoDone:
    blocks = tuple(block for one in reversed(taken) for block in one.blocks)
    return UndoDone(blocks, noted, all(one.again for one in taken), effect=effect)


def _effect(turn: Turn, entries: Sequence[AuditEntry]) -> Effect:
    """What all of these changes did alike; where they did not, something was changed."""
    known = [(one.what, turn.undoers[one.what]) for one in entries]
    if known and all(what in undoer.removes for what, undoer in known):
        return Effect.REMOVED
    return Effect.ADDED if known and all(what in undoer.adds for what, undoer in known) else Effect.CHANGED
