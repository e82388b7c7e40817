"""The records behind adapters/inbox.py: events that were claimed, those not answered yet, and who was welcomed."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, func, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from adapters.inbox_tables import KEPT_UNANSWERED, PendingEventRow, SeenEventRow, WelcomeRow
from bot.core.activity import Sender
from bot.db.sql import insert_on_conflict
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store

DELETE_PENDING = cached_statement(
    delete(PendingEventRow).where(
        col(PendingEventRow.platform) == bindparam("of"), col(PendingEventRow.key) == bindparam("name")
    )
)
SEEN: Any = inspect(SeenEventRow).local_table
INSERT_NEW = {  # is SQLite → inserts the keys that are not there yet, and returns those
    on_sqlite: cached_statement(
        insert_on_conflict(SEEN, is_sqlite=on_sqlite).on_conflict_do_nothing().returning(SEEN.c.key)
    )
    for on_sqlite in (True, False)
}
PENDING: Any = inspect(PendingEventRow).local_table
INSERT_PENDING = cached_statement(insert(PENDING))


class UnansweredEvent(NamedTuple):
    """Acknowledged and not answered. tries: how often it was taken up again; at: when it came in."""

    key: str
    body: str
    tries: int
    at: datetime


class InboxRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def claim(
        self, platform: str, bodies: Mapping[str, str], answered: Collection[str], now: datetime
    ) -> set[str]:
        """Claim events in one write; returns the keys that no process had claimed before.

        bodies: key → what answering the event takes, kept until the key is `answered`; an empty body is not kept.
        answered: keys whose bodies are deleted in the same write.
        """
        names = [{"platform": platform, "key": key, "at": now} for key in bodies]
        new = set[str]()
        async with self._store.writing(durable=False) as connection:
            if names:
                new = set((await connection.execute(INSERT_NEW[self._store.is_sqlite], _alone(names))).scalars())
            rows = [{**name, "body": bodies[name["key"]]} for name in names if name["key"] in new]
            if rows := [row for row in rows if row["body"]]:
                await connection.execute(INSERT_PENDING, _alone(rows))
            if answered:
                gone = [{"of": platform, "name": key} for key in answered]
                await connection.execute(DELETE_PENDING, _alone(gone))
        return new

    async def forget(self, platform: str, key: str) -> None:
        here = and_(col(SeenEventRow.platform) == platform, col(SeenEventRow.key) == key)
        async with self._store.writing(durable=False) as connection:
            await connection.execute(delete(SeenEventRow).where(here))

    async def unanswered(self, platform: str, now: datetime, older_than: timedelta) -> list[UnansweredEvent]:
        """What was claimed or last taken up longer ago than that and not answered since, the oldest first."""
        if self._store.is_empty:
            return []
        of_platform, since = col(PendingEventRow.platform) == platform, now - KEPT_UNANSWERED
        last = func.coalesce(col(PendingEventRow.taken_at), col(PendingEventRow.at))
        columns = tuple(col(getattr(PendingEventRow, name)) for name in ("key", "body", "tries", "at"))
        query = select(*columns).where(of_platform, col(PendingEventRow.at) >= since, last <= now - older_than)
        async with self._store.transaction() as connection:
            found = (await connection.execute(query.order_by(col(PendingEventRow.at)))).all()
        return [UnansweredEvent(row.key, row.body, row.tries, row.at) for row in found]

    async def adopt(self, platform: str, event: UnansweredEvent, now: datetime) -> bool:
        """Take an event up, and count the try; False when another process did. It stays until answered."""
        this = update(PendingEventRow).where(
            col(PendingEventRow.platform) == platform,
            col(PendingEventRow.key) == event.key,
            col(PendingEventRow.tries) == event.tries,
        )
        async with self._store.writing() as connection:
            changed = await connection.execute(this.values(tries=event.tries + 1, taken_at=now))
        return bool(changed.rowcount)

    async def renew(self, platform: str, keys: Collection[str], now: datetime) -> None:
        """This process still has these in hand, so no other takes them up."""
        these = update(PendingEventRow).where(
            col(PendingEventRow.platform) == platform, col(PendingEventRow.key).in_(keys)
        )
        async with self._store.writing(durable=False) as connection:
            await connection.execute(these.values(taken_at=now))

    async def first_welcome(self, sender: Sender, now: datetime) -> bool:
        """Whether this account was not welcomed before; remembered until the bot is removed from its tenant."""
        row = {"platform": sender.platform, "tenant": sender.tenant, "user": sender.user, "at": now}
        try:
            async with self._store.writing(durable=False) as connection:
                await connection.execute(insert(WelcomeRow), row)
        except IntegrityError:
            return False
        return True

    async def forget_welcomes(self, platform: str, tenant: str) -> None:
        """Of a tenant that the bot was removed from: everybody there is welcomed again if it comes back."""
        there = and_(col(WelcomeRow.platform) == platform, col(WelcomeRow.tenant) == tenant)
        async with self._store.writing() as connection:
            await connection.execute(delete(WelcomeRow).where(there))


def _alone(rows: list[dict[str, Any]]) -> Any:
    """One row by itself, for that is quicker; most events come in one at a time."""
    return rows if len(rows) > 1 else rows[0]
