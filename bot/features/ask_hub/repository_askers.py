"""Which hub an account asks: its person's own, or else the one that it named."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.core.activity import Sender
from bot.core.identity import Hub, Person
from bot.db.sql import insert_on_conflict
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store
from bot.features.ask_hub.tables import AskerHubRow
from bot.identity.addresses import names_account
from bot.identity.queries import HUB, hub_of
from bot.identity.repository import at_account
from bot.identity.tables import HubRow

NAMED: Any = cached_statement(  # the hub that an account named
    select(*HUB).join(AskerHubRow, col(AskerHubRow.hub_id) == col(HubRow.id)).where(names_account(AskerHubRow))
)


class AskerHubs:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def hub_of(self, sender: Sender, person: Person | None) -> Hub | None:
        """The hub that this account asks: its person's own, led or enrolled at; or else the one it named."""
        if self._store.is_empty:
            return None
        if person is not None and (own := [p.hub for p in person.enrolments] or [*person.leads]):
            return own[0]
        async with self._store.reading() as connection:
            row = (await connection.execute(NAMED, at_account(sender))).first()
        return hub_of(row) if row else None

    async def remember_hub(self, sender: Sender, hub_id: int, now: datetime) -> None:
        account = {"platform": sender.platform, "tenant": sender.tenant, "user": sender.user}
        new = {"hub_id": hub_id, "at": now}
        put = insert_on_conflict(AskerHubRow, is_sqlite=self._store.is_sqlite).values({**account, **new})
        async with self._store.writing() as connection:
            await connection.execute(put.on_conflict_do_update(index_elements=[*account], set_=new))
