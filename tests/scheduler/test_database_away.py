"""The database goes away and comes back: the sending goes on by itself, and health says so meanwhile."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from procrastinate.exceptions import ConnectorException
from psycopg.errors import DiskFull
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.core.reminder_rules import Rules
from bot.db.migrations import upgrade
from bot.db.outage import StoreAway, is_outage
from bot.db.postgres_connection import BoundedConnection
from bot.db.store import Store
from bot.delivery.domain import DeliveryStatus
from bot.delivery.outbox import Outbox
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from scheduler.health import TOO_LONG, HealthMonitor
from scheduler.postgres_engine import Distributed
from scheduler.store_watch import FULL_FOR, LATE, StoreWatch
from tests.support import postgres as pg
from tests.support.crowd import announce, crowd
from tests.support.fakes.platform import FakePlatform
from tests.support.slack_rig import until

DUE = datetime(2026, 12, 1, 8, tzinfo=UTC)
PEOPLE = 10


class Impatient(BoundedConnection):
    longest = 0.2


@pytest.fixture(scope="module")
def server() -> Iterator[pg.Server]:
    with pg.own_server() as server:
        pg.run(server.folder, "CREATE DATABASE ours")
        upgrade(pg.url(server.folder, "ours"))
        yield server


@pytest.fixture
async def records(server: pg.Server) -> AsyncIterator[Store]:
    store = await Store.open(pg.url(server.folder, "ours"))
    yield store
    await store.close()


async def test_the_worker_starts_again_when_the_database_is_back(server: pg.Server, records: Store) -> None:
    platform = FakePlatform()
    await announce(await crowd(records, PEOPLE), DUE)
    engine = Distributed(DeliveryContext(records, {"slack": platform}, lambda: DUE, Random(1), Rules()))
    async with engine.working():
        assert engine.problem() == ""
        server.stop()
        await until(lambda: engine.problem() != "")
        server.start()
        await until(lambda: engine.problem() == "")
        await plan_and_fan_out(records, Rules(), DUE)
        await engine.send()
        await until(lambda: len(platform.arrived) == PEOPLE)
    assert set(platform.arrived.values()) == {1}


class EndsWithTheDatabasesError(Distributed):
    """As procrastinate's worker may when it is cancelled while its pool waits for a connection; once."""

    begun = 0

    async def _work(self) -> None:
        self.begun += 1
        self._opened.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if self.begun > 1:
                raise
            raise ConnectorException from None


async def test_a_process_that_is_asked_to_stop_ends_although_the_database_is_away(records: Store) -> None:
    engine = EndsWithTheDatabasesError(DeliveryContext(records, {}, lambda: DUE, Random(1), Rules()))
    async with asyncio.timeout(10), engine.working():
        pass
    assert engine.begun == 1, "no other begins when the process is to end"


async def test_a_server_that_only_reads_since_another_took_over_is_left_for_the_one_that_writes(
    server: pg.Server,
) -> None:
    pg.run(server.folder, "ALTER DATABASE ours SET default_transaction_read_only = on")
    store = await Store.open(pg.url(server.folder, "ours"))
    with pytest.raises(DBAPIError) as raised:
        await Outbox(store).beat("a failover", DUE)
    assert is_outage(raised.value)
    pg.run(server.folder, "ALTER DATABASE ours RESET default_transaction_read_only")
    await Outbox(store).beat("a failover", DUE)
    await store.close()


async def test_a_server_that_hangs_ends_the_statement_and_not_the_program(server: pg.Server) -> None:
    connection = await Impatient.connect(f"host={server.folder} user={pg.OURS} dbname=ours")
    server.freeze()
    with pytest.raises(Exception, match=r"closed|terminated|lost|EOF") as raised:
        await connection.execute("SELECT 1")
    server.thaw()
    assert is_outage(raised.value)


class Watched:
    """A watch over a store, and its clock."""

    def __init__(self, store: Store) -> None:
        self.now = 0.0
        self.watch = StoreWatch(store, lambda: DUE, lambda: self.now, longest=0.05)

    async def look(self, after: float = 0.0) -> str:
        self.now += after
        await self.watch.look()
        return self.watch.problem()


@pytest.fixture(params=["stopped", "hung"])
def away(request: pytest.FixtureRequest, server: pg.Server) -> tuple[Callable[[], None], Callable[[], None]]:
    return (server.stop, server.start) if request.param == "stopped" else (server.freeze, server.thaw)


async def test_a_database_that_is_away_is_known_of_and_nobody_waits_for_it(
    records: Store, away: tuple[Callable[[], None], Callable[[], None]]
) -> None:
    goes, comes = away
    watched = Watched(records)
    assert await watched.look() == ""
    goes()
    assert await watched.look() == "", "a moment is not an outage"
    with pytest.raises(StoreAway):
        async with records.reading():
            pass
    assert "cannot be written to" in await watched.look(LATE + 1)
    comes()
    async with asyncio.timeout(60):
        while await watched.look():
            pass
    async with records.transaction() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar() == 1


async def test_a_file_that_somebody_locks_is_known_of_and_can_be_read_meanwhile(
    made_file: Store, tmp_path: object
) -> None:
    watched = Watched(made_file)
    with closing(sqlite3.connect(f"{tmp_path}/mastery.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await watched.look()
        assert "cannot be written to" in await watched.look(LATE + 1)
        async with made_file.reading() as reading:
            await reading.execute(text("SELECT count(*) FROM person"))
        other.execute("ROLLBACK")
    async with asyncio.timeout(60):
        while await watched.look():
            pass


async def test_a_file_that_was_replaced_while_in_use_takes_nothing_that_would_be_lost(
    made_file: Store, tmp_path: Path
) -> None:
    watched = Watched(made_file)
    assert await watched.look() == ""
    shutil.copy(tmp_path / "mastery.db", tmp_path / "copy.db")
    (tmp_path / "copy.db").replace(tmp_path / "mastery.db")
    await watched.look()
    assert "cannot be written to" in await watched.look(LATE + 1)
    with pytest.raises(StoreAway):
        await Outbox(made_file).beat("a day that is logged", DUE)


async def test_a_full_disk_is_known_of_although_what_needs_no_room_is_still_written(made_file: Store) -> None:
    watched = Watched(made_file)
    assert await watched.look() == ""
    made_file.outage.seen(OperationalError("INSERT", {}, DiskFull("could not extend file")))
    assert await watched.look() == "the database's disk is full"
    assert await watched.look(FULL_FOR) == "the database's disk is full"
    assert await watched.look(1) == ""


@pytest.fixture
async def made_file(tmp_path: object) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/mastery.db")
    yield store
    await store.close()


def test_health_names_a_worker_that_has_ended() -> None:
    pulse = HealthMonitor(DUE, worker=lambda: "the sending worker has ended")
    assert pulse.problem(DUE) == "the sending worker has ended"


def test_health_names_the_oldest_delivery_when_nothing_is_sent() -> None:
    pulse, waits = HealthMonitor(DUE), {DeliveryStatus.READY: 3, DeliveryStatus.SENT: 1}
    pulse.note(DUE, DUE, waits)
    later = DUE + TOO_LONG + timedelta(minutes=1)
    pulse.note(later, DUE, waits)
    assert "oldest delivery has waited since 08:00 UTC" in pulse.stuck(later)
    pulse.note(later, DUE, {**waits, DeliveryStatus.SENT: 2})
    assert pulse.stuck(later) == "", "many are on their way"
    pulse.note(later + TOO_LONG * 2, None, waits)
    assert pulse.stuck(later + TOO_LONG * 2) == "", "nothing waits"
