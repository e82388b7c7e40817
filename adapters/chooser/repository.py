"""The chooser's records: the day's budget over all processes, workspaces that were told, names to take out."""

from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import col

from adapters.chooser_tables import ChooserDayRow, ChooserToldRow
from bot.core.activity import Sender
from bot.db.sql import insert_on_conflict
from bot.db.store import Store
from bot.identity.names_on_record import names_on_record
from bot.language.redaction import NamesOnRecord


class ChooserRecords:
    """daily: how many questions may go out in a day."""

    def __init__(self, store: Store, daily: int) -> None:
        self._store = store
        self._daily = daily

    async def spend(self, day: date) -> bool:
        """Count one question of that day; False when the budget is used up, and then nothing is counted."""
        if self._daily <= 0:
            return False
        asked = col(ChooserDayRow.asked)
        one_more = insert_on_conflict(ChooserDayRow, is_sqlite=self._store.is_sqlite).on_conflict_do_update(
            index_elements=[col(ChooserDayRow.day)], set_={"asked": asked + 1}, where=asked < self._daily
        )
        async with self._store.writing(durable=False) as connection:
            counted = await connection.execute(one_more.values(day=day, asked=1).returning(asked))
            return counted.first() is not None

    async def tell(self, sender: Sender, now: datetime) -> bool:
        """Whether the workspace is still to be told; from then on it counts as told."""
        there = select(col(ChooserToldRow.at)).where(
            col(ChooserToldRow.platform) == sender.platform, col(ChooserToldRow.tenant) == sender.tenant
        )
        async with self._store.reading() as connection:
            if (await connection.execute(there)).first() is not None:
                return False
        new = insert_on_conflict(ChooserToldRow, is_sqlite=self._store.is_sqlite).on_conflict_do_nothing()
        row = {"platform": sender.platform, "tenant": sender.tenant, "at": now}
        async with self._store.writing() as connection:
            told = await connection.execute(new.values(**row).returning(col(ChooserToldRow.at)))
            return told.first() is not None

    async def names(self) -> NamesOnRecord:
        """Of everybody on record, and of their schools, also former ones."""
        return await names_on_record(self._store)
