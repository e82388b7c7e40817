"""What a lead reads of days: who logged them, and every day of a hub with the place that it counts for."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot.db.store import Store
from bot.features.lead_days.domain import ClaimedDay
from bot.features.release_days.queries import COUNTS, IN_ORDER, SHOWN, day_of
from bot.features.release_days.tables import ReleaseDayRow
from bot.identity.tables import EnrolmentRow, PersonRow


class LeadDays:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def names(self, person_ids: Collection[int]) -> dict[int, str]:
        """Person id → name."""
        if not person_ids:
            return {}
        query = select(col(PersonRow.id), col(PersonRow.name)).where(col(PersonRow.id).in_(person_ids))
        async with self._store.reading() as connection:
            return {row.id: row.name for row in (await connection.execute(query)).all()}

    async def claimed(self, hub_id: int, cohort_id: int, first: date, last: date) -> tuple[ClaimedDay, ...]:
        """Every day that counts for this hub, by date and name: one query for days and places, whoever has left.

        A day counts for the place that somebody had on that date; before the first one, for the first.
        """
        places = (
            select(col(EnrolmentRow.person_id))
            .where(col(EnrolmentRow.hub_id) == hub_id, col(EnrolmentRow.cohort_id) == cohort_id)
            .scalar_subquery()
        )
        query = (
            select(
                *SHOWN,
                col(PersonRow.id).label("person_id"),
                col(PersonRow.name),
                col(PersonRow.email),
                col(EnrolmentRow.id).label("place_id"),
                col(EnrolmentRow.hub_id),
                col(EnrolmentRow.school),
                col(EnrolmentRow.started_at),
            )
            .join(PersonRow, col(PersonRow.id) == col(ReleaseDayRow.person_id))
            .join(EnrolmentRow, col(EnrolmentRow.person_id) == col(ReleaseDayRow.person_id))
            .where(COUNTS, col(ReleaseDayRow.cohort_id) == cohort_id, col(EnrolmentRow.cohort_id) == cohort_id)
            .where(col(ReleaseDayRow.day) >= first, col(ReleaseDayRow.day) <= last)
            .where(col(ReleaseDayRow.person_id).in_(places))
            .order_by(*IN_ORDER, col(EnrolmentRow.id))
        )
        async with self._store.reading() as connection:
            rows = (await connection.execute(query)).all()
        counted: dict[int, ClaimedDay] = {}
        for row in rows:  # the newest place that had begun by then overwrites the ones before it
            if row.id not in counted or row.started_at.date() <= row.day:
                counted[row.id] = ClaimedDay(
                    row.person_id, row.name, row.email, row.school, row.hub_id, day_of(row)
                )
        here = (one for one in counted.values() if one.hub_id == hub_id)
        return tuple(sorted(here, key=lambda one: (one.day.day, one.name.casefold(), one.day.id)))
