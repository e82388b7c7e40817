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
from bot.delivery.outbox import Outbox
from bot.features.ask_hub.jobs import rounds
from bot.features.hub_history.co_leads import tell_co_leads
from bot.features.today.mornings import mornings
from bot.features.today.year_turns import turns
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import Also, plan_and_fan_out
from scheduler.health import HealthMonitor

PLANS_EVERY, SENDS_EVERY = 20, 2  # seconds
LONGEST = 300  # seconds; what hangs would stop all that follow
TO_FINISH = 15  # seconds that what is in hand has when the process stops; the rest is looked up afterwards
Work = Callable[[], Awaitable[bool]]
"""Does something; whether it is to be done again at once."""
log = structlog.get_logger(__name__)


async def plan(desk: DeliveryContext, pulse: HealthMonitor, also: Also | None = None) -> bool:
    """What is owed, written down; and the proof that the clock runs."""
    await plan_and_fan_out(desk.store, desk.rules, desk.clock(), also, kinds=desk.kinds)
    now = desk.clock()
    await Outbox(desk.store).beat(CLOCK, now)
    pulse.note(now, (await Outbox(desk.store).waiting(now)).since, await Leases(desk.store).tally())
    return False


async def come_round(desk: DeliveryContext) -> bool:
    """What comes round for a hub's desk; apart from the plan, which it must not hold up."""
    await rounds(desk.store, desk.clock(), desk.rules.hours)
    await mornings(desk.store, desk.clock(), desk.rules.hours)
    await tell_co_leads(desk.store, desk.clock())
    await turns(desk.store, desk.clock(), desk.rules.hours)
    return False


async def by_itself(desk: DeliveryContext) -> bool:
    """A stretch of what is due, sent by this process; whether there may be more."""
    return await local_engine.drain(desk) > 0 and not desk.stopping.is_set()


async def tick(desk: DeliveryContext, pulse: HealthMonitor) -> int:
    """All of it once; returns how many deliveries were handled."""
    await plan(desk, pulse)
    await come_round(desk)
    handled = 0
    while more := await local_engine.drain(desk):
        handled += more
    return handled


@asynccontextmanager
async def ticking(
    desk: DeliveryContext, pulse: HealthMonitor, send: Work, also: Also | None = None
) -> AsyncIterator[None]:
    """The clock runs while the block does, from now on. What fails is logged, and tried again the next time.

    send: the engine's part. also: what it does in the transaction that writes deliveries.
    """

    async def sends() -> bool:
        more = await send()
        pulse.sent_at = desk.clock()
        return more

    clock = AsyncIOScheduler(timezone="UTC")
    hands = dict[str, asyncio.Task[None]]()

    def begin(name: str, work: Work) -> None:
        """Unless it is under way: it outlives the clock, so that what is in hand is finished."""
        if name not in hands or hands[name].done():
            hands[name] = asyncio.ensure_future(_guarded(desk, name, work))

    def every(seconds: int, name: str, work: Work) -> None:
        async def once() -> None:
            begin(name, work)

        soon = IntervalTrigger(seconds=seconds)
        clock.add_job(once, soon, coalesce=True, max_instances=1, misfire_grace_time=None)
        begin(name, work)

    every(PLANS_EVERY, "plan", lambda: plan(desk, pulse, also))
    every(PLANS_EVERY, "rounds", lambda: come_round(desk))
    every(SENDS_EVERY, "send", sends)
    clock.start()
    in_step = asyncio.ensure_future(_kept_in_step(clock))
    try:
        yield
    finally:
        in_step.cancel()
        clock.shutdown(wait=False)
        desk.stopping.set()
        _, late = await asyncio.wait(hands.values(), timeout=TO_FINISH)
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


async def _guarded(desk: DeliveryContext, name: str, work: Work) -> None:
    """What fails is tried again when the clock comes round; an outage of the database is logged once."""
    try:
        more = True
        while more:
            async with asyncio.timeout(LONGEST):
                more = await work()
    except Exception as error:
        if is_outage(error):
            desk.store.outage.seen(error)
        else:
            log.exception("the clock's work failed", work=name, reference=secrets.token_hex(4))
