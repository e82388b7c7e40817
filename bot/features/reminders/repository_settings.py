"""At what time somebody is reminded, and their quiet time: kept, and what waits for them is moved along."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.undoing import ChangedSince
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.store import Store
from bot.delivery.domain import DeliveryStatus, ScheduledNotification
from bot.delivery.fan_out_sql import at_each_zone
from bot.delivery.kinds import FanOut
from bot.delivery.tables import DeliveryRow
from bot.features.reminders.repository import waiting_for
from bot.features.reminders.settings import ReminderSetting
from bot.features.reminders.tables import ReminderSettingRow
from bot.identity.tables import EnrolmentRow

LONDON = ZoneInfo("Europe/London")
MINE = col(ReminderSettingRow.person_id)
COLUMNS = tuple(col(getattr(ReminderSettingRow, name)) for name in ("minutes", "quiet_from", "quiet_until"))


class OwnReminderSettings:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, person_id: int) -> ReminderSetting:
        async with self._store.transaction() as connection:
            return await setting_of(connection, person_id)

    async def set(self, person_id: int, new: ReminderSetting, zone: str, now: datetime) -> None:
        """Written down, so that it can be undone; what waits is moved."""
        async with self._store.writing() as connection:
            was = await setting_of(connection, person_id)
            if was == new:
                return
            await put(connection, person_id, new, zone, now)
            detail = {"was": was.dumped(), "now": new.dumped(), "zone": zone}
            await note(connection, now, AuditNote("reminders.timed", person_id, person_id, detail=detail))

    async def times(self) -> Collection[int]:
        """Every time of day that somebody chose, in minutes after midnight."""
        query = select(col(ReminderSettingRow.minutes)).where(col(ReminderSettingRow.minutes).is_not(None))
        async with self._store.reading() as connection:
            return sorted(set((await connection.execute(query.distinct())).scalars()))


async def setting_of(connection: AsyncConnection, person_id: int) -> ReminderSetting:
    row = (await connection.execute(select(*COLUMNS).where(_mine(person_id)))).first()
    return ReminderSetting(row.minutes, row.quiet_from, row.quiet_until) if row else ReminderSetting()


async def put_instead(
    connection: AsyncConnection,
    person_id: int,
    both: tuple[ReminderSetting, ReminderSetting],
    zone: str,
    now: datetime,
) -> None:
    """both: the one that stands, and the one that becomes. Raises ChangedSince when another one stands."""
    stands, new = both
    if await setting_of(connection, person_id) != stands:
        raise ChangedSince
    await put(connection, person_id, new, zone, now)


async def put(connection: AsyncConnection, person_id: int, new: ReminderSetting, zone: str, now: datetime) -> None:
    was = await setting_of(connection, person_id)
    await connection.execute(delete(ReminderSettingRow).where(_mine(person_id)))
    if new != ReminderSetting():
        values = {name: getattr(new, name) for name in ("minutes", "quiet_from", "quiet_until")}
        await connection.execute(insert(ReminderSettingRow), {"person_id": person_id, **values})
    for row in await waiting_for(connection, person_id):
        at = row.due_at if row.next_at in (row.due_at, was.quiet_until) or was != new else row.next_at
        moved = _moved(max(at, row.next_at) if row.message is not None else at, new, zone)
        if moved != row.next_at and moved > now:
            this = (col(DeliveryRow.id) == row.delivery_id, col(DeliveryRow.status) == DeliveryStatus.READY.value)
            await connection.execute(update(DeliveryRow).where(*this).values(next_at=moved, first_at=moved))


def _moved(at: datetime, setting: ReminderSetting, zone: str) -> datetime:
    """That day at their time; in a quiet time, when it ends."""
    if setting.minutes is not None:
        local = at.astimezone(ZoneInfo(zone))
        at = local.replace(hour=setting.minutes // 60, minute=setting.minutes % 60).astimezone(UTC)
    if setting.quiet_from and setting.quiet_until and setting.quiet_from <= at < setting.quiet_until:
        return setting.quiet_until
    return at


def as_they_chose(owed: ScheduledNotification, fan_out: FanOut, times: Collection[int]) -> Any:
    """When a reminder is due by each person's own clock, at the time of day that they chose, as SQL."""
    usual = at_each_zone(owed, fan_out.at)
    theirs = _of_mine(col(ReminderSettingRow.minutes))
    opens = owed.due_at.astimezone(LONDON)
    cases = []
    for minutes in times:
        by = timedelta(minutes=minutes - opens.hour * 60 - opens.minute)
        at = {zone: moment + by for zone, moment in fan_out.at.items()}
        cases.append((theirs == minutes, at_each_zone(_due_later(owed, by), at)))
    return case(*cases, else_=usual) if cases else usual


def after_quiet(when: Any) -> Any:
    """That moment, or when the quiet time ends in which it lies, as SQL."""
    until = _of_mine(
        col(ReminderSettingRow.quiet_until),
        col(ReminderSettingRow.quiet_from) <= when,
        col(ReminderSettingRow.quiet_until) > when,
    )
    return case((until.is_not(None), until), else_=when)


def _mine(person_id: int) -> ColumnElement[bool]:
    return col(ReminderSettingRow.person_id) == person_id


def _of_mine(column: Any, *where: Any) -> Any:
    query = select(column).where(col(EnrolmentRow.person_id) == MINE, *where)
    return query.correlate(EnrolmentRow).scalar_subquery()


def _due_later(owed: ScheduledNotification, by: timedelta) -> ScheduledNotification:
    return replace(owed, due_at=owed.due_at + by)
