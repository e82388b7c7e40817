"""Who wants which reminder: stopped, put off or on again; what is put off is moved with it, and never lost."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.undoing import ChangedSince
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.base import Utc
from bot.db.store import Store
from bot.delivery.domain import DeliveryStatus, NotificationState
from bot.delivery.outbox import OCCASION, occasion_of
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.delivery.told import ARRIVED
from bot.delivery.upcoming import Choices, PutOff
from bot.features.reminders.domain import ON, STOPPED, SentReminder
from bot.features.reminders.registry import topic_of
from bot.features.reminders.tables import ReminderChoiceRow

LATELY = timedelta(days=21)  # how long a reminder that was sent is “this one” to whoever asks for it later
WAITS = (DeliveryStatus.READY.value,)
ROWS: Any = select(
    col(DeliveryRow.id).label("delivery_id"), col(DeliveryRow.status), col(DeliveryRow.message),
    col(DeliveryRow.next_at), col(DeliveryRow.attempted_at), *OCCASION,
).join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))  # fmt: skip


class Reminders:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def choices(self, person_id: int, now: datetime) -> Choices:
        """What is stopped or put off as things stand; a time that has passed is left out."""
        lasting = or_(col(ReminderChoiceRow.until).is_(None), col(ReminderChoiceRow.until) > literal(now, Utc))
        query = select(col(ReminderChoiceRow.kind), col(ReminderChoiceRow.until))
        async with self._store.transaction() as connection:
            found = await connection.execute(query.where(col(ReminderChoiceRow.person_id) == person_id, lasting))
            return {row.kind: row.until for row in found.all()}

    async def stop(self, person_id: int, names: Collection[str], now: datetime) -> None:
        """For good. What waits is not sent: it is looked at again before it goes."""
        async with self._noted(person_id, names, dict.fromkeys(names, STOPPED), now) as connection:
            await _choose(connection, person_id, names, None)

    async def snooze(
        self, person_id: int, names: Collection[str], until: datetime, now: datetime, again: Collection[int] = ()
    ) -> None:
        """Until that moment: what waits is moved to it, and the deliveries in `again` are sent once more then."""
        left = dict.fromkeys(names, until.isoformat())
        async with self._noted(person_id, names, left, now, again) as connection:
            await snoozed(connection, person_id, names, until, again)

    async def start(self, person_id: int, names: Collection[str], now: datetime) -> None:
        """On again: what was put off comes as soon as it is due, and what was to come once more does not."""
        async with self._noted(person_id, names, dict.fromkeys(names, ON), now) as connection:
            await started(connection, person_id, names, now)

    @asynccontextmanager
    async def _noted(
        self,
        person_id: int,
        names: Collection[str],
        left: Mapping[str, str],
        now: datetime,
        again: Collection[int] = (),
    ) -> AsyncIterator[AsyncConnection]:
        """A transaction that also writes down how these stood before; nothing when they stay so."""
        async with self._store.writing() as connection:
            found = await states(connection, person_id, names, now)
            yield connection
            if found != left:
                detail = {"found": found, "left": dict(left), "again": list(again)}
                await note(connection, now, AuditNote("reminders.changed", person_id, person_id, detail=detail))

    async def told(self, person_id: int, now: datetime) -> tuple[SentReminder, ...]:
        """The reminders that somebody was sent lately, the newest first."""
        query = ROWS.where(
            col(DeliveryRow.person_id) == person_id,
            col(DeliveryRow.status).in_(ARRIVED),
            col(DeliveryRow.attempted_at) > literal(now - LATELY, Utc),
        )
        order = query.order_by(col(DeliveryRow.attempted_at).desc(), col(DeliveryRow.id).desc())
        async with self._store.transaction() as connection:
            found = (await connection.execute(order)).all()
        return tuple(
            SentReminder(row.delivery_id, occasion_of(row).owed, row.attempted_at)
            for row in found
            if topic_of(row.rule)
        )

    async def put_off(self, person_id: int) -> tuple[PutOff, ...]:
        """What waits for somebody by name, the soonest first."""
        async with self._store.transaction() as connection:
            found = await _waiting(connection, person_id, None)
        waiting = (PutOff(row.delivery_id, occasion_of(row).owed, row.next_at) for row in found)
        return tuple(sorted(waiting, key=lambda one: one.at))


async def states(
    connection: AsyncConnection, person_id: int, names: Collection[str], now: datetime
) -> dict[str, str]:
    """How each of these stands: on, stopped, or put off until a moment."""
    query = select(col(ReminderChoiceRow.kind), col(ReminderChoiceRow.until))
    mine = (col(ReminderChoiceRow.person_id) == person_id, col(ReminderChoiceRow.kind).in_(names))
    there = {row.kind: row.until for row in (await connection.execute(query.where(*mine))).all()}
    return {name: _state(there, name, now) for name in sorted(names)}


def _state(there: Choices, name: str, now: datetime) -> str:
    if name not in there:
        return ON
    until = there[name]
    if until is None:
        return STOPPED
    return until.isoformat() if until > now else ON


async def snoozed(
    connection: AsyncConnection, person_id: int, names: Collection[str], until: datetime, again: Collection[int]
) -> None:
    await _choose(connection, person_id, names, until)
    moved = {"next_at": until, "first_at": until}
    for row in await _waiting(connection, person_id, names):
        if row.next_at < until:
            await connection.execute(_still(row.delivery_id, WAITS).values(**moved))
    for number in again:
        told = func.coalesce(col(DeliveryRow.message), "it may have arrived")
        once_more = {**moved, "status": DeliveryStatus.READY.value, "attempts": 0, "message": told}
        mine = col(DeliveryRow.person_id) == person_id
        await connection.execute(_still(number, ARRIVED).where(mine).values(**once_more))


async def started(connection: AsyncConnection, person_id: int, names: Collection[str], now: datetime) -> None:
    await _forget(connection, person_id, names)
    for row in await _waiting(connection, person_id, names):
        at = max(now, row.due_at)
        if row.message is not None:
            await connection.execute(_still(row.delivery_id, WAITS).values(status=DeliveryStatus.SENT.value))
        elif row.next_at > at:
            await connection.execute(_still(row.delivery_id, WAITS).values(next_at=at, first_at=at))


async def put_as(
    connection: AsyncConnection,
    person_id: int,
    stand: Mapping[str, str],
    become: Mapping[str, str],
    now: datetime,
    again: Collection[int] = (),
) -> None:
    """From these states to those. Raises ChangedSince when one of them stands otherwise."""
    found = await states(connection, person_id, stand, now)
    if any(found[name] != _still_as(state, now) for name, state in stand.items()):
        raise ChangedSince
    await started(connection, person_id, become, now)
    stopped = [name for name, state in become.items() if state == STOPPED]
    await _choose(connection, person_id, stopped, None)
    for name, state in become.items():
        if state not in (ON, STOPPED) and _still_as(state, now) != ON:
            await snoozed(connection, person_id, [name], datetime.fromisoformat(state), again)
            again = ()


def _still_as(state: str, now: datetime) -> str:
    """What was put off until a time that has passed meanwhile is on."""
    return state if state in (ON, STOPPED) or datetime.fromisoformat(state) > now else ON


async def _choose(
    connection: AsyncConnection, person_id: int, names: Collection[str], until: datetime | None
) -> None:
    await _forget(connection, person_id, names)
    rows = [{"person_id": person_id, "kind": name, "until": until} for name in sorted(names)]
    if rows:
        await connection.execute(insert(ReminderChoiceRow), rows)


async def _forget(connection: AsyncConnection, person_id: int, names: Collection[str]) -> None:
    mine = col(ReminderChoiceRow.person_id) == person_id
    await connection.execute(delete(ReminderChoiceRow).where(mine, col(ReminderChoiceRow.kind).in_(names)))


async def waiting_for(connection: AsyncConnection, person_id: int) -> list[Any]:
    """Every reminder that waits for somebody."""
    return await _waiting(connection, person_id, None)


async def _waiting(connection: AsyncConnection, person_id: int, names: Collection[str] | None) -> list[Any]:
    """The reminders that wait for somebody: of these kinds or about these subjects, or all."""
    query = ROWS.where(
        col(DeliveryRow.person_id) == person_id,
        col(DeliveryRow.status) == DeliveryStatus.READY.value,
        col(OccasionRow.state) == NotificationState.ENQUEUED.value,
    )
    found = (await connection.execute(query)).all()
    return [
        row
        for row in found
        if (topic := topic_of(row.rule)) and (names is None or topic in names or row.subject in names)
    ]


def _still(delivery_id: int, states: Collection[str]) -> Any:
    this = col(DeliveryRow.id) == delivery_id
    return update(DeliveryRow).where(this, col(DeliveryRow.status).in_(states))
