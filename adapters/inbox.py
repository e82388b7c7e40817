"""Platforms' events: each is taken in once, and what was in it is kept until it is answered, across restarts."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from adapters.inbox_tables import WORTH_ANSWERING, PendingEventRow, SeenEventRow, WelcomeRow
from bot.core.activity import Sender
from bot.db.sql import insert_on_conflict
from bot.db.store import Store

ANSWERED = delete(PendingEventRow).where(
    col(PendingEventRow.platform) == bindparam("of"), col(PendingEventRow.key) == bindparam("name")
)
SEEN: Any = inspect(SeenEventRow).local_table
NEW = {  # adds what is not there yet, and tells which that was
    on_sqlite: insert_on_conflict(SEEN, is_sqlite=on_sqlite).on_conflict_do_nothing().returning(SEEN.c.key)
    for on_sqlite in (True, False)
}
PENDING: Any = inspect(PendingEventRow).local_table
KEEP = insert(PENDING)


class Inbox:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def first_time(self, platform: str, key: str, now: datetime) -> bool:
        """Claim an event; False when it was claimed before, by whichever process."""
        return await self._added(SeenEventRow, {"platform": platform, "key": key, "at": now})

    async def take(
        self, platform: str, arrived: Mapping[str, str], answered: Collection[str], now: datetime
    ) -> set[str]:
        """Claim several events for the price of one; those of them that nobody had claimed before.

        arrived: name → what was in it, kept until the name is among the `answered`; "" is not kept.
        """
        names = [{"platform": platform, "key": key, "at": now} for key in arrived]
        fresh = set[str]()
        async with self._store.writing(durable=False) as connection:
            if names:
                fresh = set((await connection.execute(NEW[self._store.is_sqlite], names)).scalars())
            if rows := [
                {**name, "body": arrived[name["key"]]}
                for name in names
                if name["key"] in fresh and arrived[name["key"]]
            ]:
                await connection.execute(KEEP, rows)
            if answered:
                await connection.execute(ANSWERED, [{"of": platform, "name": key} for key in answered])
        return fresh

    async def left(self, platform: str, now: datetime, untouched: timedelta) -> dict[str, str]:
        """What was acknowledged and never answered, the oldest first; not what came within `untouched`."""
        if self._store.is_empty:
            return {}
        between = col(PendingEventRow.at).between(now - WORTH_ANSWERING, now - untouched)
        columns = (col(PendingEventRow.key), col(PendingEventRow.body))
        query = select(*columns).where(col(PendingEventRow.platform) == platform, between)
        async with self._store.transaction() as connection:
            found = (await connection.execute(query.order_by(col(PendingEventRow.at)))).all()
        return {row.key: row.body for row in found}

    async def adopt(self, platform: str, key: str) -> bool:
        """Take over what another run left, for one more try and no further; False when somebody else did."""
        async with self._store.writing() as connection:
            return bool((await connection.execute(ANSWERED, {"of": platform, "name": key})).rowcount)

    async def first_welcome(self, sender: Sender, now: datetime) -> bool:
        """Whether nobody welcomed this account before; remembered for as long as the bot is there."""
        row = {"platform": sender.platform, "tenant": sender.tenant, "user": sender.user, "at": now}
        return await self._added(WelcomeRow, row)

    async def forget(self, platform: str, tenant: str) -> None:
        """The bot was removed from there: nobody in it is known to have been welcomed."""
        there = and_(col(WelcomeRow.platform) == platform, col(WelcomeRow.tenant) == tenant)
        async with self._store.writing() as connection:
            await connection.execute(delete(WelcomeRow).where(there))

    async def _added(self, table: Any, row: dict[str, Any]) -> bool:
        try:
            async with self._store.writing(durable=False) as connection:
                await connection.execute(insert(table), row)
        except IntegrityError:
            return False
        return True
