"""The engine in this process: several messages under way at once, the most pressing first, room kept for those."""

import asyncio
import secrets
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from filelock import FileLock, Timeout
from sqlalchemy.exc import SQLAlchemyError

from bot.core.errors import SettingsError
from bot.delivery.domain import Delivery, DeliveryOutcome, DeliveryStatus, FinishedDelivery, LeaseRequest
from bot.delivery.leases import Leases
from scheduler.state_machine import LEASE, DeliveryContext, deliver, look, weighed

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
    lock = FileLock(f"{database}.sending.lock")
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


async def drain(desk: DeliveryContext, most: int = MOST) -> int:
    """Send what is due until nothing is, or `most` were handled, or a minute is over; how many were handled."""
    return await _Stretch(desk, most).run()


class _Stretch:
    """What became of those that came back is noted with the taking of the next: one wait for the disk for both."""

    def __init__(self, desk: DeliveryContext, most: int) -> None:
        self._desk, self._most = desk, most
        self._until = desk.clock() + STRETCH
        self._look_at = self._others_at = desk.clock()
        self._under_way: dict[asyncio.Task[DeliveryOutcome | None], Delivery] = {}
        self._ended: list[FinishedDelivery] = []
        self._handled = 0

    async def run(self) -> int:
        try:
            while True:
                taken = await self._turn_over()
                if self._under_way:
                    await self._wait()
                elif not taken and not self._ended:
                    return self._handled
        finally:
            await self._finish()

    async def _finish(self) -> None:
        """What is still in hand has a moment to end and be noted; the rest is looked up later."""
        if self._under_way:
            await self._wait(asyncio.ALL_COMPLETED)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._patiently(lambda: Leases(self._desk.store).end(self._ended, self._desk.clock()))

    async def _turn_over(self) -> int:
        """Note what came back, and begin with what there is room for; how many were taken."""
        ended, now = self._ended, self._desk.clock()
        hold = self._hold()
        if self._is_over(now) or hold is None:
            await self._patiently(lambda: Leases(self._desk.store).end(ended, now))
            self._ended = []
            return 0
        taken = await self._patiently(lambda: Leases(self._desk.store).take(now, hold, ended))
        self._ended = _put_back(taken, now)  # unless it can be told what is worth sending
        worth, self._ended = await weighed(self._desk, taken)
        self._begin(deliver, worth)
        lost = await self._lost(now)
        self._begin(look, lost)
        self._handled += len(taken) + len(lost)
        return len(taken) + len(lost)

    async def _lost(self, now: datetime) -> list[Delivery]:
        if now < self._look_at:
            return []
        most = self._desk.in_flight
        lost = await Leases(self._desk.store).take_lost(now, self._desk.settle, _hold(self._desk, most, 0))
        self._look_at = now if len(lost) == most else now + GLANCE
        return lost

    def _begin(
        self,
        what: Callable[[DeliveryContext, Delivery], Coroutine[Any, Any, DeliveryOutcome | None]],
        ones: list[Delivery],
    ) -> None:
        for one in ones:
            self._under_way[asyncio.ensure_future(what(self._desk, one))] = one

    def _is_over(self, now: datetime) -> bool:
        return self._desk.stopping.is_set() or self._handled >= self._most or now > self._until

    def _hold(self) -> LeaseRequest | None:
        """None when there is no room. A quarter is kept free of announcements, and of any one tenant: so much is
        never taken at one go.

        To look past a tenant's rows takes long when they are many, so that is done once a second.
        """
        desk, now = self._desk, self._desk.clock()
        free, kept = desk.in_flight - len(self._under_way), desk.in_flight // 4
        tenants = Counter((one.platform, one.tenant) for one in self._under_way.values())
        full = frozenset(name for name, count in tenants.items() if count >= desk.in_flight - kept)
        if free <= 0 or (full and now < self._others_at):
            return None
        if full:
            self._others_at = now + GLANCE
        return replace(_hold(desk, min(free, desk.in_flight - kept), free - kept), full=full)

    async def _patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        """What has been sent must be noted: a database that is away for a moment is asked again."""
        for pause in PAUSES:
            try:
                return await work()
            except SQLAlchemyError:
                log.exception("the records do not answer", reference=secrets.token_hex(4))
                await asyncio.sleep(pause)
        return await work()

    async def _wait(self, until: str = asyncio.FIRST_COMPLETED) -> None:
        """For some to come back, or a moment after the first: they are noted together, while the others go on."""
        done, others = await asyncio.wait(self._under_way, timeout=GLANCE.total_seconds(), return_when=until)
        while others and 0 < len(done) < self._desk.in_flight // 4:
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


def _put_back(taken: Iterable[Delivery], now: datetime) -> list[FinishedDelivery]:
    """Of these nothing was begun; left as they are they would look as if they may have arrived."""
    return [FinishedDelivery(one, DeliveryOutcome(DeliveryStatus.READY, now, counts=False)) for one in taken]


def _hold(desk: DeliveryContext, most: int, of_the_last: int) -> LeaseRequest:
    return LeaseRequest(uuid.uuid4().hex, desk.clock() + LEASE, most, of_the_last)
