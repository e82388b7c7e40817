"""The engine in this process: several messages under way at once, the most pressing first, room kept for those."""

import asyncio
import secrets
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import structlog
from filelock import FileLock, Timeout
from sqlalchemy.exc import SQLAlchemyError

from bot.core.errors import SettingsError
from bot.db.outage import is_outage
from bot.delivery.domain import (
    Delivery,
    DeliveryOutcome,
    DeliveryStatus,
    FailedClaim,
    FinishedDelivery,
    LeaseRequest,
)
from bot.delivery.leases import Leases
from bot.delivery.shared_reads import SharedReads
from scheduler.delivery_context import DeliveryContext
from scheduler.state_machine import IN_TIME, LEASE, deliver, filter_sendable, look

MOST = 1000  # deliveries at a stretch
STRETCH = timedelta(seconds=60)
GLANCE = timedelta(seconds=1)  # what became due is seen that soon, also while all that is under way is slow
MOMENT = 0.01  # seconds
PAUSES = (0.2, 1.0, 5.0)  # seconds
T = TypeVar("T")
Act = Callable[[DeliveryContext, Delivery], Coroutine[Any, Any, DeliveryOutcome | None]]
log = structlog.get_logger(__name__)


@contextmanager
def alone(database: str) -> Iterator[None]:
    """No other process sends from this file while the block runs. Raises SettingsError."""
    lock = FileLock(f"{Path(database).resolve()}.sending.lock", mode=0o600)  # by whatever name it is reached
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise SettingsError(
            f"another process sends from {database} already; stop it, or use PostgreSQL."
        ) from None
    try:
        yield
    finally:
        lock.release()


async def drain(context: DeliveryContext, most: int = MOST) -> int:
    """Send what is due until nothing is, or `most` were handled, or a minute is over; how many were handled."""
    await note_left_over(context)
    return await _Stretch(context, most).run()


async def note_left_over(context: DeliveryContext) -> None:
    """Note what could not be noted while the database was away. Raises what it raises if it still is.

    What cannot be noted for another reason is logged and left to be looked up.
    """
    left, leases, now = context.not_noted, Leases(context.store, context.kinds), context.clock()
    claims, ended = left.claims, left.ended
    left.claims, left.ended = [], []
    try:
        await leases.end(ended, now)
        ended = []
        await leases.put_back(claims, now)
    except Exception as error:
        if is_outage(error):
            left.claims += claims
            left.ended += ended
            raise
        log.exception("left to be looked up", deliveries=len(ended), reference=secrets.token_hex(4))


class _Stretch:
    """What became of those that came back is noted with the claim of the next: one wait for the disk for both."""

    def __init__(self, context: DeliveryContext, most: int) -> None:
        self._context, self._most = context, most
        self._leases, self._reads = Leases(context.store, context.kinds), SharedReads(context.store)
        self._until = context.clock() + STRETCH
        self._look_at = self._others_at = context.clock()
        self._under_way: dict[asyncio.Task[DeliveryOutcome | None], Delivery] = {}
        self._ended: list[FinishedDelivery] = []
        self._handled = 0

    async def run(self) -> int:
        try:
            while True:
                claimed = await self._turn_over()
                if self._under_way:
                    await self._wait()
                elif not claimed and not self._ended:
                    return self._handled
        except Exception:
            await self._wait(asyncio.ALL_COMPLETED, IN_TIME)  # the records are away; what was begun ends well
            raise
        finally:
            await self._finish()

    async def _finish(self) -> None:
        """What is still in hand has a moment to end and be noted; the rest is looked up later."""
        await self._wait(asyncio.ALL_COMPLETED)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        try:
            await self._patiently(lambda: self._leases.end(self._ended, self._context.clock()))
        except Exception:
            self._context.not_noted.ended += self._ended
            raise

    async def _turn_over(self) -> int:
        """Note what came back, and begin with what there is room for; how many were claimed."""
        ended, now = self._ended, self._context.clock()
        request = self._request()
        if self._is_over(now) or request is None:
            await self._patiently(lambda: self._leases.end(ended, now))
            self._ended = []
            return 0
        claimed = await self._patiently(lambda: self._claim(request, ended))
        self._ended = _put_back(claimed, now)  # unless it can be told what is worth sending
        sendable, self._ended = await filter_sendable(self._context, claimed)
        self._begin(partial(deliver, reads=self._reads), sendable)
        expired = await self._expired(now)
        self._begin(look, expired)
        self._handled += len(claimed) + len(expired)
        return len(claimed) + len(expired)

    async def _claim(self, request: LeaseRequest, ended: list[FinishedDelivery]) -> list[Delivery]:
        """Each time under a name and a moment of its own: a claim that failed may have been stored."""
        request, now = replace(request, token=uuid.uuid4().hex), self._context.clock()
        try:
            return await self._leases.claim(now, request, ended)
        except Exception:
            self._context.not_noted.claims.append(FailedClaim(request.token, now))
            raise

    async def _expired(self, now: datetime) -> list[Delivery]:
        if now < self._look_at:
            return []
        most = self._context.in_flight
        expired = await self._leases.reclaim_expired(now, self._context.settle, _request(self._context, most, 0))
        self._look_at = now if len(expired) == most else now + GLANCE
        return expired

    def _begin(
        self,
        what: Callable[[DeliveryContext, Delivery], Coroutine[Any, Any, DeliveryOutcome | None]],
        ones: list[Delivery],
    ) -> None:
        for one in ones:
            self._under_way[asyncio.ensure_future(what(self._context, one))] = one

    def _is_over(self, now: datetime) -> bool:
        return self._context.stopping.is_set() or self._handled >= self._most or now > self._until

    def _request(self) -> LeaseRequest | None:
        """None when there is no room. A quarter is kept free of bulk messages, and of any one tenant: so much is
        never claimed at one go.

        To look past a tenant's rows takes long when they are many, so that is done once a second.
        """
        context, now = self._context, self._context.clock()
        free, kept = context.in_flight - len(self._under_way), context.in_flight // 4
        tenants = Counter((one.platform, one.tenant) for one in self._under_way.values())
        full = frozenset(name for name, count in tenants.items() if count >= context.in_flight - kept)
        if free <= 0 or (full and now < self._others_at):
            return None
        if full:
            self._others_at = now + GLANCE
        return replace(_request(context, min(free, context.in_flight - kept), free - kept), full=full)

    async def _patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        """What has been sent must be noted: a database that is away for a moment is asked again."""
        for pause in PAUSES:
            try:
                return await work()
            except Exception as error:
                if is_outage(error):
                    self._context.store.outage.seen(error)
                elif not isinstance(error, SQLAlchemyError):
                    raise
                else:
                    log.exception("the records do not answer", reference=secrets.token_hex(4))
                await asyncio.sleep(pause)
        return await work()

    async def _wait(self, until: str = asyncio.FIRST_COMPLETED, longest: timedelta | None = None) -> None:
        """For some to come back, or a moment after the first: they are noted together, while the others go on."""
        if not self._under_way:
            return
        patience = (longest or GLANCE).total_seconds()
        done, others = await asyncio.wait(self._under_way, timeout=patience, return_when=until)
        while others and 0 < len(done) < self._context.in_flight // 4:
            more, others = await asyncio.wait(others, timeout=MOMENT, return_when=asyncio.FIRST_COMPLETED)
            done |= more
            if not more:
                break
        for task in done:
            one = self._under_way.pop(task)
            try:
                ending = task.result()
            except Exception:
                log.exception("left to be looked up", delivery=one.id, reference=secrets.token_hex(4))
            else:
                self._ended += [FinishedDelivery(one, ending)] if ending else []


def _put_back(claimed: Iterable[Delivery], now: datetime) -> list[FinishedDelivery]:
    """Of these nothing was begun; left as they are they would look as if they may have arrived."""
    return [FinishedDelivery(one, DeliveryOutcome(DeliveryStatus.READY, now, counts=False)) for one in claimed]


def _request(context: DeliveryContext, most: int, most_bulk: int) -> LeaseRequest:
    return LeaseRequest(uuid.uuid4().hex, context.clock() + LEASE, most, most_bulk)
