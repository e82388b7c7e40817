"""The school holidays of a hub's schools, in which nobody is reminded of anything."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, delete, insert, select
from sqlmodel import col

from bot.core.errors import BotError
from bot.db.audit import note
from bot.db.audit_domain import AuditNote, declare_changes
from bot.db.store import Store
from bot.hubs.tables import HubHolidayRow

declare_changes("holiday.added", "holiday.removed", undoable=True)

MOST = 40  # of one hub; several years' worth


class TooManyHolidays(BotError):
    """Forty holidays are on record already. Remove old ones first: cohort holidays remove, and a date."""


class Holidays:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, hub_id: int) -> Sequence[tuple[date, date]]:
        """The first and last day of each, in order."""
        days = (col(HubHolidayRow.first_day), col(HubHolidayRow.last_day))
        query = select(*days).where(col(HubHolidayRow.hub_id) == hub_id).order_by(days[0])
        async with self._store.reading() as connection:
            return [(row.first_day, row.last_day) for row in (await connection.execute(query)).all()]

    async def add(self, hub_id: int, first: date, last: date, by: int | None, now: datetime) -> None:
        """Whatever of the hub's holidays it touches becomes part of it. Raises TooManyHolidays."""
        async with self._store.writing() as connection:
            mine = col(HubHolidayRow.hub_id) == hub_id
            days = (col(HubHolidayRow.first_day), col(HubHolidayRow.last_day))
            there = (await connection.execute(select(*days).where(mine))).all()
            touching = [one for one in there if one.first_day <= last and first <= one.last_day]
            if len(there) - len(touching) >= MOST:
                raise TooManyHolidays
            first, last = (
                min([first, *(one.first_day for one in touching)]),
                max([last, *(one.last_day for one in touching)]),
            )
            for one in touching:
                await connection.execute(delete(HubHolidayRow).where(mine, days[0] == one.first_day))
            row = {"hub_id": hub_id, "first_day": first, "last_day": last}
            await connection.execute(insert(HubHolidayRow), row)
            was = [[one.first_day.isoformat(), one.last_day.isoformat()] for one in touching]
            await note(connection, now, AuditNote("holiday.added", by, hub_id=hub_id, detail={**row, "was": was}))

    async def remove(self, hub_id: int, day: date, by: int | None, now: datetime) -> Sequence[tuple[date, date]]:
        """The holidays that hold that day; returns what was removed."""
        this = and_(
            col(HubHolidayRow.hub_id) == hub_id,
            col(HubHolidayRow.first_day) <= day,
            col(HubHolidayRow.last_day) >= day,
        )
        query = select(col(HubHolidayRow.first_day), col(HubHolidayRow.last_day)).where(this)
        async with self._store.writing() as connection:
            gone = [(row.first_day, row.last_day) for row in (await connection.execute(query)).all()]
            await connection.execute(delete(HubHolidayRow).where(this))
            for first, last in gone:
                detail = {"first_day": first, "last_day": last}
                await note(connection, now, AuditNote("holiday.removed", by, hub_id=hub_id, detail=detail))
        return gone
