"""How deliveries go out: the pressing first, several at once, in people's hours; and what fails stops no other."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import SQLAlchemyError

from bot.activity import Address
from bot.reply import Reply, Text
from bot.store import Store
from bot.store.outbox import SLICE
from bot.store.records_desk import Post
from bot.store.records_outbox import Delivery, Hold, Status
from bot.store.sending import DUE as TAKES
from bot.store.tables import DeliveryRow, HubRow
from scheduler import local
from scheduler.deliver import Desk
from scheduler.fanout import plan_and_fan_out
from scheduler.ports import Ambiguous, Found, NotThere, Outcome, Refused, Throttled
from scheduler.rules import Rules
from scheduler.words import words
from tests.crowd import FIRST, announce, crowd, plan_residential
from tests.fakes.platform import FakePlatform
from tests.ground import NOON, Ground, account
from tests.stores import store, url

__all__ = ["store", "url"]

TUESDAY = datetime(2026, 12, 1, 8, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 8, tzinfo=UTC)
RULES = Rules(residential=(7, 1), nudge_on=12, pace_on=12)


def desk(store: Store, platform: FakePlatform, now: datetime = TUESDAY, in_flight: int = 16) -> Desk:
    return Desk(store, {"slack": platform}, words, lambda: now, Random(1), RULES, in_flight)


async def sent(store: Store, platform: FakePlatform, now: datetime = TUESDAY) -> dict[Status, int]:
    await plan_and_fan_out(store, RULES, now)
    await local.drain(desk(store, platform, now))
    return await store.sending.tally()


async def reminded(store: Store, size: int = 4, first: date = date(2026, 12, 8)) -> Ground:
    """So many people are owed a reminder, a week before."""
    g = await crowd(store, size)
    await plan_residential(g, first)
    return g


async def post(store: Store, user: str, now: datetime = TUESDAY) -> None:
    answer = Reply((Text("Your hub has answered."),), "handoff")
    await store.desk.post([Post(f"answer:{user}", account(user), {"user": user}, answer)], now)


async def moments(store: Store) -> set[datetime]:
    """When what waits goes next."""
    async with store.transaction() as connection:
        query = DeliveryRow.__table__.select().where(DeliveryRow.__table__.c.status == "ready")  # type: ignore[attr-defined]
        return {row.next_at for row in (await connection.execute(query)).all()}


async def whys(store: Store, status: str) -> list[str]:
    async with store.transaction() as connection:
        query = text("SELECT why FROM delivery WHERE status = :status ORDER BY id")
        return list((await connection.execute(query, {"status": status})).scalars())


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
    await local.drain(desk(store, platform))
    assert len(platform.told) == 2
    assert await sent(store, platform) == {Status.SENT: 4}
    assert set(platform.arrived.values()) == {1}


async def test_no_tenant_takes_all_the_room(store: Store) -> None:
    g = await crowd(store, 60, tenants=2)
    await announce(g, TUESDAY)
    async with store.transaction() as connection:
        await connection.execute(text("UPDATE account SET tenant = 'T0' WHERE id <= 50"))
    await plan_and_fan_out(store, RULES, TUESDAY)
    hold = Hold("me", TUESDAY + timedelta(minutes=1), 8, 8, frozenset({("slack", "T0")}))
    taken = await store.sending.take(TUESDAY, hold)
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
    assert (await sent(store, platform, saturday))[Status.READY] == 1
    assert await moments(store) == {monday}
    assert (await sent(store, platform, monday))[Status.SENT] == 1
    assert len(platform.told) == 1


async def test_after_a_fortnight_away_each_is_sent_only_the_newest_reminder(store: Store) -> None:
    await reminded(store, 3)
    platform = FakePlatform()
    await plan_and_fan_out(store, RULES, datetime(2026, 11, 27, 12, tzinfo=UTC))
    tally = await sent(store, platform, datetime(2026, 12, 7, 9, tzinfo=UTC))
    assert len(platform.told) == 3
    assert tally == {Status.SENT: 3, Status.SKIPPED: 3}
    assert await whys(store, "skipped") == 3 * ["was of no use any more when it could be sent"]


async def no_words(store: Store, one: Delivery) -> Reply:
    if one.person_id == FIRST:
        raise KeyError("residential:99")
    return await words(store, one)


async def test_one_without_words_fails_with_a_reference_and_the_others_are_sent(
    store: Store,
) -> None:
    await reminded(store)
    platform = FakePlatform()
    await plan_and_fan_out(store, RULES, TUESDAY)
    for minutes in (0, 5, 10):
        now = TUESDAY + timedelta(minutes=minutes)
        await local.drain(Desk(store, {"slack": platform}, no_words, lambda now=now: now, Random(1), RULES))  # type: ignore[misc]
    assert await store.sending.tally() == {Status.SENT: 3, Status.FAILED: 1}
    (why,) = await whys(store, "failed")
    assert why.startswith("what it says could not be put together (reference ")


async def test_one_whose_address_cannot_be_read_fails_and_the_others_are_sent(store: Store) -> None:
    await reminded(store)
    await plan_and_fan_out(store, RULES, TUESDAY)
    async with store.writing() as connection:
        await connection.execute(update(DeliveryRow).values(address="{").where(DeliveryRow.person_id == FIRST))  # type: ignore[arg-type]
    assert await sent(store, FakePlatform()) == {Status.SENT: 3, Status.FAILED: 1}
    assert await whys(store, "failed") == ["how they are reached cannot be read from the record"]


class Breaks(FakePlatform):
    """Our own mistake in an adapter: it raises after the message went out."""

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        await super().send(to, reply, token)
        raise ZeroDivisionError


async def test_a_sender_that_raises_is_looked_up_and_nothing_is_sent_twice(store: Store) -> None:
    await reminded(store)
    platform = Breaks()
    await sent(store, platform)
    assert await sent(store, platform, TUESDAY + timedelta(minutes=2)) == {Status.SENT: 4}
    assert set(platform.arrived.values()) == {1}


@dataclass
class ClockBehind(FakePlatform):
    """Its clock is behind ours, so that what it got just now it got before we sent it."""

    behind: timedelta = timedelta(minutes=4)
    got_at: dict[str, datetime] = field(default_factory=dict)

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        self.got_at[token] = TUESDAY - self.behind
        return await super().send(to, reply, token)

    async def find(self, to: Address, token: str, since: datetime) -> Found:
        return await super().find(to, token, since) if self.got_at[token] >= since else NotThere()


async def test_a_platform_whose_clock_is_behind_ours_is_asked_from_early_enough_on(store: Store) -> None:
    await reminded(store, 1)
    platform = ClockBehind(faults=[Ambiguous("timed out")])
    await sent(store, platform)
    assert await sent(store, platform, TUESDAY + timedelta(minutes=2)) == {Status.SENT: 1}
    assert set(platform.arrived.values()) == {1}


async def test_when_nobody_can_say_what_is_still_owed_nothing_was_begun(store: Store) -> None:
    """Where the platform cannot be asked it would look as if it may have arrived, and never be sent."""
    await reminded(store)
    platform = FakePlatform(can_look=False)
    await plan_and_fan_out(store, RULES, TUESDAY)
    async with store.writing() as connection:
        await connection.execute(text("ALTER TABLE attendance RENAME TO elsewhere"))
    with pytest.raises(SQLAlchemyError):
        await local.drain(desk(store, platform))
    async with store.writing() as connection:
        await connection.execute(text("ALTER TABLE elsewhere RENAME TO attendance"))
    assert await sent(store, platform, TUESDAY + timedelta(minutes=2)) == {Status.SENT: 4}


async def test_a_hub_with_an_unreadable_zone_stops_no_other(store: Store) -> None:
    g = await reminded(store)
    other = await g.enrol("Kim", g.other)
    code = await store.codes.make(other.id, None, NOON)
    await store.codes.redeem(code.words, account("Kim"), NOON)
    async with store.writing() as connection:
        await connection.execute(update(HubRow).values(zone="Nowhere/None").where(HubRow.id == g.other.id))  # type: ignore[arg-type]
    assert await sent(store, FakePlatform()) == {Status.SENT: 4}


async def test_after_a_day_of_refusals_it_is_given_up_with_the_reason(store: Store) -> None:
    await store.desk.post([], NOON)
    await post(store, "Sam")
    for hour in range(30):
        await sent(
            store,
            FakePlatform(faults=[Refused("the channel is archived", for_good=False)]),
            TUESDAY + timedelta(hours=hour),
        )
    assert await whys(store, "failed") == ["given up after a day: the channel is archived"]


async def test_one_that_was_due_long_ago_is_not_given_up_at_its_first_refusal(store: Store) -> None:
    await post(store, "Sam", TUESDAY - timedelta(days=5))
    tally = await sent(store, FakePlatform(faults=[Refused("not now", for_good=False)]))
    assert tally == {Status.READY: 1}


async def test_a_day_of_trying_counts_from_the_first_try(store: Store) -> None:
    await post(store, "Sam", TUESDAY - timedelta(days=5))
    for hours in range(0, 14, 2):
        refuses = FakePlatform(faults=[Refused("not now", for_good=False)])
        assert await sent(store, refuses, TUESDAY + timedelta(hours=hours)) == {Status.READY: 1}


async def test_a_night_or_a_weekend_between_two_tries_is_no_day_of_trying(store: Store) -> None:
    await reminded(store, 1, date(2026, 12, 11))
    evening, monday = FRIDAY.replace(hour=18, minute=29), datetime(2026, 12, 7, 8, tzinfo=UTC)
    for now in (evening, monday):
        tally = await sent(store, FakePlatform(faults=[Refused("not now", for_good=False)]), now)
        assert tally == {Status.READY: 1}
    assert await sent(store, FakePlatform(), monday + timedelta(hours=1)) == {Status.SENT: 1}


async def test_that_it_was_sent_once_is_not_forgotten_while_it_goes_once_more(store: Store) -> None:
    await reminded(store, 1)
    await sent(store, FakePlatform())
    (told,) = await store.reminders.told(FIRST, TUESDAY)
    until = TUESDAY + timedelta(days=2)
    await store.reminders.snooze(FIRST, ["residentials"], until, [told.delivery_id])
    assert await sent(store, FakePlatform(faults=[Throttled(60)]), until) == {Status.READY: 1}
    await store.reminders.start(FIRST, ["residentials"], until)
    assert await sent(store, FakePlatform(), until) == {Status.SENT: 1}


async def test_what_is_in_hand_is_finished_when_the_process_is_asked_to_stop(store: Store) -> None:
    g = await crowd(store, 100)
    await announce(g, TUESDAY)
    await plan_and_fan_out(store, RULES, TUESDAY)
    platform = Watching()
    at = desk(store, platform)
    platform.after = {20: at.stopping.set}
    await local.drain(at)
    tally = await store.sending.tally()
    assert tally[Status.SENT] == len(platform.told) < 60
    assert tally[Status.SENT] + tally[Status.READY] == 100


async def test_a_platform_that_is_not_connected_is_tried_again_and_named(store: Store) -> None:
    await reminded(store, 1)
    await plan_and_fan_out(store, RULES, TUESDAY)
    await local.drain(Desk(store, {}, words, lambda: TUESDAY, Random(1), RULES))
    assert await whys(store, "ready") == ["slack is not connected"]
