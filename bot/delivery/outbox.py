"""What is owed: reading occasions, writing what a plan changes, and turning each into its deliveries."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.db.sql import insert_on_conflict
from bot.db.store import Store
from bot.delivery.domain import (
    CLOCK,
    STANDS_STILL,
    Changes,
    DeliveryStatus,
    NotificationEvent,
    NotificationState,
    ScheduledNotification,
    Waiting,
)
from bot.delivery.fan_out_sql import INTO, joined_since
from bot.delivery.kinds import FanOut, NotificationKind
from bot.delivery.tables import DeliveryRow, HeartbeatRow, OccasionRow
from bot.identity.tables import EnrolmentRow, HubRow, PersonRow

Also = Callable[[AsyncConnection, datetime], Awaitable[None]]
"""What an engine does in the transaction that writes deliveries."""
OWED = ("rule", "subject", "revision", "hub_id", "cohort_id", "day", "due_at", "expires_at")
OCCASION = tuple(col(getattr(OccasionRow, name)) for name in ("id", *OWED, "state"))
SLICE = 1_500  # people, by their ids; while they are written, some 15 ms, nobody's turn goes on


class Outbox:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def places(self) -> Sequence[tuple[int, int, str]]:
        """Every hub and cohort with somebody enrolled: hub id, cohort id, the hub's zone."""
        query = (
            select(col(EnrolmentRow.hub_id), col(EnrolmentRow.cohort_id), col(HubRow.zone))
            .join(HubRow, col(HubRow.id) == col(EnrolmentRow.hub_id))
            .where(col(EnrolmentRow.ended_at).is_(None))
            .distinct()
            .order_by(col(EnrolmentRow.hub_id), col(EnrolmentRow.cohort_id))
        )
        async with self._store.transaction() as connection:
            return [(r.hub_id, r.cohort_id, r.zone) for r in (await connection.execute(query)).all()]

    async def zone_of(self, hub_id: int) -> str:
        query = select(col(HubRow.zone)).where(col(HubRow.id) == hub_id)
        async with self._store.reading() as connection:
            return str((await connection.execute(query)).scalar_one())

    async def occasions(self, hub_id: int, cohort_id: int) -> Sequence[NotificationEvent]:
        """What was ever planned for a hub's cohort, in whatever state, the oldest first."""
        query = select(*OCCASION).where(col(OccasionRow.hub_id) == hub_id, col(OccasionRow.cohort_id) == cohort_id)
        async with self._store.reading() as connection:
            found = (await connection.execute(query.order_by(col(OccasionRow.id)))).all()
        return [occasion_of(row) for row in found]

    async def write(self, changed: Changes) -> None:
        """All of a plan's changes or none; what is replaced takes along its messages that are not sent yet."""
        if changed == Changes():
            return
        async with self._store.writing() as connection:
            for ids, state in (
                (changed.superseded, NotificationState.SUPERSEDED),
                (changed.cancelled, NotificationState.CANCELLED),
            ):
                if ids:
                    mark = update(OccasionRow).where(col(OccasionRow.id).in_(ids)).values(state=state.value)
                    await connection.execute(mark)
                    drop = update(DeliveryRow).where(
                        col(DeliveryRow.occasion_id).in_(ids),
                        col(DeliveryRow.status) == DeliveryStatus.READY.value,
                    )
                    await connection.execute(
                        drop.values(status=DeliveryStatus.CANCELLED.value, why="the date changed")
                    )
            for number, owed in changed.retimed.items():
                open_ = and_(col(OccasionRow.id) == number, col(OccasionRow.state) == NotificationState.OPEN.value)
                times = {"due_at": owed.due_at, "expires_at": owed.expires_at}
                await connection.execute(update(OccasionRow).where(open_).values(**times))
            for owed in changed.added:
                values = {name: getattr(owed, name) for name in OWED} | {"state": NotificationState.OPEN.value}
                await connection.execute(self._insert(OccasionRow).values(values).on_conflict_do_nothing())

    async def due(self, until: datetime) -> Sequence[NotificationEvent]:
        """Open occasions to fan out, in the order in which they are due."""
        query = select(*OCCASION).where(
            col(OccasionRow.state) == NotificationState.OPEN.value, col(OccasionRow.due_at) <= until
        )
        order = query.order_by(col(OccasionRow.due_at), col(OccasionRow.id))
        async with self._store.reading() as connection:
            return [occasion_of(row) for row in (await connection.execute(order)).all()]

    async def zones(self) -> Sequence[str]:
        """The time zones that people chose, each once; whoever chose none has their hub's."""
        query = select(col(PersonRow.zone)).where(col(PersonRow.zone).is_not(None)).distinct()
        async with self._store.transaction() as connection:
            return [zone for zone in (await connection.execute(query)).scalars() if zone]

    async def fan_out(self, kind: NotificationKind, fan_out: FanOut, also: Also | None = None) -> int:
        """Write its deliveries, one a target; returns how many. Again does no harm.

        also: what is done in each transaction that writes deliveries.
        """
        one, now = fan_out.event, fan_out.now
        if one.owed.due_at > now and not kind.policy.written_ahead:
            return 0
        rows, made = await kind.rows(fan_out), 0
        for last, some in await self._slices(rows.people):
            async with self._store.writing() as connection:
                this = select(col(OccasionRow.state)).where(col(OccasionRow.id) == one.id).with_for_update()
                if (await connection.execute(this)).scalar() != NotificationState.OPEN.value:
                    return made  # it moved, or another process was here first
                stays_open = last and await _finds(connection, rows.keeps_open)
                for those in (*some, *(rows.others if last else ())):
                    put = self._insert(DeliveryRow).from_select(list(INTO), those, include_defaults=False)
                    made += (await connection.execute(put.on_conflict_do_nothing())).rowcount
                if also is not None:
                    await also(connection, now)
                if last and not stays_open:
                    await _enqueued(connection, one)
        return made

    async def admit_late_joiners(self, now: datetime) -> int:
        """Deliveries that are written ahead reach who joins before they are due, too; returns how many."""
        async with self._store.writing() as connection:
            return int((await connection.execute(joined_since(now))).rowcount)

    async def _slices(self, people: Any | None) -> Sequence[tuple[bool, tuple[Any, ...]]]:
        """A few thousand people at a time, so that nobody's turn waits long; whether it is the last, and they."""
        if people is None:
            return [(True, ())]
        async with self._store.transaction() as connection:
            most = (await connection.execute(select(func.max(col(PersonRow.id))))).scalar() or 0
        who = col(EnrolmentRow.person_id)
        starts = range(0, most + 1, SLICE)
        return [(at == starts[-1], (people.where(who >= at, who < at + SLICE),)) for at in starts]

    async def beat(self, name: str, now: datetime, *, probing: bool = False) -> None:
        """Write down that a part was at work. probing: also while the database is known to be away."""
        row = self._insert(HeartbeatRow).values(name=name, at=now)
        async with self._store.writing(durable=False, probing=probing) as connection:
            await connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"at": now}))

    async def sends(self, now: datetime) -> bool:
        """Whether a clock runs that sends what is due."""
        query = select(col(HeartbeatRow.at)).where(col(HeartbeatRow.name) == CLOCK)
        async with self._store.reading() as connection:
            last = (await connection.execute(query)).scalar()
        return last is not None and now - last <= STANDS_STILL

    async def waiting(self, now: datetime) -> Waiting:
        query = select(func.count().label("n"), func.min(col(DeliveryRow.next_at)).label("since")).where(
            col(DeliveryRow.status) == DeliveryStatus.READY.value, col(DeliveryRow.next_at) <= now
        )
        async with self._store.transaction() as connection:
            row = (await connection.execute(query)).one()
        return Waiting(row.n, row.since)

    def _insert(self, table: Any) -> Any:
        return insert_on_conflict(table, is_sqlite=self._store.is_sqlite)


async def _enqueued(connection: Any, one: NotificationEvent) -> None:
    """Mark it: all its deliveries are written."""
    mark = update(OccasionRow).where(
        col(OccasionRow.id) == one.id, col(OccasionRow.state) == NotificationState.OPEN.value
    )
    await connection.execute(mark.values(state=NotificationState.ENQUEUED.value))


async def _finds(connection: Any, query: Any | None) -> bool:
    return query is not None and (await connection.execute(query.limit(1))).first() is not None


def occasion_of(row: Any) -> NotificationEvent:
    given = row._mapping
    return NotificationEvent(
        given["id"],
        ScheduledNotification(**{name: given[name] for name in OWED}),
        NotificationState(given["state"]),
    )
