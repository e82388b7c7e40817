"""Which of the platforms' events were taken in already, also before a restart."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.store.tables import SeenEventRow

if TYPE_CHECKING:
    from bot.store import Store

REMEMBERED = timedelta(days=2)  # platforms deliver again within minutes, or an hour at most


class Events:
    def __init__(self, store: "Store") -> None:
        self._store = store

    async def first_time(self, platform: str, key: str, now: datetime) -> bool:
        """Claim an event; False when it was claimed before, by whichever process."""
        try:
            async with self._store.writing(durable=False) as connection:
                await connection.execute(insert(SeenEventRow), {"platform": platform, "key": key, "at": now})
        except IntegrityError:
            return False
        return True

    async def first_times(self, platform: str, keys: Sequence[str], now: datetime) -> set[str]:
        """Claim several for the price of one; those of them that nobody had claimed before."""
        fresh = list(dict.fromkeys(keys))
        rows = [{"platform": platform, "key": key, "at": now} for key in fresh]
        try:
            async with self._store.writing(durable=False) as connection:
                await connection.execute(insert(SeenEventRow), rows)
        except IntegrityError:  # seldom: one of them is known, and they are looked at one by one
            return {key for key in fresh if await self.first_time(platform, key, now)}
        return set(fresh)

    async def purge(self, now: datetime) -> int:
        """Forget what no platform delivers again; returns how many went."""
        if self._store.untouched:
            return 0
        async with self._store.transaction() as connection:
            old = delete(SeenEventRow).where(col(SeenEventRow.at) <= now - REMEMBERED)
            return (await connection.execute(old)).rowcount
