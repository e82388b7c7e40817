"""What comes round for a hub's desk, on a virtual clock: once each, also late, twice, or in two processes."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, insert, select
from sqlmodel import col

from adapters.inbox_repository import InboxRepository
from adapters.inbox_tables import SeenEventRow
from bot.core.activity import ConversationKey
from bot.core.clock import Clock
from bot.core.plain_text import plain
from bot.core.reminder_rules import Rules
from bot.db.store import Store
from bot.delivery.leases import Leases
from bot.delivery.tables import OccasionRow
from bot.features.ask_hub.domain import Asker, NewQuestion, UnsureWording
from bot.features.ask_hub.repository import Questions
from bot.features.ask_hub.repository_counts import HubCounts
from bot.features.ask_hub.repository_digests import DigestChoices
from bot.features.ask_hub.tables import WordingRow
from bot.features.ask_hub.usage_counts import UsageCounts
from bot.features.eligibility.repository import DialogSessions
from bot.features.eligibility.tables import WalkRow
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_hubs import HubRegister
from bot.hubs.tables import HubHolidayRow
from bot.identity.repository import People
from scheduler import local_engine
from scheduler.clock import tick
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from scheduler.health import HealthMonitor
from tests.support.fakes.platform import FakePlatform
from tests.support.ground import NOON, TODAY, Ground, account, ground
from tests.support.kept import kept
from tests.support.rounds import rounds
from tests.support.stores import store, url

__all__ = ["store", "url"]
MONDAY = datetime(2026, 11, 9, 7, 30, tzinfo=UTC)
HOURS = (0, 3, 6, 6.5, 7, 7.5, 8, 12, 20)  # UTC


@pytest.fixture
@kept
async def g(store: Store) -> Ground:
    """Lee leads North Mersey and Fay Fenland; each hub has one enrolled."""
    g = await ground(store)
    fay = await g.lead_elsewhere()
    for person, user in ((g.lead, "lee"), (fay, "fay")):
        await joined(store, person.id, user)
    await g.enrol("Sam Patel")
    await g.enrol("Fen Reed", g.other)
    return g


async def joined(store: Store, person_id: int, user: str, platform: str = "slack") -> None:
    code = await Codes(store).make(person_id, None, NOON)
    await Codes(store).redeem(code.words, account(user, platform=platform), NOON, {"user": user})


async def asked(g: Ground, text: str = "Is there parking?", now: datetime = NOON, user: str = "ann") -> int:
    new = NewQuestion(g.hub.id, text)
    return (
        await Questions(g.store).ask(Asker(account(user), "C", {"user": user}), new, lambda _asked: (), now)
    ).id


async def told(store: Store, *moments: datetime) -> list[str]:
    """Who was told what at which of these moments, a line each, in order."""
    lines = []
    for now in moments:
        platform = FakePlatform()
        await rounds(store, now)
        await local_engine.drain(DeliveryContext(store, {"slack": platform}, _at(now), Random(1), in_flight=1))
        opening = {who: plain(reply).partition("\n")[0] for who, reply in platform.told}
        lines += [f"{now:%a %d %b %H:%M} {who}: {said}" for who, said in sorted(opening.items())]
    return lines


def ticks(first: datetime, days: int) -> list[datetime]:
    """The moments of those days at which something could begin, and some at which nothing may."""
    midnight = first.replace(hour=0, minute=0)
    every = [midnight + timedelta(ahead, hours=at) for ahead in range(days + 1) for at in HOURS]
    return [moment for moment in every if first <= moment < first + timedelta(days)]


async def test_a_nudge_goes_to_the_leads_after_two_working_days_and_once(g: Ground) -> None:
    await asked(g, now=datetime(2026, 11, 5, 12, tzinfo=UTC))  # a Thursday
    await DigestChoices(g.store).set(g.lead.id, NOON, on=False)
    week = ticks(datetime(2026, 11, 5, 12, tzinfo=UTC), 8)
    lines = [line for line in await told(g.store, *week) if "fay" not in line]
    nudge = "Still waiting after 4 days. A teacher asks North Mersey Maths Hub:"
    assert lines == [f"Mon 09 Nov 12:00 lee: {nudge}"]


async def test_of_alike_questions_one_is_named_with_how_many_ask_it(g: Ground) -> None:
    for text, user in (("Is there parking?", "ann"), ("is there any parking", "bob"), ("Who cooks?", "ann")):
        await asked(g, text, user=user)
    platform, now = FakePlatform(), NOON + timedelta(days=2)
    await rounds(g.store, now)
    await local_engine.drain(DeliveryContext(g.store, {"slack": platform}, lambda: now, Random(1)))
    nudges = [plain(reply) for _, reply in platform.told if "Still waiting" in plain(reply)]
    assert sorted(said.splitlines()[1:] for said in nudges) == [
        ["“Is there parking?”", "2 people ask this: one answer can go to all of them."],
        ["“Who cooks?”"],
    ]


async def test_where_nobody_leads_any_more_who_asks_is_told_once_and_a_new_lead_is_nudged(g: Ground) -> None:
    await asked(g)
    await HubRegister(g.store).unmake_lead(g.lead.id, g.hub.id, None, NOON)
    lines = [line for line in await told(g.store, *ticks(NOON, 5)) if " ann: " in line]
    said = "I couldn't bring your question to anybody at North Mersey Maths Hub: “Is there parking?” It stays"
    assert [line[: 22 + len(said)] for line in lines] == [f"Wed 04 Nov 12:00 ann: {said}"]
    new = await PeopleRegister(g.store).add("New Lead", "new@hub.example", NOON)
    await HubRegister(g.store).make_lead(new.id, g.hub.id, None, NOON)
    await joined(g.store, new.id, "new")
    lines = await told(g.store, *ticks(NOON + timedelta(days=5), 2))
    assert [line[:20] for line in lines if "Still waiting" in line] == ["Mon 09 Nov 08:00 new"]


async def test_no_nudge_comes_in_the_holidays_of_the_hubs_schools(g: Ground) -> None:
    async with g.store.transaction() as connection:
        away = {"hub_id": g.hub.id, "first_day": date(2026, 11, 3), "last_day": date(2026, 11, 10)}
        await connection.execute(insert(HubHolidayRow), away)
    await asked(g)
    lines = await told(g.store, *ticks(NOON, 14))
    assert [line for line in lines if "Still waiting" in line] == [
        "Thu 12 Nov 12:00 lee: Still waiting after 10 days. A teacher asks North Mersey Maths Hub:"
    ]


async def test_the_digest_goes_on_monday_when_the_day_opens_to_each_hubs_own_lead(g: Ground) -> None:
    lines = await told(g.store, *ticks(datetime(2026, 11, 7, 6, tzinfo=UTC), 8))
    assert lines == [
        "Mon 09 Nov 07:30 fay: Fenland Maths Hub, Cohort 12: this week",
        "Mon 09 Nov 07:30 lee: North Mersey Maths Hub, Cohort 12: this week",
    ]


async def test_it_goes_by_the_clock_on_the_wall(g: Ground) -> None:
    lines = await told(g.store, *ticks(datetime(2027, 5, 10, tzinfo=UTC), 1))
    assert [line[:16] for line in lines] == ["Mon 10 May 06:30"] * 2, "07:30 in London in summer"


async def test_after_a_bank_holiday_it_goes_on_tuesday(g: Ground) -> None:
    lines = await told(g.store, *ticks(datetime(2027, 5, 1, tzinfo=UTC), 9))
    assert [line[:16] for line in lines] == ["Tue 04 May 06:30"] * 2


async def test_in_a_week_of_holidays_it_is_left_out_at_that_hub_only(g: Ground) -> None:
    async with g.store.transaction() as connection:
        away = {"hub_id": g.hub.id, "first_day": date(2027, 2, 13), "last_day": date(2027, 2, 21)}
        await connection.execute(insert(HubHolidayRow), away)
    lines = await told(g.store, *ticks(datetime(2027, 2, 13, tzinfo=UTC), 10))
    assert [line[:20] for line in lines] == [
        "Mon 15 Feb 07:30 fay",
        "Mon 22 Feb 07:30 fay",
        "Mon 22 Feb 07:30 lee",
    ]


async def test_a_day_that_was_missed_is_made_up_for_within_the_week_and_not_at_night(g: Ground) -> None:
    thursday = datetime(2026, 11, 12, 19, tzinfo=UTC)
    assert await told(g.store, thursday, thursday + timedelta(hours=11)) == []
    lines = await told(g.store, *ticks(thursday, 2))
    assert [line[:16] for line in lines] == ["Fri 13 Nov 07:30"] * 2
    saturday = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert await told(g.store, saturday) == [], "last week's is of no use any more"


async def test_who_wants_none_or_has_no_address_gets_none_and_an_account_too_many_no_second(g: Ground) -> None:
    await DigestChoices(g.store).set(g.lead.id, NOON, on=False)
    kim = await PeopleRegister(g.store).add("Kim Lead", "kim@hub.example", NOON)
    await HubRegister(g.store).make_lead(kim.id, g.hub.id, None, NOON)
    code = await Codes(g.store).make(kim.id, None, NOON)
    await Codes(g.store).redeem(code.words, account("kim"), NOON)
    fay = (await People(g.store).leading(g.other.id))[0]
    await joined(g.store, fay.id, "fay2")
    lines = [line for line in await told(g.store, MONDAY) if "account" not in line]
    assert [line[17:21] for line in lines] == ["fay2"]
    await PeopleRegister(g.store).remember_address(account("kim"), {"user": "kim"})
    lines = await told(g.store, MONDAY + timedelta(days=1))
    assert [line[17:20] for line in lines] == ["kim"], "who can be reached only since then still gets this week's"


async def test_no_digest_comes_outside_the_cohorts_year_or_for_a_hub_without_people(g: Ground) -> None:
    assert await told(g.store, datetime(2026, 8, 31, 10, tzinfo=UTC)) == []
    assert await told(g.store, datetime(2027, 9, 6, 10, tzinfo=UTC)) == []
    third = await HubRegister(g.store).ensure_hub("Third Maths Hub", NOON)
    await HubRegister(g.store).make_lead(g.lead.id, third.id, None, NOON)
    assert len(await told(g.store, MONDAY)) == 2


async def test_two_processes_at_once_send_each_once(g: Ground) -> None:
    for text in (
        "Is there parking?",
        "Who brings the projector?",
        "May my head come along?",
        "Is lunch provided?",
    ):
        await asked(g, text)
    moment = MONDAY + timedelta(days=1, hours=5)
    await asyncio.gather(*(rounds(g.store, moment) for _ in range(4)))
    lines = await told(g.store, moment, moment)
    assert len(lines) == 2
    tally = await Leases(g.store).tally()
    assert sum(tally.values()) == 6, "four nudges and two digests"


async def test_what_is_past_its_time_goes_once_a_day(g: Ground) -> None:
    store, seat = g.store, ConversationKey("slack", "T1", "sam", "C")
    await HubCounts(store).unsure(g.hub.id, UnsureWording("x", "abstain", 0.1, 1), TODAY)
    await store.companion(UsageCounts).write()
    await InboxRepository(store).claim("slack", {"Ev1": ""}, (), NOON - timedelta(hours=36))
    await DialogSessions(store).start(seat, NOON - timedelta(hours=12))
    await plan_and_fan_out(store, Rules(), NOON)
    tables = (WordingRow, SeenEventRow, WalkRow)
    await rounds(store, NOON)
    assert await counts(store, *tables) == [1, 1, 1]
    await rounds(store, NOON + timedelta(hours=23))
    assert await counts(store, *tables) == [1, 1, 1], "within a day of the last time"
    await rounds(store, NOON + timedelta(hours=25))
    assert await counts(store, *tables) == [1, 0, 0]
    await rounds(store, NOON + timedelta(days=91))  # the clock may be wrong after so long: it waits for a day
    await rounds(store, NOON + timedelta(days=92, hours=1))
    assert await counts(store, *tables) == [0, 0, 0]
    planned = (await counts(store, OccasionRow))[0]
    assert planned
    await rounds(store, datetime(2029, 1, 1, tzinfo=UTC))
    await rounds(store, datetime(2029, 1, 2, 1, tzinfo=UTC))
    assert await counts(store, OccasionRow) == [0], "kept for a year after they were of use"


async def test_an_occasion_of_use_within_the_year_is_kept(g: Ground) -> None:
    await plan_and_fan_out(g.store, Rules(), NOON)
    async with g.store.transaction() as connection:
        last = (await connection.execute(select(func.max(col(OccasionRow.expires_at))))).scalar_one()
    await rounds(g.store, last + timedelta(days=364))
    assert (await counts(g.store, OccasionRow))[0] >= 1


async def test_a_round_that_fails_keeps_no_other_from_coming(g: Ground) -> None:
    async with g.store.transaction() as connection:
        await connection.exec_driver_sql("DROP TABLE no_digest")
    await asked(g)
    lines = await told(g.store, NOON + timedelta(days=2))
    assert ["Still waiting" in line for line in lines] == [True]


async def test_a_tick_sees_to_the_rounds_and_sends_what_they_leave(g: Ground) -> None:
    await asked(g)
    platform, now = FakePlatform(), NOON + timedelta(days=2)
    await tick(DeliveryContext(g.store, {"slack": platform}, lambda: now, Random(1)), HealthMonitor(now))
    assert [who for who, reply in platform.told if "Still waiting" in plain(reply)] == ["lee"]


async def counts(store: Store, *tables: type) -> list[int]:
    async with store.transaction() as connection:
        return [
            int((await connection.execute(select(func.count()).select_from(table))).scalar_one())
            for table in tables
        ]


def _at(moment: datetime) -> Clock:
    """A clock that stands still."""
    return lambda: moment
