"""Reminders on both stores, from a date that is set to what arrives, and what a refusal makes of them."""

from datetime import UTC, date, datetime
from random import Random

from bot.core.plain_text import plain
from bot.core.reminder_rules import Rules
from bot.db.store import Store
from bot.delivery.domain import DeliveryStatus
from bot.delivery.leases import Leases
from bot.features.cohort.repository import CohortStatuses
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.residentials.domain import AttendanceAnswer, ResidentialInput
from bot.features.residentials.repository import Residentials
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out, rehearsed
from scheduler.ports import Ambiguous, Refused, Throttled
from tests.support.fakes.platform import FakePlatform
from tests.support.ground import Ground, account, ground
from tests.support.stores import store
from tests.support.stores import url_of_both as url

__all__ = ["store", "url"]

PLANNED = datetime(2026, 11, 2, 12, tzinfo=UTC)
DUE = datetime(2026, 12, 1, 8, tzinfo=UTC)
QUIET = Rules(residential=(7,), nudge_on=12, pace_on=12)


async def ready(store: Store) -> Ground:
    """Sam has joined and Kim has not; a residential is a week after DUE."""
    g = await ground(store)
    sam = await g.enrol("Sam")
    await g.enrol("Kim")
    code = await Codes(store).make(sam.id, None, PLANNED)
    await Codes(store).redeem(code.words, account("Sam"), PLANNED)
    await PeopleRegister(store).remember_address(account("Sam"), {"user": "Sam"})
    await Residentials(store).set(g.here, ResidentialInput(1, date(2026, 12, 8), date(2026, 12, 9)), None, PLANNED)
    await plan_and_fan_out(store, QUIET, PLANNED)
    return g


async def sent(store: Store, platform: FakePlatform, now: datetime = DUE) -> dict[DeliveryStatus, int]:
    await plan_and_fan_out(store, QUIET, now)
    await local_engine.drain(DeliveryContext(store, {"slack": platform}, lambda: now, Random(1), in_flight=1))
    return await Leases(store).tally("residential:1")


async def test_who_has_joined_is_reminded_once_and_who_has_not_is_accounted_for(store: Store) -> None:
    await ready(store)
    platform = FakePlatform()
    assert await sent(store, platform) == {DeliveryStatus.SENT: 1, DeliveryStatus.SKIPPED: 1}
    assert await sent(store, platform) == {DeliveryStatus.SENT: 1, DeliveryStatus.SKIPPED: 1}
    ((user, reply),) = platform.told
    assert user == "Sam"
    assert "Residential 1 begins in 7 days: Tue 8 Dec and Wed 9 Dec" in plain(reply)


async def test_who_said_they_cannot_come_is_not_reminded(store: Store) -> None:
    g = await ready(store)
    (residential,) = await Residentials(store).list(g.here)
    for person in (await CohortStatuses(store).of(g.hub.id, g.cohort.id, DUE.date())).people:
        await Residentials(store).attend(residential.id, person.person_id, AttendanceAnswer.CANNOT, PLANNED)
    assert await sent(store, FakePlatform()) == {}


async def test_a_cancelled_residential_is_not_spoken_of(store: Store) -> None:
    g = await ready(store)
    await Residentials(store).cancel(g.here, 1, None, PLANNED)
    assert await sent(store, FakePlatform()) == {}


async def test_one_cancelled_after_the_reminder_is_taken_back_once(store: Store) -> None:
    g = await ready(store)
    platform = FakePlatform()
    await sent(store, platform)
    await Residentials(store).cancel(g.here, 1, None, DUE)
    for _ in range(3):
        await sent(store, platform)
    assert [("cancelled" in plain(reply)) for _user, reply in platform.told] == [False, True]


async def test_a_platform_that_asks_to_wait_gets_nothing_until_then(store: Store) -> None:
    await ready(store)
    platform = FakePlatform(faults=[Throttled(60)])
    assert (await sent(store, platform))[DeliveryStatus.READY] == 1
    assert (await sent(store, platform, DUE.replace(minute=2)))[DeliveryStatus.SENT] == 1


async def test_a_refusal_for_good_is_a_failure(store: Store) -> None:
    await ready(store)
    assert (await sent(store, FakePlatform(faults=[Refused("the account is closed")])))[DeliveryStatus.FAILED] == 1


async def test_where_nobody_can_look_an_ambiguous_reminder_is_never_sent_again(store: Store) -> None:
    await ready(store)
    platform = FakePlatform(can_look=False, faults=[Ambiguous("timed out")])
    assert (await sent(store, platform))[DeliveryStatus.UNKNOWN] == 1
    await sent(store, platform, DUE.replace(minute=30))
    assert sum(platform.arrived.values()) == 1


async def test_a_reminder_that_came_too_late_is_skipped(store: Store) -> None:
    await ready(store)
    tally = await sent(store, FakePlatform(), datetime(2026, 12, 8, 12, tzinfo=UTC))
    assert tally == {DeliveryStatus.SKIPPED: 2}


async def test_a_rehearsal_names_what_is_due(store: Store) -> None:
    await ready(store)
    assert await rehearsed(store, QUIET, DUE) == ["2026-12-01 07:30 UTC  residential_7  residential:1  hub 1"]


async def test_a_move_is_said_as_one_when_the_new_days_reminder_is_taken_with_it(store: Store) -> None:
    g = await ready(store)
    platform, later = FakePlatform(), DUE.replace(day=2)
    await sent(store, platform)
    await Residentials(store).set(g.here, ResidentialInput(1, date(2026, 12, 9), date(2026, 12, 10)), None, DUE)
    await plan_and_fan_out(store, QUIET, later)
    await local_engine.drain(DeliveryContext(store, {"slack": platform}, lambda: later, Random(1)))
    assert ["has moved from" in plain(reply) for _user, reply in platform.told] == [False, True]
