"""What is past its time, wherever it lies: deleted once a day by whichever process comes to it first."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import col

from adapters.inbox_repository import InboxRepository
from bot.db.store import Store
from bot.delivery.domain import RELAY
from bot.delivery.outbox import Outbox
from bot.delivery.tables import HeartbeatRow, OccasionRow
from bot.features.ask_hub.repository_channels import HubInboxRepository
from bot.features.eligibility.repository import DialogSessions

OUTBOX_IS_KEPT = timedelta(days=365)  # after the last moment at which it was worth sending
EVERY = timedelta(days=1)
NAME = "purge"


class Retention:
    def __init__(self, store: Store) -> None:
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
        await Outbox(self._store).beat(NAME, now)
        return gone

    async def purge(self, now: datetime) -> int:
        store = self._store
        gone = (
            await DialogSessions(store).purge(now)
            + await InboxRepository(store).purge(now)
            + await HubInboxRepository(store).purge(now)
        )
        if store.untouched:
            return gone
        old = delete(OccasionRow).where(
            col(OccasionRow.rule) != RELAY, col(OccasionRow.expires_at) <= now - OUTBOX_IS_KEPT
        )
        async with store.writing() as connection:
            return gone + (await connection.execute(old)).rowcount
