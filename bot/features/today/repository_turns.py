"""Whether a hub was told that its year is over, and who can be reached of its specialists."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.core.identity import Account
from bot.db.store import Store
from bot.delivery.tables import HeartbeatRow
from bot.identity.repository import ACCOUNT, account_of
from bot.identity.tables import AccountRow


class YearTurns:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def told(self, mark: str) -> bool:
        query = select(col(HeartbeatRow.at)).where(col(HeartbeatRow.name) == mark)
        async with self._store.reading() as connection:
            return (await connection.execute(query)).scalar() is not None

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
