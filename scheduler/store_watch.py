"""Whether the database can be written to: it is asked every two seconds, and nobody else has to find out."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import structlog
from prometheus_client import Gauge
from sqlalchemy import make_url

from bot.core.clock import Clock
from bot.db.outage import StoreAway
from bot.db.store import THROW_AWAY, Store
from bot.delivery.outbox import Outbox

EVERY, LONGEST = 2.0, 2.0  # seconds between two looks, and that one may take
LATE = 6.0  # seconds without a good look after which the database counts as away
FULL_FOR = 30.0  # seconds after something found no room; the probe writes over itself, and needs none
PROBE = "probe"  # the name of its heartbeat
UP = Gauge("mastery_store_up", "1 while the database can be written to, as last seen")
log = structlog.get_logger(__name__)
Sleep = Callable[[float], Awaitable[None]]


class StoreWatch:
    """`run` looks until it is cancelled. seconds: a clock that only runs forward; clock: for the heartbeat.

    longest: seconds that one look may take.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        seconds: Callable[[], float],
        sleep: Sleep = asyncio.sleep,
        longest: float = LONGEST,
    ) -> None:
        self._store, self._clock, self._seconds, self._sleep = store, clock, seconds, sleep
        self._longest = longest
        self._look: asyncio.Task[None] | None = None
        self._well_at = seconds()
        self._full_at: float | None = None
        self._file = _file_of(store)
        UP.set(1)

    def problem(self) -> str:
        """Empty while the database can be written to; else since when it cannot, in words."""
        if self._is_full():
            return "the database's disk is full"
        since = self._seconds() - self._well_at
        return f"the database cannot be written to, for {since:.0f} seconds" if since > LATE else ""

    async def run(self) -> None:
        try:
            while True:
                await self.look()
                await self._sleep(EVERY)
        finally:
            if self._look is not None:
                self._look.cancel()
                with suppress(Exception, asyncio.CancelledError):
                    await self._look

    async def look(self) -> None:
        """One look. What hangs is left to end by itself, for to cancel it may hang as well."""
        if self._look is None:
            self._look = asyncio.create_task(self._write())
        done, _ = await asyncio.wait({self._look}, timeout=self._longest)
        if not done:
            self._is_away(StoreAway(f"no answer within {self._longest:g} seconds"))
            return
        error, self._look = self._look.exception(), None
        if error is not None:
            self._is_away(error)
            return
        if _file_of(self._store) != self._file:
            self._is_away(StoreAway("its file was removed or replaced while in use; start again"))
            self._store.outage.away = True  # what is written there is gone with the next start
            return
        self._well_at = self._seconds()
        if self._is_full():
            UP.set(0)
            return
        UP.set(1)
        self._store.outage.over()

    def _is_full(self) -> bool:
        if self._store.outage.full:
            self._store.outage.full, self._full_at = False, self._seconds()
        return self._full_at is not None and self._seconds() - self._full_at <= FULL_FOR

    async def _write(self) -> None:
        await Outbox(self._store).beat(PROBE, self._clock(), probing=True)

    def _is_away(self, error: BaseException) -> None:
        """On a server nothing waits for it from now on. A file that somebody locks can still be read meanwhile."""
        UP.set(0)
        self._store.outage.seen(error)
        self._store.outage.away = not self._store.is_sqlite


def _file_of(store: Store) -> tuple[int, int] | None:
    """Which file lies where the records of a file lie; None for a server, in memory, and where there is none."""
    if not store.is_sqlite or store.url in THROW_AWAY:
        return None
    try:
        found = Path(make_url(store.url).database or "").stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
