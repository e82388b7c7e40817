"""Deliveries on their way: taken by one sender at a time, and their ends noted by the one who holds them."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, exists, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import col

from bot.store.outbox import OCCASION, occasion_of
from bot.store.outstanding import outstanding
from bot.store.records_outbox import (
    LAST,
    RELAY,
    TAKEN_BACK,
    WAITING,
    Delivery,
    Ending,
    Occasion,
    OccasionState,
    Status,
)
from bot.store.tables import DeliveryRow, EnrolmentRow, OccasionRow, PlatformStateRow, RelayRow
from bot.store.taking_back import take_back

if TYPE_CHECKING:
    from bot.store import Store

OWN = (
    "target", "person_id", "platform", "tenant", "address", "status", "attempts", "first_at", "attempted_at",
    "message",
)  # fmt: skip
ROWS = select(
    col(DeliveryRow.id).label("delivery_id"), *(col(getattr(DeliveryRow, name)) for name in OWN), *OCCASION
).join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))
PAUSED = exists().where(
    col(PlatformStateRow.platform) == col(DeliveryRow.platform),
    col(PlatformStateRow.tenant) == col(DeliveryRow.tenant),
)


class Sending:
    def __init__(self, store: "Store") -> None:
        self._store = store

    async def take(
        self, now: datetime, lease: timedelta, token: str, *, announcements: bool | None = None
    ) -> Delivery | None:
        """The next that is due, held by `token` and stamped as being sent now; None when nothing is due.

        announcements: only those, or none of them.
        """
        query = ROWS.where(col(DeliveryRow.status).in_(WAITING), col(DeliveryRow.next_at) <= now)
        query = query.where(~PAUSED.where(col(PlatformStateRow.throttled_until) > now))
        if announcements is not None:
            query = query.where(
                (col(DeliveryRow.rank) == LAST) if announcements else (col(DeliveryRow.rank) < LAST)
            )
        query = query.order_by(col(DeliveryRow.rank), col(DeliveryRow.next_at), col(DeliveryRow.id))
        held = {"status": Status.SENDING.value, "attempted_at": now, "lease_until": now + lease, "token": token}
        return await self._hold(query, held, token)

    async def take_lost(self, now: datetime, settle: timedelta, lease: timedelta, token: str) -> Delivery | None:
        """One whose sender did not come back: its lease is over, and its message had time to settle."""
        query = ROWS.where(
            col(DeliveryRow.status) == Status.SENDING.value,
            col(DeliveryRow.lease_until) <= now,
            or_(col(DeliveryRow.attempted_at).is_(None), col(DeliveryRow.attempted_at) <= now - settle),
        ).order_by(col(DeliveryRow.lease_until), col(DeliveryRow.id))
        return await self._hold(query, {"lease_until": now + lease, "token": token}, token)

    async def _hold(self, query: Select[Any], held: Mapping[str, Any], token: str) -> Delivery | None:
        query = query.limit(1).with_for_update(skip_locked=True, of=DeliveryRow)
        async with self._store.writing() as connection:
            row = (await connection.execute(query)).first()
            if row is None:
                return None
            this = update(DeliveryRow).where(col(DeliveryRow.id) == row.delivery_id)
            await connection.execute(this.values(**held))
            return _delivery_of(row, held, token)

    async def end(self, one: Delivery, ending: Ending, now: datetime) -> bool:
        """Note what became of it; False when somebody else holds it by now."""
        values: dict[str, Any] = {"status": ending.status.value, "why": ending.why}
        values |= {"message": ending.message} if ending.message else {}
        if ending.status is Status.SENDING:
            values["lease_until"] = ending.next_at
        else:
            values |= {"lease_until": None, "token": None}
            values |= {"next_at": ending.next_at} if ending.next_at else {}
        if ending.counts:
            values["attempts"] = one.attempts + 1
        async with self._store.writing() as connection:
            this = update(DeliveryRow).where(col(DeliveryRow.id) == one.id, col(DeliveryRow.token) == one.token)
            if not (await connection.execute(this.values(**values))).rowcount:
                return False
            if ending.status is Status.SENT and one.occasion.owed.rule == RELAY:
                relay = update(RelayRow).where(col(RelayRow.id) == one.occasion.owed.number)
                await connection.execute(relay.values(sent_at=now))
            if ending.status is Status.SENT and one.is_announcement:
                await take_back(connection, one.occasion.owed.number, now)  # it was taken back on its way
            if ending.pause:
                upsert = (insert_sqlite if self._store.is_sqlite else insert_postgresql)(PlatformStateRow)
                until = now + ending.pause
                row = upsert.values(platform=one.platform, tenant=one.tenant, throttled_until=until)
                await connection.execute(
                    row.on_conflict_do_update(
                        index_elements=["platform", "tenant"], set_={"throttled_until": until}
                    )
                )
        return True

    async def still_owed(self, one: Delivery, kind: str) -> bool:
        """Whether it is worth sending as things stand: not moved, not done, not stopped, not told already."""
        occasion = one.occasion
        if one.takes_back:
            return await self._stands(occasion)
        if one.is_announcement:
            return await self._is_there(one) and await self._stands(occasion)
        if occasion.owed.rule == RELAY:
            return await self._store.desk.relay(occasion.owed.number) is not None
        query = (
            select(func.count())
            .select_from(EnrolmentRow)
            .where(
                col(EnrolmentRow.person_id) == one.person_id,
                outstanding(occasion.owed, kind),
                true() if occasion.owed.rule == TAKEN_BACK else ~_told_since(one),
            )
        )
        async with self._store.transaction() as connection:
            if not (await connection.execute(query)).scalar_one():
                return False
        return await self._stands(occasion)

    async def _is_there(self, one: Delivery) -> bool:
        """Its person has not left the hub since; a channel does not."""
        if one.person_id is None:
            return True
        here = one.occasion.owed.here
        query = select(func.count()).where(
            col(EnrolmentRow.person_id) == one.person_id,
            col(EnrolmentRow.hub_id) == here.hub_id,
            col(EnrolmentRow.cohort_id) == here.cohort_id,
            col(EnrolmentRow.ended_at).is_(None),
        )
        async with self._store.transaction() as connection:
            return bool((await connection.execute(query)).scalar_one())

    async def _stands(self, occasion: Occasion) -> bool:
        query = select(col(OccasionRow.state)).where(col(OccasionRow.id) == occasion.id)
        async with self._store.transaction() as connection:
            return bool((await connection.execute(query)).scalar() == OccasionState.FANNED.value)

    async def tally(self, subject: str | None = None) -> dict[Status, int]:
        query = select(col(DeliveryRow.status), func.count()).join(OccasionRow, on_its_occasion())
        if subject is not None:
            query = query.where(col(OccasionRow.subject) == subject)
        async with self._store.transaction() as connection:
            found = (await connection.execute(query.group_by(col(DeliveryRow.status)))).all()
        return {Status(status): count for status, count in found}


def on_its_occasion() -> Any:
    return col(OccasionRow.id) == col(DeliveryRow.occasion_id)


def _told_since(one: Delivery) -> Any:
    """They were told the same day, about the same thing, since this was due: a correction said it already."""
    owed = one.occasion.owed
    return exists().where(
        on_its_occasion(),
        col(OccasionRow.subject) == owed.subject,
        col(OccasionRow.day) == owed.day,
        col(OccasionRow.id) != one.occasion.id,
        col(DeliveryRow.person_id) == one.person_id,
        col(DeliveryRow.status).in_((Status.SENT.value, Status.UNKNOWN.value)),
        col(DeliveryRow.attempted_at) >= owed.due_at,
    )


def _delivery_of(row: Any, held: Mapping[str, Any], token: str) -> Delivery:
    return Delivery(
        row.delivery_id,
        occasion_of(row),
        row.target,
        row.person_id,
        row.platform,
        row.tenant,
        json.loads(row.address),
        Status(held.get("status", row.status)),
        row.attempts,
        row.first_at,
        held.get("attempted_at", row.attempted_at),
        token,
        row.message,
    )
