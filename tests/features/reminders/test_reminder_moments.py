"""To the moment of sending: clock changes, leap day, a bank holiday, and somebody who lives by another clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import col

from bot.core.reminder_rules import Rules
from bot.db.store import Store
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_hubs import HubRegister
from bot.features.residentials.domain import ResidentialInput
from bot.features.residentials.repository import Residentials
from bot.identity.tables import PersonRow
from bot.language.dates import in_words as spoken
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from tests.support.fakes.platform import FakePlatform
from tests.support.ground import COHORT_13, NOON, Ground, account, ground
from tests.support.stores import store, url

__all__ = ["store", "url"]
RULES = Rules(residential=(7, 1), nudge_on=12, pace_on=12)
STEP = timedelta(hours=1)


async def joins(g: Ground, name: str, zone: str | None = None) -> None:
    person = await g.enrol(name)
    code = await Codes(g.store).make(person.id, None, NOON)
    await Codes(g.store).redeem(code.words, account(name), NOON)
    await PeopleRegister(g.store).remember_address(account(name), {"user": name})
    async with g.store.writing() as connection:
        await connection.execute(update(PersonRow).values(zone=zone).where(col(PersonRow.id) == person.id))


async def told(g: Ground, first: date, from_day: date) -> dict[str, str]:
    """A tick every hour until the noon after: who was told when about a residential, in words, in London."""
    await Residentials(g.store).set(g.here, ResidentialInput(1, first, first), None, NOON)
    platform, found = FakePlatform(), dict[str, str]()
    now = datetime(from_day.year, from_day.month, from_day.day, 4, 30, tzinfo=UTC)
    for _ in range(32):
        await plan_and_fan_out(g.store, RULES, now)
        desk = DeliveryContext(g.store, {"slack": platform}, lambda: now, Random(1), RULES)  # noqa: B023
        await local_engine.drain(desk)
        for user, _reply in platform.told:
            found.setdefault(user, in_words(now))
        now += STEP
    assert len(platform.told) == len(found)
    return found


def in_words(moment: datetime, zone: str = "Europe/London") -> str:
    local_ = moment.astimezone(ZoneInfo(zone))
    return f"{spoken(local_.date())}, {local_:%H:%M}"


async def test_the_clocks_go_forward_on_28_march_and_it_goes_at_half_past_seven_summer_time(
    store: Store,
) -> None:
    g = await ground(store)
    await joins(g, "Sam")
    assert await told(g, date(2027, 4, 6), date(2027, 3, 29)) == {"Sam": "Tue 30 Mar 2027, 07:30"}


async def test_the_clocks_go_back_on_25_october_and_it_goes_at_half_past_seven_winter_time(
    store: Store,
) -> None:
    g = await ground(store)
    await joins(g, "Sam")
    assert await told(g, date(2026, 11, 3), date(2026, 10, 26)) == {"Sam": "Tue 27 Oct 2026, 07:30"}


async def test_a_week_before_7_march_2028_it_is_sent_on_leap_day(store: Store) -> None:
    g = await ground(store)
    g = replace(g, cohort=await HubRegister(store).ensure_cohort(COHORT_13, NOON))
    await joins(g, "Sam")
    assert await told(g, date(2028, 3, 7), date(2028, 2, 28)) == {"Sam": "Tue 29 Feb 2028, 07:30"}


async def test_the_day_before_a_residential_on_may_day_is_the_friday_before(store: Store) -> None:
    g = await ground(store)
    await joins(g, "Sam")
    assert await told(g, date(2027, 5, 3), date(2027, 4, 30)) == {"Sam": "Fri 30 Apr 2027, 07:30"}


async def test_who_lives_in_new_york_is_told_at_half_past_seven_there(store: Store) -> None:
    g = await ground(store)
    await joins(g, "Sam")
    await joins(g, "Kim", "America/New_York")
    found = await told(g, date(2027, 3, 30), date(2027, 3, 22))
    assert found == {"Sam": "Tue 23 Mar 2027, 07:30", "Kim": "Tue 23 Mar 2027, 11:30"}
