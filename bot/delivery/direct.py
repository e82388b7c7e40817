"""Relays beside the questions: whom a hub's leads are, what a channel refused, and what goes with a question."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, delete, exists, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.activity import Sender
from bot.core.identity import Account
from bot.db.store import Store
from bot.delivery.domain import RELAY, DeliveryStatus
from bot.delivery.tables import DeliveryRow, OccasionRow, RelayRow
from bot.features.ask_hub.domain import (
    CHANNEL,
    RELAYS_ARE_KEPT,
    DirectMessage,
    OutgoingMessage,
    UndeliveredMessage,
)
from bot.features.ask_hub.queries import RELAYS, of_account, post_on, relay_of, subject_of_relay
from bot.features.ask_hub.tables import AskedRow
from bot.features.people.repository import account_of
from bot.identity.tables import AccountRow, LeadRow

PATIENCE = timedelta(minutes=10)  # that a channel has to take what waits for it, before its leads are told alone
LATELY = timedelta(days=3)  # a question that reached nobody is looked for that long
ABOUT_A_QUESTION = (
    "asked",
    "nudge",
    "settled",
    "answer",
    "closed",
    "unheard",
)  # how the keys begin of what quotes one


class DirectMessages:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def known(self, keys: Collection[str]) -> frozenset[str]:
        """Those of these keys under which something is to be sent, or was."""
        there = select(col(RelayRow.key)).where(col(RelayRow.key).in_(keys))
        async with self._store.reading() as connection:
            return frozenset((await connection.execute(there)).scalars())

    async def leads(self, hub_ids: Collection[int]) -> dict[int, tuple[tuple[int, Account], ...]]:
        """Hub id → its leads' accounts, each with whose it is."""
        columns = (AccountRow.platform, AccountRow.tenant, AccountRow.user, AccountRow.address)
        query: Any = (
            select(col(LeadRow.hub_id), col(LeadRow.person_id), *map(col, (*columns, AccountRow.linked_at)))
            .join(AccountRow, col(AccountRow.person_id) == col(LeadRow.person_id))
            .where(col(LeadRow.hub_id).in_(hub_ids))
            .order_by(col(LeadRow.hub_id), col(AccountRow.id))
        )
        async with self._store.reading() as connection:
            found = (await connection.execute(query)).all()
        leads: dict[int, tuple[tuple[int, Account], ...]] = {}
        for row in found:
            leads[row.hub_id] = (*leads.get(row.hub_id, ()), (row.person_id, account_of(row)))
        return leads

    async def leave(self, posts: Sequence[OutgoingMessage], now: datetime) -> None:
        """Leave posts to be sent; a key that is there already, or that another process writes now, is left out."""
        async with self._store.writing() as connection:
            await self._leave_on(connection, posts, now)

    async def not_taken(self, now: datetime) -> tuple[UndeliveredMessage, ...]:
        """What a hub's channel did not take for good, or within ten minutes, or what nobody knows the end of."""
        status = col(DeliveryRow.status)
        in_vain = and_(
            status.in_((DeliveryStatus.READY.value, DeliveryStatus.SENDING.value)),
            col(DeliveryRow.attempts) > 0,
            col(DeliveryRow.first_at) <= now - PATIENCE,
        )
        query = (
            RELAYS.add_columns(status, col(DeliveryRow.why))
            .join(OccasionRow, col(OccasionRow.subject) == subject_of_relay())
            .join(DeliveryRow, col(DeliveryRow.occasion_id) == col(OccasionRow.id))
            .where(
                col(OccasionRow.rule) == RELAY,
                col(RelayRow.user).startswith(CHANNEL),
                col(RelayRow.sent_at).is_(None),
                or_(status.in_((DeliveryStatus.FAILED.value, DeliveryStatus.UNKNOWN.value)), in_vain),
            )
        )
        async with self._store.reading() as connection:
            found = (await connection.execute(query)).all()
        unclear = (DeliveryStatus.UNKNOWN, DeliveryStatus.SENDING)
        return tuple(UndeliveredMessage(relay_of(row), row.status not in unclear, row.why or "") for row in found)

    async def unheard(self, now: datetime) -> frozenset[tuple[int, int]]:
        """Questions, each with its revision, of which no lead got word: every delivery of them has failed."""
        query: Any = (
            select(col(RelayRow.key), col(DeliveryRow.status))
            .join(OccasionRow, col(OccasionRow.subject) == subject_of_relay())
            .join(DeliveryRow, col(DeliveryRow.occasion_id) == col(OccasionRow.id))
            .where(
                col(OccasionRow.rule) == RELAY,
                col(RelayRow.key).startswith("asked:"),
                col(RelayRow.sent_at).is_(None),
                col(RelayRow.made_at) > now - LATELY,
            )
        )
        async with self._store.reading() as connection:
            found = (await connection.execute(query)).all()
            failed = {_question(row.key) for row in found if row.status == DeliveryStatus.FAILED}
            failed -= {_question(row.key) for row in found if row.status != DeliveryStatus.FAILED}
            sent = select(col(RelayRow.key)).where(
                col(RelayRow.key).startswith("asked:"),
                col(RelayRow.sent_at).is_not(None),
                col(RelayRow.made_at) > now - LATELY,
            )
            heard = (await connection.execute(sent)).scalars().all() if failed else ()
        return frozenset(failed - {_question(key) for key in heard})

    async def instead(self, relay: DirectMessage, posts: Sequence[OutgoingMessage], now: datetime) -> bool:
        """These posts in place of a relay that was not taken; False when another process was quicker."""
        async with self._store.writing() as connection:
            if not await forget_on(connection, col(RelayRow.id) == relay.id):
                return False
            await self._leave_on(connection, posts, now)
        return True

    async def _leave_on(
        self, connection: AsyncConnection, posts: Sequence[OutgoingMessage], now: datetime
    ) -> None:
        keys = [post.key for post in posts]
        there = select(col(RelayRow.key)).where(col(RelayRow.key).in_(keys))
        known = set((await connection.execute(there)).scalars())
        fresh = {post.key: post for post in posts if post.key not in known}
        insert: Any = sqlite.insert if self._store.is_sqlite else postgresql.insert
        await post_on(connection, fresh.values(), now, lambda table: insert(table).on_conflict_do_nothing())


def _question(key: str) -> tuple[int, int]:
    """`asked:17:0:…` → the question and its revision."""
    _, number, revision, _ = key.split(":", 3)
    return int(number), int(revision)


async def forget_on(connection: AsyncConnection, which: ColumnElement[bool]) -> int:
    """Delete relays with their occasions and deliveries, within a transaction; returns how many relays went."""
    theirs = select(subject_of_relay()).where(which)
    occasions = delete(OccasionRow).where(col(OccasionRow.rule) == RELAY, col(OccasionRow.subject).in_(theirs))
    await connection.execute(occasions)
    return (await connection.execute(delete(RelayRow).where(which))).rowcount


def about_questions_of(sender: Sender) -> ColumnElement[bool]:
    """Relays that quote a question of this account to somebody, or that go to it."""
    number = cast(col(AskedRow.id), String)
    starts = (col(RelayRow.key).like(literal(f"{kind}:").concat(number).concat(":%")) for kind in ABOUT_A_QUESTION)
    quoting = exists().where(of_account(AskedRow, sender), or_(*starts)).correlate(RelayRow)
    return or_(of_account(RelayRow, sender), quoting)


def past_their_time(now: datetime, year_ago: datetime) -> ColumnElement[bool]:
    return or_(col(RelayRow.sent_at) <= now - RELAYS_ARE_KEPT, col(RelayRow.made_at) <= year_ago)
