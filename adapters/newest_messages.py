"""Which message shows the newest step of a walk; the one before it is changed, so that nobody presses it."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, inspect, select
from sqlmodel import col

from adapters.newest_tables import NewestMessageRow
from bot.core.activity import Sender
from bot.db.sql import insert_on_conflict
from bot.db.store import Store

NEWEST: Any = inspect(NewestMessageRow).local_table
KEY = ("platform", "tenant", "user", "name")
BEFORE = select(NEWEST.c.message).where(and_(*(NEWEST.c[part] == bindparam(f"of_{part}") for part in KEY)))


class NewestMessages:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def shown(self, sender: Sender, name: str, message: str, now: datetime) -> str:
        """Note that `message` shows the newest step of `name`; the id of another message that did, or nothing."""
        key = {"platform": sender.platform, "tenant": sender.tenant, "user": sender.user, "name": name}
        new = insert_on_conflict(NewestMessageRow, is_sqlite=self._store.is_sqlite)
        put = new.on_conflict_do_update(
            index_elements=[col(getattr(NewestMessageRow, part)) for part in KEY],
            set_={"message": message, "at": now},
        )
        async with self._store.writing(durable=False) as connection:
            found = await connection.execute(BEFORE, {f"of_{part}": value for part, value in key.items()})
            before = str(found.scalar() or "")
            await connection.execute(put, {**key, "message": message, "at": now})
        return before if before != message else ""
