"""How deliveries go out: the pressing first, several at once, in people's hours, and each person its newest."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.core.activity import Address
from bot.core.reply import Reply
from bot.db.store import Store
from bot.delivery.domain import DeliveryStatus, LeaseRequest
from bot.delivery.kinds import FanOut
from bot.delivery.leases import Leases
from bot.delivery.leases_sql import DUE as TAKES
from bot.delivery.outbox import SLICE, Outbox
from bot.features.residentials.reminders import ResidentialReminder
from scheduler import local_engine
from scheduler.fan_out import plan, plan_and_fan_out
from scheduler.ports import Outcome, Throttled
from tests.support.crowd import announce, crowd, plan_residential
from tests.support.fakes.platform import FakePlatform
from tests.support.sending import FRIDAY, RULES, TUESDAY, desk, moments, post, reminded, sent, whys
from tests.support.stores import store
from tests.support.stores import url_of_both as url

__all__ = ["store", "url"]


@dataclass
class Watching(FakePlatform):
    """Counts those under way at once. after: what happens with the so-manieth; those begun later wait for it."""

    begun: int = 0
    under_way: int = 0
    most: int = 0
    after: dict[int, Callable[[], object]] = field(default_factory=dict)
    happening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        self.begun += 1
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        happens = self.after.pop(self.begun, None)
        async with self.happening:
            happened = happens() if happens else None
            if asyncio.iscoroutine(happened):
                await happened
        await asyncio.sleep(0)
        self.under_way -= 1
        return await super().send(to, reply, token)


async def test_an_answer_that_comes_amid_a_long_announcement_goes_out_next(store: Store) -> None:
    """Only what was under way, and what was taken meanwhile, goes before it."""
    g = await crowd(store, 300)
    await announce(g, TUESDAY)
    platform = Watching(after={100: lambda: post(store, "Sam")})
    await sent(store, platform)
    place = [user for user, _ in platform.told].index("Sam")
    assert 100 - 16 <= place <= 100 + 2 * 16
    assert platform.most <= 16
    assert len(platform.told) == 301


@dataclass
class Stuck(FakePlatform):
    """No announcement comes to an end before the answer has been sent."""

    answered: asyncio.Event = field(default_factory=asyncio.Event)
    post: Callable[[], Awaitable[None]] | None = None

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        if reply.kind == "announcement":
            if (post := self.post) is not None:
                self.post = None
                await post()
            await self.answered.wait()
        else:
            self.answered.set()
        return await super().send(to, reply, token)


async def test_an_answer_goes_out_while_every_announcement_under_way_is_stuck(store: Store) -> None:
    g = await crowd(store, 40)
    await announce(g, TUESDAY)
    platform = Stuck(post=lambda: post(store, "Sam"))
    async with asyncio.timeout(60):
        await sent(store, platform)
    assert platform.told[0][0] == "Sam"
    assert len(platform.told) == 41


@dataclass
class StuckForMost(FakePlatform):
    """To U0 and its like nothing comes to an end before the last one has been told."""

    last: str = ""
    told_it: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        if to["user"] == self.last:
            self.told_it.set()
        await self.told_it.wait()
        return await super().send(to, reply, token)


async def test_a_tenant_that_is_stuck_leaves_room_for_another(store: Store) -> None:
    await reminded(store, 21)
    async with store.writing() as connection:
        await connection.execute(text("UPDATE account SET tenant = 'T1' WHERE \"user\" = 'U20'"))
    async with asyncio.timeout(60):
        tally = await sent(store, StuckForMost(last="U20"))
    assert tally == {DeliveryStatus.SENT: 21}


async def test_what_moved_after_it_was_read_is_not_written_down_for_anybody(store: Store) -> None:
    g = await reminded(store, 1)
    await plan(store, RULES, TUESDAY)
    (before,) = [one for one in await Outbox(store).due(TUESDAY) if one.owed.rule == "residential_7"]
    await plan_residential(g, date(2026, 12, 15))
    await plan(store, RULES, TUESDAY)
    assert await Outbox(store).fan_out(ResidentialReminder(), FanOut(store, before, {}, TUESDAY)) == 0
    assert await Leases(store).tally() == {}


async def test_people_are_written_in_slices_and_one_that_fails_loses_and_doubles_nothing(
    store: Store,
) -> None:
    g = await crowd(store, 4, first=SLICE - 2)
    await announce(g, TUESDAY)
    platform, slices = FakePlatform(), list[datetime]()

    async def fails_in_the_second(_connection: object, now: datetime) -> None:
        slices.append(now)
        if len(slices) == 2:
            raise ZeroDivisionError

    assert await plan_and_fan_out(store, RULES, TUESDAY, fails_in_the_second) == 0
    await local_engine.drain(desk(store, platform))
    assert len(platform.told) == 2
    assert await sent(store, platform) == {DeliveryStatus.SENT: 4}
    assert set(platform.arrived.values()) == {1}


async def test_no_tenant_takes_all_the_room(store: Store) -> None:
    g = await crowd(store, 60, tenants=2)
    await announce(g, TUESDAY)
    async with store.transaction() as connection:
        await connection.execute(text("UPDATE account SET tenant = 'T0' WHERE id <= 50"))
    await plan_and_fan_out(store, RULES, TUESDAY)
    hold = LeaseRequest("me", TUESDAY + timedelta(minutes=1), 8, 8, frozenset({("slack", "T0")}))
    taken = await Leases(store).claim(TUESDAY, hold)
    assert {one.tenant for one in taken} == {"T1"}


async def test_taking_reads_the_index_and_sorts_nothing(store: Store) -> None:
    if not store.is_sqlite:
        return  # a table that is all but empty is read whole there, whatever its indexes
    async with store.transaction() as connection:
        sql = str(TAKES.compile(dialect=connection.dialect))
        given: Any = ("ready", "2026-12-01", "2026-12-01", 1, 8, 0)[: sql.count("?")]
        steps = [
            str(row.detail) for row in (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)).all()
        ]
    assert any("ix_delivery_status_rank_next_at (status=? AND rank=? AND next_at<?)" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


async def test_a_reminder_that_was_put_off_by_the_platform_waits_for_the_morning(store: Store) -> None:
    await reminded(store, 1)
    await post(store, "Sam", TUESDAY)
    evening = datetime(2026, 12, 1, 18, 29, tzinfo=UTC)
    await sent(store, FakePlatform(faults=[Throttled(120), Throttled(120)]), evening)
    assert await moments(store) == {evening + timedelta(minutes=2), datetime(2026, 12, 2, 7, 30, tzinfo=UTC)}


async def test_what_was_missed_over_a_weekend_comes_on_monday_morning_and_once(store: Store) -> None:
    await reminded(store, 1, date(2026, 12, 11))
    await plan_and_fan_out(store, RULES, FRIDAY - timedelta(hours=10))
    platform = FakePlatform()
    saturday, monday = datetime(2026, 12, 5, 12, tzinfo=UTC), datetime(2026, 12, 7, 7, 30, tzinfo=UTC)
    assert (await sent(store, platform, saturday))[DeliveryStatus.READY] == 1
    assert await moments(store) == {monday}
    assert (await sent(store, platform, monday))[DeliveryStatus.SENT] == 1
    assert len(platform.told) == 1


async def test_after_a_fortnight_away_each_is_sent_only_the_newest_reminder(store: Store) -> None:
    await reminded(store, 3)
    platform = FakePlatform()
    await plan_and_fan_out(store, RULES, datetime(2026, 11, 27, 12, tzinfo=UTC))
    tally = await sent(store, platform, datetime(2026, 12, 7, 9, tzinfo=UTC))
    assert len(platform.told) == 3
    assert tally == {DeliveryStatus.SENT: 3, DeliveryStatus.SKIPPED: 3}
    assert await whys(store, "skipped") == 3 * ["was of no use any more when it could be sent"]


async def test_what_is_in_hand_is_finished_when_the_process_is_asked_to_stop(store: Store) -> None:
    g = await crowd(store, 100)
    await announce(g, TUESDAY)
    await plan_and_fan_out(store, RULES, TUESDAY)
    platform = Watching()
    at = desk(store, platform)
    platform.after = {20: at.stopping.set}
    await local_engine.drain(at)
    tally = await Leases(store).tally()
    assert tally[DeliveryStatus.SENT] == len(platform.told) < 60
    assert tally[DeliveryStatus.SENT] + tally[DeliveryStatus.READY] == 100
