"""The engine over several processes on PostgreSQL: procrastinate hands out the work. Its only import.

What is owed and what was sent stands in the deliveries alone. A job says no more than that there is a handful to
be sent, so that one that is lost, late or there twice does no harm: whoever runs it takes what nobody else has.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status as JobStatus
from procrastinate.schema import SchemaManager
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import SettingsError
from bot.db.outage import is_outage
from bot.db.postgres_connection import CONNECTING, OPTIONS, POOL, BoundedConnection
from bot.db.store import Store
from bot.delivery.processes import Processes
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext

QUEUE, TASK = "sending", "send"
OURS = 20_261_125  # the key of our advisory lock
HANDFUL, MOST_JOBS = 50, 64  # deliveries a job, and jobs that wait at the most
AT_ONCE = 2  # jobs in a process: one that a slow platform holds up leaves room for another
STARTS_AGAIN = 2.0  # seconds after which a worker that has ended is followed by another
STALLED = 30  # seconds without a sign of life from a worker
CLEARS_EVERY = timedelta(seconds=30)
TO_FINISH = 10.0  # seconds that the jobs in hand have when the process stops
HAND_OUT = text("""
    WITH due AS (
        SELECT 1 FROM delivery d
        WHERE (d.status = 'ready' AND d.next_at <= :now AND NOT EXISTS (
            SELECT 1 FROM platform_state p
            WHERE p.platform = d.platform AND p.tenant = d.tenant AND p.throttled_until > :now
        )) OR (d.status = 'sending' AND d.lease_until <= :now)
        LIMIT :most * :handful
    ), missing AS (
        SELECT (SELECT (count(*) + :handful - 1) / :handful FROM due)
            - (SELECT count(*) FROM procrastinate_jobs WHERE queue_name = :queue AND status = 'todo') AS jobs
    )
    SELECT procrastinate_defer_jobs_v1(
        array_agg(ROW(:queue, :task, 0, NULL, NULL, '{}', NULL)::procrastinate_job_to_defer_v1)
    ) FROM missing, generate_series(1, missing.jobs) HAVING count(*) > 0
""")
LIVE_WORKERS = text("""
    SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => :seconds)
""")
log = structlog.get_logger(__name__)


class Distributed:
    """Open it with `async with`; then `send` comes round with the clock in every process.

    handful: how many deliveries a job is for.
    """

    def __init__(self, context: DeliveryContext, handful: int = HANDFUL) -> None:
        self._context, self._handful = context, handful
        self._app: App | None = None
        self._opened = asyncio.Event()
        self._cleared_at = context.clock() - CLEARS_EVERY
        self._part = replace(context, in_flight=max(1, context.in_flight // AT_ONCE))

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """A worker runs while the block does; at its end it finishes what it has in hand."""
        await make_tables(self._context.store)
        worker = asyncio.ensure_future(self._supervise())
        try:
            await self._opened.wait()
            yield
        finally:
            self._context.stopping.set()
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker

    def problem(self) -> str:
        """Empty while the worker runs; else what is wrong, in words."""
        return "" if self._app is not None else "the sending worker has ended, and is started again"

    async def _supervise(self) -> None:
        """Run a worker, and another when it has ended: procrastinate's ends when its pool gets no connection.

        A worker that is cancelled while the database is away may end with the database's error instead, so
        `stopping` is looked at, too.
        """
        while not self._context.stopping.is_set():
            try:
                await self._work()
            except Exception as error:
                if is_outage(error) or isinstance(error, ConnectorException):
                    self._context.store.outage.seen(error)
                else:
                    log.exception("the sending worker failed", reference=secrets.token_hex(4))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._context.stopping.wait(), STARTS_AGAIN)

    async def _work(self) -> None:
        """One worker, until it ends."""
        async with self.opened() as app:
            self._opened.set()
            await app.run_worker_async(
                queues=[QUEUE],
                concurrency=AT_ONCE,
                fetch_job_polling_interval=1.0,
                shutdown_graceful_timeout=TO_FINISH,
                delete_jobs="always",
                listen_notify=False,  # it polls, and a connection that listens would look like one that hangs
                install_signal_handlers=False,
                stalled_worker_timeout=STALLED,
            )

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[App]:
        """procrastinate with a pool of its own; `problem` is empty while the block runs."""
        connector = PsycopgConnector(
            pool_factory=BoundedPool,
            conninfo=_conninfo(self._context.store),
            min_size=1,
            max_size=4,
            timeout=POOL,
            connection_class=BoundedConnection,
            kwargs=OPTIONS,
        )
        app = App(connector=connector)
        app.task(name=TASK, queue=QUEUE)(self.send_a_handful)
        async with app.open_async():
            self._app = app
            try:
                yield app
            finally:
                self._app = None

    async def send_a_handful(self) -> None:
        """What a job does."""
        try:
            await local_engine.drain(self._part, self._handful)
        except Exception as error:
            if is_outage(error):
                self._context.store.outage.seen(error)
            else:
                log.exception("a handful is left to be looked up", reference=secrets.token_hex(4))

    async def send(self) -> bool:
        """Hand out what is due and clear up behind others. False: it need not be done again at once."""
        await local_engine.note_left_over(self._context)
        async with self._context.store.transaction() as connection:
            await hand_out(connection, self._context.clock(), self._handful)
        now = self._context.clock()
        if self._app is not None and abs(now - self._cleared_at) >= CLEARS_EVERY:  # or the clock was put back
            self._cleared_at = now
            await self._count()
            await _clear_stalled(self._app)
        return False

    async def _count(self) -> None:
        """Of the processes that give a sign of life; each has one worker."""
        async with self._context.store.transaction() as connection:
            found = (await connection.execute(LIVE_WORKERS, {"seconds": STALLED})).scalar_one()
        self._context.store.companion(Processes).count = max(1, int(found))


class BoundedPool(AsyncConnectionPool[Any]):
    """It gives up opening when no connection comes within POOL seconds; the supervisor opens another."""

    async def open(self, wait: bool = False, timeout: float = POOL + CONNECTING) -> None:  # noqa: ASYNC109  its name
        await super().open(wait, timeout)


async def _clear_stalled(app: App) -> None:
    """Jobs of processes that are gone; what they had in hand is looked up like everything that was left."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED):
        try:
            await manager.finish_job_by_id_async(job.id or 0, JobStatus.FAILED, delete_job=True)
        except ConnectorException:  # another process was quicker
            log.info("a stalled job was gone already", job=job.id)


async def hand_out(connection: AsyncConnection, now: datetime, handful: int = HANDFUL) -> None:
    """A job for each handful that is due and has none, in this transaction; nothing if another is at it."""
    if (await connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": OURS})).scalar():
        given = {"queue": QUEUE, "task": TASK, "now": now, "most": MOST_JOBS, "handful": handful}
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
