"""Several processes that share the sending on PostgreSQL: jobs lost, left behind or there twice change nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from bot.core.reminder_rules import Rules
from bot.db.store import Store
from bot.delivery.domain import DeliveryStatus
from bot.delivery.leases import Leases
from bot.delivery.processes import Processes
from scheduler.delivery_context import IN_FLIGHT, DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from scheduler.postgres_engine import CLEARS_EVERY, HANDFUL, Distributed, hand_out, make_tables
from tests.support.crowd import announce, crowd, plan_residential
from tests.support.fakes.platform import FakePlatform
from tests.support.stores import Made

DUE = datetime(2026, 12, 1, 8, tzinfo=UTC)
RULES = Rules(residential=(7,))
PEOPLE = 40
HANDFULS = -(-2 * PEOPLE // HANDFUL)


@pytest.fixture
async def shared(made: Made, tmp_path: Path) -> AsyncIterator[Store]:
    with made.postgresql(tmp_path) as url:
        store = await Store.open(url)
        yield store
        await store.close()


def desk(store: Store, platform: FakePlatform, now: datetime = DUE) -> DeliveryContext:
    return DeliveryContext(store, {"slack": platform}, lambda: now, Random(1), RULES)


async def planned(store: Store) -> None:
    """Everybody is owed a reminder and an announcement."""
    g = await crowd(store, PEOPLE)
    await announce(g, DUE)
    await plan_residential(g, date(2026, 12, 8))


async def jobs(store: Store, status: str = "todo") -> int:
    query = text(
        "SELECT count(*) FROM procrastinate_jobs WHERE status = CAST(:status AS procrastinate_job_status)"
    )
    async with store.transaction() as connection:
        return int((await connection.execute(query, {"status": status})).scalar_one())


async def did(store: Store, *statements: str) -> None:
    async with store.transaction() as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def handed_out(store: Store, now: datetime = DUE) -> int:
    async with store.transaction() as connection:
        await hand_out(connection, now)
    return await jobs(store)


async def all_sent(store: Store, count: int) -> None:
    async with asyncio.timeout(60):
        while (await Leases(store).tally()).get(DeliveryStatus.SENT, 0) < count:
            pass


async def test_three_processes_share_the_sending_and_each_message_goes_once(shared: Store) -> None:
    await planned(shared)
    platform = FakePlatform()
    engines = [Distributed(desk(shared, platform)) for _ in range(3)]
    async with AsyncExitStack() as stack:
        for engine in engines:
            await stack.enter_async_context(engine.working())
        for _ in engines:
            await plan_and_fan_out(shared, RULES, DUE, hand_out)
        await all_sent(shared, 2 * PEOPLE)
    assert set(platform.arrived.values()) == {1}
    assert len(platform.arrived) == 2 * PEOPLE


async def test_jobs_exist_as_soon_as_the_deliveries_do(shared: Store) -> None:
    await planned(shared)
    await make_tables(shared)
    await plan_and_fan_out(shared, RULES, DUE, hand_out)
    assert await jobs(shared) == HANDFULS


async def test_a_job_that_was_lost_is_handed_out_again_and_there_is_never_one_too_many(shared: Store) -> None:
    await planned(shared)
    await make_tables(shared)
    await plan_and_fan_out(shared, RULES, DUE, hand_out)
    await did(shared, "DELETE FROM procrastinate_jobs")
    for _ in range(3):
        assert await handed_out(shared) == HANDFULS


async def test_a_job_that_somebody_had_in_hand_when_they_died_holds_back_no_other(shared: Store) -> None:
    await planned(shared)
    await make_tables(shared)
    await plan_and_fan_out(shared, RULES, DUE, hand_out)
    await did(shared, "UPDATE procrastinate_jobs SET status = 'doing'")
    assert await handed_out(shared) == HANDFULS


async def test_the_job_of_a_process_that_is_gone_is_cleared_away(shared: Store) -> None:
    await make_tables(shared)
    engine = Distributed(desk(shared, FakePlatform()))
    gone = "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('sending', 'send', 'doing')"
    async with engine.working():
        await did(shared, gone, gone)
        await engine.send()
        assert await jobs(shared, "doing") == 0


async def test_a_process_knows_how_many_there_are_and_counts_none_that_is_gone(shared: Store) -> None:
    await make_tables(shared)
    await did(shared, "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')")
    engine, other = (Distributed(desk(shared, FakePlatform())) for _ in "ab")
    async with engine.working(), other.working():
        async with asyncio.timeout(60):
            while shared.companion(Processes).count < 2:
                engine._cleared_at = DUE - CLEARS_EVERY
                await engine.send()
        assert shared.companion(Processes).count == 2


async def test_what_was_under_way_in_a_process_that_is_gone_is_looked_up_by_another(shared: Store) -> None:
    await planned(shared)
    platform = FakePlatform()
    await plan_and_fan_out(shared, RULES, DUE)
    await did(
        shared,
        "UPDATE delivery SET status = 'sending', token = 'gone', attempted_at = next_at, lease_until = next_at",
    )
    platform.arrived["mastery-1"] = 1
    engine = Distributed(desk(shared, platform, DUE + timedelta(minutes=5)))
    async with engine.working(), asyncio.timeout(60):
        while (await Leases(shared).tally()).get(DeliveryStatus.SENT, 0) < 2 * PEOPLE:
            await engine.send()
    assert set(platform.arrived.values()) == {1}


async def test_reminders_go_before_an_announcement(shared: Store) -> None:
    await planned(shared)
    await make_tables(shared)
    await plan_and_fan_out(shared, RULES, DUE, hand_out)
    platform = FakePlatform()
    async with Distributed(desk(shared, platform)).working():
        await all_sent(shared, 2 * PEOPLE)
    before = platform.told[: PEOPLE - IN_FLIGHT]  # the last of the reminders are under way with announcements
    assert {reply.kind for _user, reply in before} == {"reminder"}


async def test_a_tenant_that_asked_to_wait_gets_no_jobs_until_then(shared: Store) -> None:
    await planned(shared)
    await make_tables(shared)
    await plan_and_fan_out(shared, RULES, DUE)
    until = "'2026-12-01 08:01:00+00'"
    await did(shared, f"INSERT INTO platform_state VALUES ('slack', 'T0', {until})")  # noqa: S608
    assert await handed_out(shared) == 0
    assert await handed_out(shared, DUE + timedelta(minutes=2)) == HANDFULS
