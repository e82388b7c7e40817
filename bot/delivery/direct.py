"""Direct messages in the outbox: left once under a key, replaced where a channel refuses them, and forgotten."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.db.removal import remove
from bot.db.sql import insert_on_conflict
from bot.db.store import Store
from bot.delivery.direct_domain import (
    CHANNEL,
    DirectMessage,
    OutgoingMessage,
    UndeliveredMessage,
)
from bot.delivery.direct_sql import RELAYS, post_on, relay_of, subject_of_relay
from bot.delivery.domain import RELAY, DeliveryStatus
from bot.delivery.tables import DeliveryRow, OccasionRow, RelayRow

PATIENCE = timedelta(minutes=10)  # that a channel has to take what waits for it, before its leads are told alone


class DirectMessages:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def known(self, keys: Collection[str]) -> frozenset[str]:
        """Those of these keys under which something is to be sent, or was."""
        there = select(col(RelayRow.key)).where(col(RelayRow.key).in_(keys))
        async with self._store.reading() as connection:
            return frozenset((await connection.execute(there)).scalars())

    async def one(self, relay_id: int) -> DirectMessage | None:
        """What its delivery says; None once its account is forgotten."""
        async with self._store.reading() as connection:
            row = (await connection.execute(RELAYS.where(col(RelayRow.id) == relay_id))).first()
        return relay_of(row) if row else None

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

    async def replace(self, relay: DirectMessage, posts: Sequence[OutgoingMessage], now: datetime) -> bool:
        """These posts in place of a relay that was not taken; False when another process was quicker."""
        async with self._store.writing() as connection:
            if not await remove(connection, RelayRow, col(RelayRow.id) == relay.id):
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
        is_sqlite = self._store.is_sqlite

        def unless_there(table: Any) -> Any:
            return insert_on_conflict(table, is_sqlite=is_sqlite).on_conflict_do_nothing()

        await post_on(connection, fresh.values(), now, unless_there)


async def mark_sent(connection: AsyncConnection, relay_ids: Collection[int], now: datetime) -> None:
    """Note when these were sent, in the transaction that notes how their deliveries ended."""
    await connection.execute(update(RelayRow).where(col(RelayRow.id).in_(relay_ids)).values(sent_at=now))
