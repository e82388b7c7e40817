"""What is past its time, wherever it lies: deleted once a day by whichever process comes to it first."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlmodel import col

from bot.store.records_outbox import RELAY
from bot.store.tables import HeartbeatRow, OccasionRow

if TYPE_CHECKING:
    from bot.store import Store

OUTBOX_IS_KEPT = timedelta(days=365)  # after the last moment at which it was worth sending
EVERY = timedelta(days=1)
NAME = "purge"


class Upkeep:
    def __init__(self, store: "Store") -> None:
        self._store = store

    async def once_a_day(self, now: datetime) -> int:
        """Delete what is past its time, unless that was done within a day; returns how many rows went.

        Done twice at once it does no harm, so nobody claims it; it is noted when it is done.
        """
        last = select(col(HeartbeatRow.at)).where(col(HeartbeatRow.name) == NAME)
        async with self._store.reading() as connection:
            done = (await connection.execute(last)).scalar()
        if done is not None and now - done < EVERY:
            return 0
        gone = await self.purge(now)
        await self._store.outbox.beat(NAME, now)
        return gone

    async def purge(self, now: datetime) -> int:
        store = self._store
        gone = await store.walks.purge(now) + await store.events.purge(now) + await store.desk.purge(now)
        if store.untouched:
            return gone
        old = delete(OccasionRow).where(
            col(OccasionRow.rule) != RELAY, col(OccasionRow.expires_at) <= now - OUTBOX_IS_KEPT
        )
        async with store.writing() as connection:
            return gone + (await connection.execute(old)).rowcount
