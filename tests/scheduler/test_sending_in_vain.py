"""What cannot be sent, or may have been: it is tried again, looked up or given up, and stops no other."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import SQLAlchemyError

from bot.core.activity import Address
from bot.core.clock import Clock
from bot.core.reply import Reply
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.domain import Delivery, DeliveryOutcome, DeliveryStatus, FinishedDelivery, LeaseRequest
from bot.delivery.kinds import NotificationKinds
from bot.delivery.leases import Leases
from bot.delivery.registry import registered
from bot.delivery.shared_reads import SharedReads
from bot.delivery.tables import DeliveryRow
from bot.features.people.repository_codes import Codes
from bot.features.reminders.repository import Reminders
from bot.features.residentials.reminders import ResidentialReminder
from bot.identity.tables import HubRow
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from scheduler.ports import Ambiguous, CannotTell, Found, NotThere, Outcome, Refused, Throttled
from tests.support.crowd import FIRST, announce, crowd, plan_residential
from tests.support.fakes.platform import FakePlatform
from tests.support.ground import NOON, account
from tests.support.sending import FRIDAY, RULES, TUESDAY, desk, post, reminded, sent, whys
from tests.support.stores import store, url

__all__ = ["store", "url"]


class NoWords(ResidentialReminder):
    async def message(self, reads: SharedReads, one: Delivery) -> Reply:
        if one.person_id == FIRST:
            raise KeyError("residential:99")
        return await super().message(reads, one)


def with_another(kind: ResidentialReminder) -> NotificationKinds:
    """Every kind, with this one in place of the reminder of a residential."""
    return NotificationKinds([kind if type(one) is ResidentialReminder else one for one in registered()])


async def test_one_without_words_fails_with_a_reference_and_the_others_are_sent(
    store: Store,
) -> None:
    await reminded(store)
    platform = FakePlatform()
    await plan_and_fan_out(store, RULES, TUESDAY)
    for minutes in (0, 5, 10):
        now = TUESDAY + timedelta(minutes=minutes)
        await local_engine.drain(
            DeliveryContext(store, {"slack": platform}, _at(now), Random(1), RULES, kinds=with_another(NoWords()))
        )
    assert await Leases(store).tally() == {DeliveryStatus.SENT: 3, DeliveryStatus.FAILED: 1}
    (why,) = await whys(store, "failed")
    assert why.startswith("what it says could not be put together (reference ")


async def test_one_whose_address_cannot_be_read_fails_and_the_others_are_sent(store: Store) -> None:
    await reminded(store)
    await plan_and_fan_out(store, RULES, TUESDAY)
    async with store.writing() as connection:
        await connection.execute(update(DeliveryRow).values(address="{").where(DeliveryRow.person_id == FIRST))  # type: ignore[arg-type]
    assert await sent(store, FakePlatform()) == {DeliveryStatus.SENT: 3, DeliveryStatus.FAILED: 1}
    assert await whys(store, "failed") == ["how they are reached cannot be read from the record"]


async def test_a_process_that_was_paused_does_not_begin_what_others_may_have_taken(store: Store) -> None:
    await reminded(store, 1)
    await plan_and_fan_out(store, RULES, TUESDAY)
    now, platform = [TUESDAY], FakePlatform()

    class AfterAPause(ResidentialReminder):
        async def message(self, reads: SharedReads, one: Delivery) -> Reply:
            now[0] += timedelta(seconds=41)
            return await super().message(reads, one)

    kinds = with_another(AfterAPause())
    await local_engine.drain(
        DeliveryContext(store, {"slack": platform}, lambda: now[0], Random(1), RULES, kinds=kinds)
    )
    assert (len(platform.told), await Leases(store).tally()) == (0, {DeliveryStatus.SENDING: 1})
    assert await sent(store, platform, TUESDAY + timedelta(minutes=2)) == {DeliveryStatus.SENT: 1}
    assert len(platform.told) == 1


async def test_who_is_asked_to_wait_all_the_time_waits_while_it_is_of_use(store: Store) -> None:
    """A pause is no failure, however many there are; a weekend with the machine off may lie between two."""
    await post(store, "Sam")
    for days in range(0, 28, 3):
        assert await sent(store, FakePlatform(faults=[Throttled(60)]), TUESDAY + timedelta(days=days)) == {
            DeliveryStatus.READY: 1
        }


async def test_an_announcement_that_had_to_wait_beyond_its_use_is_given_up_with_the_reason(store: Store) -> None:
    await announce(await crowd(store, 1), TUESDAY)
    await sent(store, FakePlatform(faults=[Throttled(60)]))
    await sent(store, FakePlatform(faults=[Throttled(60)]), TUESDAY.replace(year=2028))
    assert await whys(store, "failed") == [
        "given up: the platform asked us to wait until it was of no use any more"
    ]


@dataclass
class Mute(FakePlatform):
    """It could be asked, and never answers."""

    async def find(self, to: Address, token: str, since: datetime) -> Found:  # noqa: ARG002
        return CannotTell("Slack asks to wait 60 seconds")


async def test_what_could_not_be_looked_up_for_a_day_is_said_to_be_unknown_and_never_sent_again(
    store: Store,
) -> None:
    await post(store, "Sam")
    platform = Mute(faults=[Ambiguous("timed out")])
    for hour in range(30):
        await sent(store, platform, TUESDAY + timedelta(hours=hour))
    assert await whys(store, "unknown") == [
        "it may have arrived, and could not be looked up for a day: Slack asks to wait 60 seconds"
    ]
    assert sum(platform.arrived.values()) == 1


class Breaks(FakePlatform):
    """Our own mistake in an adapter: it raises after the message went out."""

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        await super().send(to, reply, token)
        raise ZeroDivisionError


async def test_a_sender_that_raises_is_looked_up_and_nothing_is_sent_twice(store: Store) -> None:
    await reminded(store)
    platform = Breaks()
    await sent(store, platform)
    assert await sent(store, platform, TUESDAY + timedelta(minutes=2)) == {DeliveryStatus.SENT: 4}
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
    assert await sent(store, platform, TUESDAY + timedelta(minutes=2)) == {DeliveryStatus.SENT: 1}
    assert set(platform.arrived.values()) == {1}


async def test_when_nobody_can_say_what_is_still_owed_nothing_was_begun(store: Store) -> None:
    """Where the platform cannot be asked it would look as if it may have arrived, and never be sent."""
    await reminded(store)
    platform = FakePlatform(can_look=False)
    await plan_and_fan_out(store, RULES, TUESDAY)
    async with store.writing() as connection:
        await connection.execute(text("ALTER TABLE attendance RENAME TO elsewhere"))
    with pytest.raises(SQLAlchemyError):
        await local_engine.drain(desk(store, platform))
    async with store.writing() as connection:
        await connection.execute(text("ALTER TABLE elsewhere RENAME TO attendance"))
    assert await sent(store, platform, TUESDAY + timedelta(minutes=2)) == {DeliveryStatus.SENT: 4}


async def test_a_hub_with_an_unreadable_zone_stops_no_other(store: Store) -> None:
    g = await reminded(store)
    other = await g.enrol("Kim", g.other)
    code = await Codes(store).make(other.id, None, NOON)
    await Codes(store).redeem(code.words, account("Kim"), NOON)
    async with store.writing() as connection:
        await connection.execute(update(HubRow).values(zone="Nowhere/None").where(HubRow.id == g.other.id))  # type: ignore[arg-type]
    assert await sent(store, FakePlatform()) == {DeliveryStatus.SENT: 4}


async def test_after_a_day_of_refusals_it_is_given_up_with_the_reason(store: Store) -> None:
    await DirectMessages(store).leave([], NOON)
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
    assert tally == {DeliveryStatus.READY: 1}


async def test_a_day_of_trying_counts_from_the_first_try(store: Store) -> None:
    await post(store, "Sam", TUESDAY - timedelta(days=5))
    for hours in range(0, 14, 2):
        refuses = FakePlatform(faults=[Refused("not now", for_good=False)])
        assert await sent(store, refuses, TUESDAY + timedelta(hours=hours)) == {DeliveryStatus.READY: 1}


async def test_a_night_or_a_weekend_between_two_tries_is_no_day_of_trying(store: Store) -> None:
    await reminded(store, 1, date(2026, 12, 11))
    evening, monday = FRIDAY.replace(hour=18, minute=29), datetime(2026, 12, 7, 8, tzinfo=UTC)
    for now in (evening, monday):
        tally = await sent(store, FakePlatform(faults=[Refused("not now", for_good=False)]), now)
        assert tally == {DeliveryStatus.READY: 1}
    assert await sent(store, FakePlatform(), monday + timedelta(hours=1)) == {DeliveryStatus.SENT: 1}


async def test_that_it_was_sent_once_is_not_forgotten_while_it_goes_once_more(store: Store) -> None:
    await reminded(store, 1)
    await sent(store, FakePlatform())
    (told,) = await Reminders(store).told(FIRST, TUESDAY)
    until = TUESDAY + timedelta(days=2)
    await Reminders(store).snooze(FIRST, ["residentials"], until, TUESDAY, [told.delivery_id])
    assert await sent(store, FakePlatform(faults=[Throttled(60)]), until) == {DeliveryStatus.READY: 1}
    await Reminders(store).start(FIRST, ["residentials"], until)
    assert await sent(store, FakePlatform(), until) == {DeliveryStatus.SENT: 1}


async def test_a_platform_that_is_not_connected_is_tried_again_and_named(store: Store) -> None:
    await reminded(store, 1)
    await plan_and_fan_out(store, RULES, TUESDAY)
    await local_engine.drain(DeliveryContext(store, {}, lambda: TUESDAY, Random(1), RULES))
    assert await whys(store, "ready") == ["slack is not connected"]


async def test_nothing_is_looked_up_before_the_platform_can_be_believed(store: Store) -> None:
    await reminded(store, 1)
    await plan_and_fan_out(store, RULES, TUESDAY)
    await Leases(store).claim(TUESDAY, LeaseRequest("gone", TUESDAY + timedelta(minutes=1)))
    after, settle = TUESDAY + timedelta(seconds=90), timedelta(minutes=2)
    hold = LeaseRequest("me", after + timedelta(minutes=1))
    assert await Leases(store).reclaim_expired(after, settle, hold) == []
    assert len(await Leases(store).reclaim_expired(TUESDAY + settle, settle, hold)) == 1


async def test_who_lost_what_they_held_to_another_changes_nothing(store: Store) -> None:
    await reminded(store, 1)
    await plan_and_fan_out(store, RULES, TUESDAY)
    mine = await Leases(store).claim(TUESDAY, LeaseRequest("me", TUESDAY + timedelta(minutes=1)))
    later = TUESDAY + timedelta(minutes=2)
    theirs = await Leases(store).reclaim_expired(
        later, timedelta(0), LeaseRequest("another", later + timedelta(minutes=1))
    )
    await Leases(store).end(
        [FinishedDelivery(mine[0], DeliveryOutcome(DeliveryStatus.FAILED, why="too late"))], later
    )
    assert await Leases(store).tally() == {DeliveryStatus.SENDING: 1}
    await Leases(store).end(
        [FinishedDelivery(theirs[0], DeliveryOutcome(DeliveryStatus.SENT, message="m-1"))], later
    )
    assert await Leases(store).tally() == {DeliveryStatus.SENT: 1}


async def test_a_tenant_that_asked_us_to_wait_gets_nothing_until_then_and_others_do(store: Store) -> None:
    await announce(await crowd(store, 6, tenants=2), TUESDAY)
    await plan_and_fan_out(store, RULES, TUESDAY)
    platform = FakePlatform(faults=[Throttled(60)])
    await local_engine.drain(desk(store, platform, in_flight=1))
    first, others = {"U0", "U2", "U4"}, {"U1", "U3", "U5"}
    assert {user for user, _ in platform.told} in (first, others), "one tenant asked us to wait"
    assert await sent(store, platform, TUESDAY + timedelta(minutes=2)) == {DeliveryStatus.SENT: 6}


@dataclass
class MovesMeanwhile(FakePlatform):
    """While a message is on its way its date moves, and then the platform does not take it."""

    move: Callable[[], Awaitable[object]] | None = None

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        if (move := self.move) is not None:
            self.move = None
            await move()
            return Refused("not now", for_good=False)
        return await super().send(to, reply, token)


async def test_what_comes_back_unsent_after_its_date_has_moved_is_not_sent(store: Store) -> None:
    g = await reminded(store, 1)

    async def move() -> None:
        await plan_residential(g, date(2026, 12, 15))
        await plan_and_fan_out(store, RULES, TUESDAY)

    platform = MovesMeanwhile(move=move)
    await sent(store, platform)
    await local_engine.drain(desk(store, platform, TUESDAY + timedelta(minutes=5)))
    assert platform.told == [], "neither it nor a correction of what nobody was told"
    assert await whys(store, "skipped") == 2 * ["done, stopped or changed before it was sent"]


def _at(moment: datetime) -> Clock:
    """A clock that stands still."""
    return lambda: moment
