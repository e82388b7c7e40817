"""What stands open in each conversation, in the store: read once a turn, written only when something changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, inspect, select, update

from bot.conversation.answers import half_meant, meant
from bot.conversation.state_codec import (
    dumped_question,
    dumped_said,
    dumped_spoken_of,
    question_of,
    said_of,
    spoken_of,
)
from bot.conversation.tables import ConversationStateRow
from bot.core.activity import ConversationKey
from bot.core.conversation import (
    ANSWERED_WITHIN,
    NOTHING_OPEN,
    SAID_FOR,
    SPOKEN_OF_FOR,
    AskedQuestion,
    Drop,
    Meant,
    ShowAgain,
    Standing,
)
from bot.core.reply import Reply
from bot.core.turn import Turn
from bot.db.sql import insert_on_conflict
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store
from knowledge.search.finding import PastTurn

KEY = ConversationKey._fields
STATES: Any = inspect(ConversationStateRow).local_table
HERE = and_(*(STATES.c[name] == bindparam(f"at_{name}") for name in KEY))
KEPT = ("question", "asked_at", "overtaken", "spoken_of", "spoken_at", "said", "said_at")
LOOK = cached_statement(select(*(STATES.c[name] for name in KEPT)).where(HERE))


class ConversationStates:
    """Implements `bot.core.conversations.Conversations`."""

    async def standing(self, store: Store, key: ConversationKey, now: datetime) -> Standing:
        if store.is_empty:
            return NOTHING_OPEN
        async with store.reading() as connection:
            row = (await connection.execute(LOOK, _at(key))).first()
        if row is None:
            return NOTHING_OPEN
        asked, spoken = None, None
        if row.question and row.asked_at > now - ANSWERED_WITHIN:
            asked = question_of(row.question, row.asked_at, overtaken=bool(row.overtaken))
        if row.spoken_of and row.spoken_at > now - SPOKEN_OF_FOR:
            spoken = spoken_of(row.spoken_of, row.spoken_at)
        said = said_of(row.said) if row.said and row.said_at >= now - SAID_FOR else ()
        return Standing(asked, spoken, said)

    async def keep(self, turn: Turn, reply: Reply, *, answered: bool, said: Sequence[PastTurn] = ()) -> None:
        values: dict[str, Any] = {}
        if reply.asks is not None:
            asked = dumped_question(reply.asks, reply)
            values = {"question": asked, "asked_at": turn.now, "overtaken": False}
        elif turn.standing.asked is not None:
            if answered:
                values = {"question": None, "asked_at": None, "overtaken": False}
            elif not turn.standing.asked.overtaken:
                values = {"overtaken": True}
        earlier = turn.standing.spoken_of
        if reply.spoken_of is not None:
            values |= {"spoken_of": dumped_spoken_of(reply.spoken_of), "spoken_at": turn.now}
        elif earlier is not None and not earlier.overtaken:
            values |= {"spoken_of": dumped_spoken_of(replace(earlier, overtaken=True))}
        if said and not turn.store.is_empty:
            values |= {"said": dumped_said(said), "said_at": turn.now}
        if values:
            await self._write(turn.store, ConversationKey.of(turn.activity), {**values, "updated_at": turn.now})

    def meant(self, asked: AskedQuestion, text: str) -> Meant | None:
        return meant(asked, text)

    def half_meant(self, asked: AskedQuestion, text: str) -> ShowAgain | Drop | None:
        return half_meant(asked, text)

    async def _write(self, store: Store, key: ConversationKey, values: dict[str, Any]) -> None:
        """Without waiting for the disk: what a power cut takes back is asked again."""
        if values.get("question") or values.get("spoken_of") or values.get("said"):
            statement: Any = _put(tuple(values), is_sqlite=store.is_sqlite)
            given = {**key._asdict(), "overtaken": False, **values}
        else:  # nothing to note in a conversation of which nothing stands
            statement = _change(tuple(values))
            given = {**_at(key), **{f"new_{name}": value for name, value in values.items()}}
        async with store.writing(durable=False) as connection:
            await connection.execute(statement, given)


@cache
def _put(names: tuple[str, ...], *, is_sqlite: bool) -> Any:
    """Adds the conversation, or changes these columns of it, in one statement: another process may add it, too.

    Made once for each of the few ways that a conversation changes: every turn writes one.
    """
    adding = insert_on_conflict(STATES, is_sqlite=is_sqlite)
    changed = {name: adding.excluded[name] for name in names}
    return cached_statement(adding.on_conflict_do_update(index_elements=KEY, set_=changed))


@cache
def _change(names: tuple[str, ...]) -> Any:
    """Made once, as `_put`."""
    return cached_statement(
        update(STATES)
        .where(HERE)
        .values({name: bindparam(f"new_{name}", type_=STATES.c[name].type) for name in names})
    )


def _at(key: ConversationKey) -> dict[str, str]:
    """The values that HERE compares with; written out, for a loop takes as long as the query."""
    return {
        "at_platform": key.platform,
        "at_tenant": key.tenant,
        "at_user": key.user,
        "at_conversation": key.conversation,
    }
