"""Deliveries on their way: claimed by one sender at a time, and their ends noted by the one who holds them."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy import Select, and_, func, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.db.sql import insert_on_conflict
from bot.db.store import Store
from bot.delivery.domain import Delivery, DeliveryStatus, FailedClaim, FinishedDelivery, LeaseRequest, Priority
from bot.delivery.kinds import NotificationKinds
from bot.delivery.leases_sql import DUE, EXPIRED, LEASED, NOT_BEGUN, NOTED, SENDS
from bot.delivery.outbox import occasion_of
from bot.delivery.recheck import recheck_before_send
from bot.delivery.registry import registered
from bot.delivery.tables import DeliveryRow, OccasionRow, PlatformStateRow

log = structlog.get_logger(__name__)
NO_ADDRESS = "how they are reached cannot be read from the record"


class Leases:
    """kinds: asked whether a delivery is still owed, and what to note once it was sent. None: those declared."""

    def __init__(self, store: Store, kinds: NotificationKinds | None = None) -> None:
        self._store, self._given = store, kinds

    async def claim(
        self, now: datetime, request: LeaseRequest, ended: Sequence[FinishedDelivery] = ()
    ) -> list[Delivery]:
        """The next that are due, stamped as being sent now, the most pressing first.

        ended: what became of others; noted in the same transaction.
        """
        async with self._store.writing() as connection:
            await self._note(connection, ended, now)
            rows = list[Any]()
            for rank in Priority:
                room = min(request.most - len(rows), request.most_bulk if rank is Priority.BULK else request.most)
                if room > 0:
                    given = {"now": now, "of_rank": rank.value, "most": room}
                    rows += await self._locked(connection, _due(request), given)
            return await self._lease(connection, rows, request, now)

    async def reclaim_expired(self, now: datetime, settle: timedelta, request: LeaseRequest) -> list[Delivery]:
        """Those whose sender did not come back: the lease is over, and the message had time to settle."""
        given = {"now": now, "settled": now - settle, "most": request.most}
        async with self._store.writing() as connection:
            rows = await self._locked(connection, EXPIRED, given)
            return await self._lease(connection, rows, request, None)

    async def _locked(self, connection: AsyncConnection, query: Select[Any], given: dict[str, Any]) -> list[Any]:
        return list((await connection.execute(query, given)).all())

    async def _lease(
        self, connection: AsyncConnection, rows: Sequence[Any], request: LeaseRequest, sent_at: datetime | None
    ) -> list[Delivery]:
        """Write down who has them. sent_at: when they are sent; None for those that are only looked up."""
        if not rows:
            return []
        held = {"these": [row.delivery_id for row in rows], "until": request.until, "held_by": request.token}
        if sent_at is None:
            await connection.execute(LEASED, held)
        else:
            await connection.execute(SENDS, held | {"now": sent_at})
        claimed = list[Delivery]()
        for row in rows:
            try:
                claimed.append(_delivery_of(row, request, sent_at))
            except ValueError:
                log.error("a delivery's address cannot be read", delivery=row.delivery_id)
                failed = update(DeliveryRow).where(col(DeliveryRow.id) == row.delivery_id)
                await connection.execute(
                    failed.values(status=DeliveryStatus.FAILED.value, token=None, why=NO_ADDRESS)
                )
        return claimed

    async def put_back(self, claims: Sequence[FailedClaim], now: datetime) -> None:
        """Claims of which nobody heard whether they were stored: nothing of them was begun, so all are due."""
        if claims:
            given = [{"held_by": one.token, "begun_at": one.at, "now": now} for one in claims]
            async with self._store.writing() as connection:
                await connection.execute(NOT_BEGUN, given)

    async def end(self, ended: Sequence[FinishedDelivery], now: datetime) -> None:
        """Note what became of them; what somebody else holds by now stays as it is.

        What another process could only call unknown is corrected: whoever tried it knows better.
        """
        if ended:
            async with self._store.writing() as connection:
                await self._note(connection, ended, now)

    async def _note(self, connection: AsyncConnection, ended: Sequence[FinishedDelivery], now: datetime) -> None:
        if not ended:
            return
        await connection.execute(NOTED, [_values_of(one) for one in ended])
        sent = sorted((e.one for e in ended if e.ending.status is DeliveryStatus.SENT), key=_rule)
        for rule, ones in groupby(sent, _rule):
            await self._kinds.of(rule).after_sent(connection, [*ones], now)
        pauses = {(e.one.platform, e.one.tenant): e.ending.pause for e in ended if e.ending.pause}
        for (platform, tenant), pause in sorted(pauses.items()):
            upsert = insert_on_conflict(PlatformStateRow, is_sqlite=self._store.is_sqlite)
            row = upsert.values(platform=platform, tenant=tenant, throttled_until=now + pause)
            until = {"throttled_until": now + pause}
            await connection.execute(row.on_conflict_do_update(index_elements=["platform", "tenant"], set_=until))

    async def recheck_before_send(self, batch: Sequence[Delivery], today: date) -> frozenset[int]:
        """The ids of those that are worth sending as things stand. Raises UnknownRule."""
        async with self._store.reading() as reading:
            return await recheck_before_send(reading, batch, self._kinds, today)

    @property
    def _kinds(self) -> NotificationKinds:
        return self._given or registered()

    async def tally(self, subject: str | None = None) -> dict[DeliveryStatus, int]:
        """How many deliveries stand where: of everything, or of what that subject is about."""
        query = select(col(DeliveryRow.status), func.count()).group_by(col(DeliveryRow.status))
        if subject is not None:
            query = query.join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id)).where(
                col(OccasionRow.subject) == subject
            )
        async with self._store.transaction() as connection:
            return {DeliveryStatus(status): count for status, count in (await connection.execute(query)).all()}


def _rule(one: Delivery) -> str:
    return one.rule


def _due(request: LeaseRequest) -> Select[Any]:
    """Not to the tenants that have enough under way."""
    full = [
        not_(and_(col(DeliveryRow.platform) == platform, col(DeliveryRow.tenant) == tenant))
        for platform, tenant in sorted(request.full)
    ]
    return DUE.where(*full) if full else DUE


def _values_of(ended: FinishedDelivery) -> dict[str, Any]:
    one, ending = ended.one, ended.ending
    under_way = ending.status is DeliveryStatus.SENDING
    return {
        "this": one.id,
        "held_by": one.token,
        "begun_at": one.attempted_at,
        "to_status": ending.status.value,
        "to_why": ending.why,
        "to_message": ending.message,
        "to_attempts": one.attempts + ending.counts,
        "to_lease_until": ending.next_at if under_way else None,
        "to_token": one.token if under_way else None,
        "to_next_at": one.next_at if under_way else ending.next_at or one.next_at,
    }


def _delivery_of(row: Any, request: LeaseRequest, sent_at: datetime | None) -> Delivery:
    """Raises ValueError for an address that is no JSON."""
    return Delivery(
        row.delivery_id,
        occasion_of(row),
        row.target,
        row.person_id,
        row.platform,
        row.tenant,
        json.loads(row.address),
        DeliveryStatus.SENDING,
        row.attempts,
        sent_at if sent_at is not None and row.attempted_at is None else row.first_at,
        sent_at or row.attempted_at,
        request.token,
        row.next_at,
        row.zone,
        row.hub_zone,
        row.message,
    )
