"""Reminders on both stores, from a date that is set to what arrives, and what a refusal makes of them."""

from datetime import UTC, date, datetime
from random import Random

from bot.plain import plain
from bot.store import Store
from bot.store.records_dates import Answer, Planned
from bot.store.records_outbox import Status
from scheduler import local
from scheduler.deliver import Desk
from scheduler.fanout import plan_and_fan_out, rehearsed
from scheduler.ports import Ambiguous, Refused, Throttled
from scheduler.rules import Rules
from scheduler.words import words
from tests.fakes.platform import FakePlatform
from tests.ground import Ground, account, ground
from tests.stores import store, url

__all__ = ["store", "url"]

PLANNED = datetime(2026, 11, 2, 12, tzinfo=UTC)
DUE = datetime(2026, 12, 1, 8, tzinfo=UTC)
QUIET = Rules(residential=(7,), nudge_on=12, pace_on=12)


async def ready(store: Store) -> Ground:
    """Sam has joined and Kim has not; a residential is a week after DUE."""
    g = await ground(store)
    sam = await g.enrol("Sam")
    await g.enrol("Kim")
    code = await store.codes.make(sam.id, None, PLANNED)
    await store.codes.redeem(code.words, account("Sam"), PLANNED)
    await store.people.remember_address(account("Sam"), {"user": "Sam"})
    await store.residentials.set(g.here, Planned(1, date(2026, 12, 8), date(2026, 12, 9)), None, PLANNED)
    await plan_and_fan_out(store, QUIET, PLANNED)
    return g


async def sent(store: Store, platform: FakePlatform, now: datetime = DUE) -> dict[Status, int]:
    await plan_and_fan_out(store, QUIET, now)
    await local.drain(Desk(store, {"slack": platform}, words, lambda: now, Random(1), in_flight=1))
    return await store.sending.tally("residential:1")


async def test_who_has_joined_is_reminded_once_and_who_has_not_is_accounted_for(store: Store) -> None:
    await ready(store)
    platform = FakePlatform()
    assert await sent(store, platform) == {Status.SENT: 1, Status.SKIPPED: 1}
    assert await sent(store, platform) == {Status.SENT: 1, Status.SKIPPED: 1}
    ((user, reply),) = platform.told
    assert user == "Sam"
    assert "Residential 1 begins in 7 days: Tuesday 8 and Wednesday 9 December 2026" in plain(reply)


async def test_who_said_they_cannot_come_is_not_reminded(store: Store) -> None:
    g = await ready(store)
    (residential,) = await store.residentials.list(g.here)
    for person in (await store.cohorts.status(g.hub.id, g.cohort.id, DUE.date())).people:
        await store.residentials.attend(residential.id, person.person_id, Answer.CANNOT, PLANNED)
    assert await sent(store, FakePlatform()) == {}


async def test_a_cancelled_residential_is_not_spoken_of(store: Store) -> None:
    g = await ready(store)
    await store.residentials.cancel(g.here, 1, None, PLANNED)
    assert await sent(store, FakePlatform()) == {}


async def test_one_cancelled_after_the_reminder_is_taken_back_once(store: Store) -> None:
    g = await ready(store)
    platform = FakePlatform()
    await sent(store, platform)
    await store.residentials.cancel(g.here, 1, None, DUE)
    for _ in range(3):
        await sent(store, platform)
    assert [("cancelled" in plain(reply)) for _user, reply in platform.told] == [False, True]


async def test_a_platform_that_asks_to_wait_gets_nothing_until_then(store: Store) -> None:
    await ready(store)
    platform = FakePlatform(faults=[Throttled(60)])
    assert (await sent(store, platform))[Status.READY] == 1
    assert (await sent(store, platform, DUE.replace(minute=2)))[Status.SENT] == 1


async def test_a_refusal_for_good_is_a_failure(store: Store) -> None:
    await ready(store)
    assert (await sent(store, FakePlatform(faults=[Refused("the account is closed")])))[Status.FAILED] == 1


async def test_where_nobody_can_look_an_ambiguous_reminder_is_never_sent_again(store: Store) -> None:
    await ready(store)
    platform = FakePlatform(can_look=False, faults=[Ambiguous("timed out")])
    assert (await sent(store, platform))[Status.UNKNOWN] == 1
    await sent(store, platform, DUE.replace(minute=30))
    assert sum(platform.arrived.values()) == 1


async def test_a_reminder_that_came_too_late_is_skipped(store: Store) -> None:
    await ready(store)
    tally = await sent(store, FakePlatform(), datetime(2026, 12, 8, 12, tzinfo=UTC))
    assert tally == {Status.SKIPPED: 2}


async def test_a_rehearsal_names_what_is_due(store: Store) -> None:
    await ready(store)
    assert await rehearsed(store, QUIET, DUE) == ["2026-12-01 07:30 UTC  residential_7  residential:1  hub 1"]


async def test_a_move_is_said_as_one_when_the_new_days_reminder_is_taken_with_it(store: Store) -> None:
    g = await ready(store)
    platform, later = FakePlatform(), DUE.replace(day=2)
    await sent(store, platform)
    await store.residentials.set(g.here, Planned(1, date(2026, 12, 9), date(2026, 12, 10)), None, DUE)
    await plan_and_fan_out(store, QUIET, later)
    await local.drain(Desk(store, {"slack": platform}, words, lambda: later, Random(1)))
    assert ["has moved from" in plain(reply) for _user, reply in platform.told] == [False, True]
