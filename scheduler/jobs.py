"""The clock: a tick every 20 seconds plans, fans out and sends. The only import of apscheduler."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scheduler import local
from scheduler.deliver import Desk
from scheduler.fanout import plan_and_fan_out
from scheduler.rules import Rules

EVERY = 20  # seconds
LONGEST = 300  # seconds; a tick that hangs would stop all that follow
HEARTBEAT = "tick"
log = structlog.get_logger()


async def tick(desk: Desk, rules: Rules) -> int:
    """One tick; returns how many deliveries were handled."""
    await plan_and_fan_out(desk.store, rules, desk.clock())
    handled = await local.drain(desk)
    await desk.store.outbox.beat(HEARTBEAT, desk.clock())
    return handled


@asynccontextmanager
async def ticking(desk: Desk, rules: Rules) -> AsyncIterator[None]:
    """Ticks while the block runs; one that fails is logged, and the next one tries again."""

    async def once() -> None:
        try:
            async with asyncio.timeout(LONGEST):
                await tick(desk, rules)
        except Exception:
            log.exception("tick failed")

    clock = AsyncIOScheduler(timezone="UTC")
    clock.add_job(once, IntervalTrigger(seconds=EVERY), coalesce=True, max_instances=1, misfire_grace_time=None)
    clock.start()
    try:
        yield
    finally:
        clock.shutdown(wait=False)
