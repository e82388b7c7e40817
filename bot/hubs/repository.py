"""Hubs, cohorts, who leads where, and how many are enrolled. What changes them is in `people`."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from bot.core.errors import BotError
from bot.core.identity import Cohort, Hub
from bot.db.store import Store
from bot.hubs.school_years import current_of
from bot.identity.queries import COHORT, HUB, cohort_of, hub_of
from bot.identity.tables import CohortRow, EnrolmentRow, HubRow

HUBS = select(*HUB).order_by(col(HubRow.name))
COHORTS = select(*COHORT).order_by(col(CohortRow.starts).desc())


class NoSuchHub(BotError):
    """I don't know that hub, or that cohort. Check the name; an administrator can add a new one."""


class Cohorts:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def hubs(self) -> tuple[Hub, ...]:
        async with self._store.reading() as connection:
            return tuple(map(hub_of, (await connection.execute(HUBS)).all()))

    async def all(self) -> tuple[Cohort, ...]:
        """The newest first."""
        async with self._store.reading() as connection:
            return tuple(map(cohort_of, (await connection.execute(COHORTS)).all()))

    async def current(self, today: date) -> Cohort | None:
        """The cohort whose year it is; before its first day too, when no other's runs."""
        return current_of(await self.all(), today)

    async def sizes(self, hub_id: int) -> dict[int, int]:
        """Cohort id → how many are enrolled at the hub now."""
        query: Any = (
            select(col(EnrolmentRow.cohort_id).label("cohort"), func.count().label("size"))
            .where(col(EnrolmentRow.hub_id) == hub_id, col(EnrolmentRow.ended_at).is_(None))
            .group_by(col(EnrolmentRow.cohort_id))
        )
        async with self._store.transaction() as connection:
            return {row.cohort: row.size for row in (await connection.execute(query)).all()}
