"""The clock: a tick every 20 seconds plans, fans out and sends. The only import of apscheduler."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from prometheus_client import Gauge

from scheduler import local
from scheduler.deliver import Desk
from scheduler.fanout import plan_and_fan_out
from scheduler.rules import Rules

EVERY = 20  # seconds
LONGEST = 300  # seconds; a tick that hangs would stop all that follow
HEARTBEAT = "tick"
log = structlog.get_logger()


BEAT = Gauge("mastery_scheduler_heartbeat_seconds", "When the last tick ended, in seconds since 1970")
OLDEST = Gauge("mastery_oldest_waiting_delivery_seconds", "How long the oldest due delivery has waited")
TOO_LONG = timedelta(minutes=10)


@dataclass
class Pulse:
    """What the last tick left: when it ended, and since when the oldest delivery waits."""

    at: datetime | None = None
    waiting_since: datetime | None = None

    def well(self, now: datetime) -> str:
        """Empty while ticks end in time, or none is needed yet; else what is wrong in words."""
        if self.at is not None and now - self.at > TOO_LONG:
            return f"no tick has ended since {self.at:%H:%M} UTC"
        return ""

    def note(self, now: datetime, since: datetime | None) -> None:
        self.at, self.waiting_since = now, since
        BEAT.set(now.timestamp())
        OLDEST.set((now - since).total_seconds() if since else 0)


async def tick(desk: Desk, rules: Rules, pulse: Pulse) -> int:
    """One tick; returns how many deliveries were handled."""
    await plan_and_fan_out(desk.store, rules, desk.clock())
    handled = await local.drain(desk)
    now = desk.clock()
    await desk.store.outbox.beat(HEARTBEAT, now)
    pulse.note(now, (await desk.store.outbox.waiting(now)).since)
    return handled


@asynccontextmanager
async def ticking(desk: Desk, rules: Rules, pulse: Pulse) -> AsyncIterator[None]:
    """Ticks while the block runs; one that fails is logged, and the next one tries again."""

    async def once() -> None:
        try:
            async with asyncio.timeout(LONGEST):
                await tick(desk, rules, pulse)
        except Exception:
            log.exception("tick failed")

    clock = AsyncIOScheduler(timezone="UTC")
    clock.add_job(once, IntervalTrigger(seconds=EVERY), coalesce=True, max_instances=1, misfire_grace_time=None)
    clock.start()
    try:
        yield
    finally:
        clock.shutdown(wait=False)
