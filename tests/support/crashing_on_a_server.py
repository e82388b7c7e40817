"""The same small year on PostgreSQL, where jobs wake those that send: it can be crashed around each job, too.

Two workers run at once, each with a few deliveries in hand, so which of them passes a point is left to chance.
"""

import asyncio
from dataclasses import dataclass, replace
from functools import partial

from procrastinate import App
from procrastinate.jobs import Status as JobStatus
from sqlalchemy import text

from bot.db.store import Store
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from scheduler.postgres_engine import QUEUE, Distributed, hand_out
from tests.support.crashing import RULES, CrashWorld

HANDFUL, IN_FLIGHT, WORKERS = 2, 4, 2
GONE = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"


@dataclass
class OnServer(CrashWorld):
    """A process that died leaves its job behind, and gives no sign of life from then on."""

    async def _comes_round(self, desk: DeliveryContext) -> None:
        engine = Distributed(replace(desk, in_flight=IN_FLIGHT), HANDFUL)
        await plan_and_fan_out(desk.store, RULES, self.now, partial(hand_out, handful=HANDFUL))
        async with engine.opened() as app:
            await engine.send()
            try:
                await self._works(engine, app)
            finally:
                await _said_nothing_since(desk.store)

    async def _works(self, engine: Distributed, app: App) -> None:
        """Every worker comes to its end before the process does, as all die with it."""
        ends = await asyncio.gather(*(self._worker(engine, app) for _ in range(WORKERS)), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end

    async def _worker(self, engine: Distributed, app: App) -> None:
        manager = app.job_manager
        number = await manager.register_worker()
        while job := await manager.fetch_job([QUEUE], number):
            self._point("a job is fetched")
            await engine.send_a_handful()
            self._point("a job is done")
            await manager.finish_job(job, JobStatus.SUCCEEDED, delete_job=True)


async def _said_nothing_since(store: Store) -> None:
    async with store.transaction() as connection:
        await connection.execute(text(GONE))
