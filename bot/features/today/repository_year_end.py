"""Whether a hub was told that its year is over, and who can be reached of its specialists."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.core.identity import Account
from bot.db.sql import insert_on_conflict
from bot.db.store import Store
from bot.features.today.tables import YearEndToldRow
from bot.identity.repository import ACCOUNT, account_of
from bot.identity.tables import AccountRow


class YearEnds:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def was_told(self, hub_id: int, cohort_id: int) -> bool:
        this = (col(YearEndToldRow.hub_id) == hub_id, col(YearEndToldRow.cohort_id) == cohort_id)
        async with self._store.reading() as connection:
            return (await connection.execute(select(col(YearEndToldRow.at)).where(*this))).scalar() is not None

    async def told(self, hub_id: int, cohort_id: int, now: datetime) -> None:
        """Twice does no harm."""
        put = insert_on_conflict(YearEndToldRow, is_sqlite=self._store.is_sqlite).on_conflict_do_nothing()
        async with self._store.writing() as connection:
            await connection.execute(put.values(hub_id=hub_id, cohort_id=cohort_id, at=now))

    async def accounts(self, person_ids: Collection[int]) -> list[tuple[int, Account]]:
        """Of each person the accounts that can be reached, with the person's id."""
        query: Any = (
            select(col(AccountRow.person_id), *ACCOUNT)
            .where(col(AccountRow.person_id).in_(person_ids))
            .order_by(col(AccountRow.id))
        )
        async with self._store.reading() as connection:
            found = [(row.person_id, account_of(row)) for row in (await connection.execute(query)).all()]
        return [(person, account) for person, account in found if account.address]
