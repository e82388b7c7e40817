"""Which leads want no weekly digest."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlmodel import col

from bot.db.store import Store
from bot.features.ask_hub.tables import NoDigestRow


class DigestChoices:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def set(self, person_id: int, now: datetime, *, on: bool) -> None:
        """Whether a lead gets the weekly digest."""
        async with self._store.writing() as connection:
            await connection.execute(delete(NoDigestRow).where(col(NoDigestRow.person_id) == person_id))
            if not on:
                await connection.execute(insert(NoDigestRow), {"person_id": person_id, "at": now})

    async def refused(self) -> frozenset[int]:
        """The people who do not want it."""
        async with self._store.transaction() as connection:
            return frozenset((await connection.execute(select(col(NoDigestRow.person_id)))).scalars())
