"""What each lead was last told in the morning, and that they were told, in one transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.db.sql import insert_on_conflict
from bot.db.store import Store
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.direct_sql import post_on
from bot.features.today.tables import LeadMorningRow

THE_LEAD = ("person_id", "hub_id")
COLUMNS = tuple(col(getattr(LeadMorningRow, name)) for name in (*THE_LEAD, "day", "shown", "off"))


class LeadMornings:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, hub_ids: Sequence[int]) -> dict[tuple[int, int], Any]:
        """(person, hub) → the last morning, what was shown, whether it is off."""
        query = select(*COLUMNS).where(col(LeadMorningRow.hub_id).in_(hub_ids))
        async with self._store.reading() as connection:
            return {(row.person_id, row.hub_id): row for row in (await connection.execute(query)).all()}

    async def looked(
        self, lead: tuple[int, int], day: date, shown: str | None, posts: Sequence[OutgoingMessage], now: datetime
    ) -> bool:
        """Note that it was looked on this day, and leave what is to be sent; False if another process was quicker.

        shown: the state that they are told of now; None where they are told nothing.
        """
        row = {"person_id": lead[0], "hub_id": lead[1], "day": day, "shown": shown or "", "off": False}
        new = {"day": day} if shown is None else {"day": day, "shown": shown}
        put = insert_on_conflict(LeadMorningRow, is_sqlite=self._store.is_sqlite).values(row)
        once = put.on_conflict_do_update(index_elements=THE_LEAD, set_=new, where=col(LeadMorningRow.day) < day)
        async with self._store.writing() as connection:
            if not (await connection.execute(once)).rowcount:
                return False
            await post_on(connection, posts, now)
        return True

    async def switch(self, person_id: int, hub_ids: Sequence[int], day: date, *, on: bool) -> None:
        """Whether a lead wants it, for these hubs."""
        async with self._store.writing() as connection:
            for hub_id in hub_ids:
                row = {"person_id": person_id, "hub_id": hub_id, "day": day, "shown": "", "off": not on}
                put = insert_on_conflict(LeadMorningRow, is_sqlite=self._store.is_sqlite).values(row)
                await connection.execute(put.on_conflict_do_update(index_elements=THE_LEAD, set_={"off": not on}))
