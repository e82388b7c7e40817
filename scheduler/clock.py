"""The clock: every 20 seconds it plans and fans out, every 2 it sends. The only import of apscheduler."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.core.clock import system
from bot.db.outage import is_outage
from bot.delivery.domain import CLOCK
from bot.delivery.leases import Leases
from bot.delivery.outbox import Also, Outbox
from bot.delivery.recurring import come_round
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from scheduler.health import HealthMonitor

PLANS_EVERY, SENDS_EVERY = 20, 2  # seconds
LONGEST = 300  # seconds; what hangs would stop all that follow
TO_FINISH = 15  # seconds that what is in hand has when the process stops; the rest is looked up afterwards
Work = Callable[[], Awaitable[bool]]
"""Does something; whether it is to be done again at once."""
log = structlog.get_logger(__name__)


async def plan(context: DeliveryContext, health: HealthMonitor, also: Also | None = None) -> bool:
    """What is owed, written down; and the proof that the clock runs."""
    await plan_and_fan_out(context.store, context.rules, context.clock(), also, kinds=context.kinds)
    now = context.clock()
    await Outbox(context.store).beat(CLOCK, now)
    health.note(now, (await Outbox(context.store).waiting(now)).since, await Leases(context.store).tally())
    return False


async def do_recurring_jobs(context: DeliveryContext) -> bool:
    """What the features declare as `@recurring`; apart from the plan, which it must not hold up."""
    await come_round(context.jobs, context.store, context.clock(), context.rules.hours)
    return False


async def send_from_here(context: DeliveryContext) -> bool:
    """A stretch of what is due, sent by this process; whether there may be more."""
    return await local_engine.drain(context) > 0 and not context.stopping.is_set()


async def tick(context: DeliveryContext, health: HealthMonitor) -> int:
    """All of it once; returns how many deliveries were handled."""
    await plan(context, health)
    await do_recurring_jobs(context)
    handled = 0
    while more := await local_engine.drain(context):
        handled += more
    return handled


@asynccontextmanager
async def ticking(
    context: DeliveryContext, health: HealthMonitor, send: Work, also: Also | None = None
) -> AsyncIterator[None]:
    """The clock runs while the block does, from now on. What fails is logged, and tried again the next time.

    send: the engine's part. also: what it does in the transaction that writes deliveries.
    """

    async def sends() -> bool:
        more = await send()
        health.sent_at = context.clock()
        return more

    jobs = RecurringJobs(context)
    jobs.every(PLANS_EVERY, "plan", lambda: plan(context, health, also))
    jobs.every(PLANS_EVERY, "recurring jobs", lambda: do_recurring_jobs(context))
    jobs.every(SENDS_EVERY, "send", sends)
    jobs.scheduler.start()
    in_step = asyncio.ensure_future(_kept_in_step(jobs.scheduler))
    try:
        yield
    finally:
        in_step.cancel()
        await jobs.stop()


class RecurringJobs:
    """Work that begins every so many seconds, unless what began before is still under way."""

    def __init__(self, context: DeliveryContext) -> None:
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self._context = context
        self._under_way = dict[str, asyncio.Task[None]]()

    def every(self, seconds: int, name: str, work: Work) -> None:
        async def once() -> None:
            self._begin(name, work)

        soon = IntervalTrigger(seconds=seconds)
        self.scheduler.add_job(once, soon, coalesce=True, max_instances=1, misfire_grace_time=None)
        self._begin(name, work)

    def _begin(self, name: str, work: Work) -> None:
        """As a task of its own: it outlives the clock, so that what is in hand is finished."""
        if name not in self._under_way or self._under_way[name].done():
            self._under_way[name] = asyncio.ensure_future(_guarded(self._context, name, work))

    async def stop(self) -> None:
        """Begins nothing more, and waits for what is under way, for TO_FINISH seconds at the most."""
        self.scheduler.shutdown(wait=False)
        self._context.stopping.set()
        _, late = await asyncio.wait(self._under_way.values(), timeout=TO_FINISH)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def _kept_in_step(clock: AsyncIOScheduler) -> None:
    """Let all come round at once when the machine's clock was put back: apscheduler would wait for the old time.

    A machine that was started with its clock an hour ahead would else send nothing for an hour.
    """
    while True:
        await asyncio.sleep(SENDS_EVERY)
        now = system()
        for job in clock.get_jobs():
            if job.next_run_time - now > job.trigger.interval:
                job.modify(next_run_time=now)


async def _guarded(context: DeliveryContext, name: str, work: Work) -> None:
    """What fails is tried again when the clock comes round; an outage of the database is logged once."""
    try:
        more = True
        while more:
            async with asyncio.timeout(LONGEST):
                more = await work()
    except Exception as error:
        if is_outage(error):
            context.store.outage.seen(error)
        else:
            log.exception("the clock's work failed", work=name, reference=secrets.token_hex(4))
