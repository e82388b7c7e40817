"""The engine over several processes on PostgreSQL: procrastinate hands out a job a delivery. Its only import.

What is owed and what was sent stands in the deliveries alone. A job is a nudge to look at one of them: lost, late
or there twice it does no harm, since whoever runs it takes the row first.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status as JobStatus
from procrastinate.schema import SchemaManager
from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import SettingsError
from bot.store import Store
from scheduler.deliver import Desk
from scheduler.single import deliver_this, look_after

QUEUE, TASK = "sending", "deliver"
OURS = 20_261_125  # the key of our advisory lock
MOST_WAITING = 2_000  # jobs; the more pressing come before those that are not handed out yet
STALLED = 30  # seconds without a sign of life from a worker
CLEARS_EVERY = timedelta(seconds=30)
TO_FINISH = 10.0  # seconds that the jobs in hand have when the process stops
HAND_OUT = text("""
    SELECT procrastinate_defer_jobs_v1(array_agg(ROW(
        :queue, :task, 10 - due.rank, NULL, 'delivery:' || due.id, jsonb_build_object('delivery_id', due.id), NULL
    )::procrastinate_job_to_defer_v1 ORDER BY due.rank, due.next_at, due.id))
    FROM (
        SELECT d.id, d.rank, d.next_at FROM delivery d
        WHERE d.status = 'ready' AND d.next_at <= :now
        AND NOT EXISTS (
            SELECT 1 FROM platform_state p
            WHERE p.platform = d.platform AND p.tenant = d.tenant AND p.throttled_until > :now
        )
        AND NOT EXISTS (
            SELECT 1 FROM procrastinate_jobs j WHERE j.queueing_lock = 'delivery:' || d.id AND j.status = 'todo'
        )
        ORDER BY d.rank, d.next_at
        LIMIT greatest(0, :most - (SELECT count(*) FROM procrastinate_jobs t WHERE t.status = 'todo'))
    ) due
    HAVING count(*) > 0
""")
log = structlog.get_logger(__name__)


class Distributed:
    """Open it with `async with`; then `send` comes round with the clock in every process."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._app = App(connector=PsycopgConnector(conninfo=_conninfo(desk.store), min_size=1, max_size=4))
        self._clears_at = desk.clock()

        @self._app.task(name=TASK, queue=QUEUE)
        async def deliver(delivery_id: int) -> None:
            try:
                await deliver_this(desk, delivery_id)
            except Exception:
                reference = secrets.token_hex(4)
                log.exception("left to be looked up", delivery=delivery_id, reference=reference)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """A worker runs while the block does; at its end it finishes what it has in hand."""
        await make_tables(self._desk.store)
        async with self._app.open_async():
            worker = asyncio.ensure_future(
                self._app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=self._desk.in_flight,
                    fetch_job_polling_interval=1.0,
                    shutdown_graceful_timeout=TO_FINISH,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    stalled_worker_timeout=STALLED,
                )
            )
            try:
                yield
            finally:
                worker.cancel()
                with suppress(asyncio.CancelledError):
                    await worker

    async def send(self) -> bool:
        """Look after what others left behind, and hand out what has no job. False: it need not be done at once."""
        while await look_after(self._desk) == self._desk.in_flight:
            pass
        async with self._desk.store.transaction() as connection:
            await hand_out(connection, self._desk.clock())
        if self._desk.clock() >= self._clears_at:
            self._clears_at = self._desk.clock() + CLEARS_EVERY
            await self._clear_stalled()
        return False

    async def _clear_stalled(self) -> None:
        """Jobs of processes that are gone. Their deliveries get new ones when they are ready again."""
        manager = self._app.job_manager
        for job in await manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED):
            try:
                await manager.finish_job_by_id_async(job.id or 0, JobStatus.FAILED, delete_job=True)
            except ConnectorException:  # another process was quicker
                log.info("a stalled job was gone already", job=job.id)


async def hand_out(connection: AsyncConnection, now: datetime) -> None:
    """A job for each delivery that is due and has none, in this transaction; nothing if another is at it."""
    if (await connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": OURS})).scalar():
        given = {"queue": QUEUE, "task": TASK, "now": now, "most": MOST_WAITING}
        await connection.execute(HAND_OUT, given)


async def make_tables(store: Store) -> None:
    """procrastinate's own, by whichever process comes first. Raises SettingsError when the database forbids it."""
    try:
        async with store.transaction() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": OURS})
            if (await connection.execute(text("SELECT to_regclass('procrastinate_jobs')"))).scalar() is None:
                raw: Any = (await connection.get_raw_connection()).driver_connection
                await raw.execute(SchemaManager.get_schema())
    except ProgrammingError as error:
        raise SettingsError(f"procrastinate’s tables cannot be made in the database ({error.orig}).") from None


def _conninfo(store: Store) -> str:
    return make_url(store.url).set(drivername="postgresql").render_as_string(hide_password=False)
