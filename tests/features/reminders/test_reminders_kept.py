"""What somebody has said of their reminders holds: stopped ones stay away, put-off ones come, none comes twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import col

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.core.reminder_rules import Rules
from bot.db.store import Store
from bot.delivery.domain import DeliveryStatus
from bot.delivery.leases import Leases
from bot.features.cohort.repository import CohortStatuses
from bot.features.release_days.domain import Part, Purpose, ReleaseDayInput
from bot.features.release_days.repository import ReleaseDays
from bot.features.release_days.tables import ReleaseDayRow
from bot.features.reminders.repository import Reminders
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import ResidentialInput, ResidentialState
from bot.features.residentials.repository import Residentials
from bot.identity.repository import People
from scheduler.ports import Ambiguous
from tests.support.desk_talk import Talk
from tests.support.ground import NOON, asked, ground
from tests.support.kept import kept
from tests.support.reminding import Weeks
from tests.support.stores import store, url

__all__ = ["store", "url"]
SAM, ANN = "slack:sam", "teams:ann"
RULES = Rules(residential=(7, 1), report=(14, 3, 0))
TEN = [ReleaseDayInput(date(2027, 7, day), Part.FULL, Purpose.OTHER, None) for day in range(1, 11)]
WEEK_BEFORE, DAY_BEFORE = "2026-12-01T08:00", "2026-12-07T08:00"
FORTNIGHT, THREE_DAYS, DUE = "2027-01-15T08:00", "2027-01-26T08:00", "2027-01-29T08:00"


@pytest.fixture
@kept
async def weeks(core: Core, store: Store, clock: SetClock) -> Weeks:
    """Sam is in Slack and Ann in Teams; a residential is in December, a report due in January."""
    clock.moment = NOON
    g = await ground(store)
    talk = Talk(core.over(store), g, clock)
    for user, name in ((SAM, "Sam Patel"), (ANN, "Ann Jones")):
        person = await g.enrol(name)
        await talk.joined(user, person)
        await ReleaseDays(store).log(g.whose(person), TEN, asked())
    residence = ResidentialInput(1, date(2026, 12, 8), date(2026, 12, 9), "The Grange", ResidentialState.CONFIRMED)
    await Residentials(store).set(g.here, residence, None, NOON)
    await Reports(store).add(g.here, "Autumn report", date(2027, 1, 29), None, NOON)
    weeks = Weeks(talk, clock, RULES)
    await weeks.tick("2026-11-02T12:00")
    return weeks


def users(sent: list[tuple[str, str]]) -> list[str]:
    return sorted(user for user, _ in sent)


async def test_what_is_stopped_stays_away_for_who_stopped_it_alone(weeks: Weeks) -> None:
    await weeks.talk.say(SAM, "reminders stop residentials")
    assert users(await weeks.tick(WEEK_BEFORE)) == [ANN]
    assert users(await weeks.tick(FORTNIGHT)) == [SAM, ANN], "reports are another kind"


async def test_what_is_stopped_between_fanning_out_and_sending_is_not_sent(weeks: Weeks) -> None:
    assert users(await weeks.tick("2026-12-01T06:00")) == [], "written down, and not due yet"
    await weeks.talk.say(SAM, "reminders stop residentials")
    assert users(await weeks.tick(WEEK_BEFORE)) == [ANN]
    await weeks.talk.press(SAM, "Undo")
    assert users(await weeks.tick("2026-12-01T09:00")) == [], "it was over with; the next one comes"
    assert users(await weeks.tick(DAY_BEFORE)) == [SAM, ANN]


@pytest.mark.parametrize("written_down_before", [True, False])
async def test_what_is_put_off_comes_when_that_is_over(weeks: Weeks, *, written_down_before: bool) -> None:
    if written_down_before:
        await weeks.tick("2026-12-01T06:00")
    assert "Paused until Thu 3 Dec" in await weeks.talk.say(SAM, "reminders snooze until 3 December")
    assert users(await weeks.tick(WEEK_BEFORE)) == [ANN]
    assert users(await weeks.tick("2026-12-02T08:00")) == []
    ((user, said),) = await weeks.tick("2026-12-03T08:00")
    assert user == SAM
    assert "Residential 1 begins in 5 days" in said, "the days are counted anew"
    assert users(await weeks.tick("2026-12-03T09:00")) == []


async def test_what_is_put_off_and_done_meanwhile_does_not_come(weeks: Weeks) -> None:
    await weeks.talk.say(SAM, "reminders snooze reports until 19 January")
    await weeks.tick(FORTNIGHT)
    await weeks.talk.say(SAM, "report done autumn")
    assert users(await weeks.tick("2027-01-19T08:00")) == []


async def test_what_is_put_off_beyond_its_use_leaves_room_for_the_next(weeks: Weeks) -> None:
    await weeks.talk.say(SAM, "reminders snooze reports until 27 January")
    assert users(await weeks.tick(FORTNIGHT)) == [ANN]
    assert users(await weeks.tick(THREE_DAYS)) == [ANN]
    ((user, said),) = await weeks.tick("2027-01-27T08:00")
    assert user == SAM
    assert "is due in 2 days" in said


async def test_a_reminder_that_came_comes_once_more_also_when_the_platform_is_unsure(
    weeks: Weeks,
) -> None:
    await weeks.tick(WEEK_BEFORE)
    assert "again on Fri 4 Dec" in await weeks.talk.press(SAM, "Remind me in 3 days")
    again = weeks.talk.seen[SAM]
    await weeks.talk.say(SAM, "reminders")
    weeks.faults = {"slack": [Ambiguous("timed out")]}
    assert users(await weeks.tick("2026-12-04T08:00")) == [SAM]
    assert users(await weeks.tick("2026-12-04T08:30")) == [], "looked up, and there"
    assert again.buttons[0].label == "Undo"
    assert users(await weeks.tick(DAY_BEFORE)) == [SAM, ANN]


async def test_pressed_twice_it_is_put_off_once(weeks: Weeks) -> None:
    await weeks.tick(WEEK_BEFORE)
    reminder = weeks.talk.seen[SAM]
    first = await weeks.talk.press(SAM, "Remind me in 3 days")
    weeks.clock.moment = datetime(2026, 12, 2, 9, tzinfo=UTC)
    weeks.talk.seen[SAM] = reminder
    assert await weeks.talk.press(SAM, "Remind me in 3 days") == first
    assert users(await weeks.tick("2026-12-04T08:00")) == [SAM]


async def test_taken_back_it_does_not_come_again(weeks: Weeks) -> None:
    await weeks.tick(WEEK_BEFORE)
    await weeks.talk.press(SAM, "Remind me in 3 days")
    await weeks.talk.press(SAM, "Undo")
    assert users(await weeks.tick("2026-12-04T08:00")) == []
    tally = await Leases(weeks.talk.ground.store).tally("residential:1")
    assert tally[DeliveryStatus.SENT] == 2


async def test_who_put_a_reminder_off_still_hears_that_the_day_has_moved(weeks: Weeks) -> None:
    store, here = weeks.talk.ground.store, weeks.talk.ground.here
    await weeks.tick(WEEK_BEFORE)
    await weeks.talk.press(SAM, "Remind me in 3 days")
    await weeks.talk.say(ANN, "reminders stop all")
    await Residentials(store).set(here, ResidentialInput(1, date(2026, 12, 15), date(2026, 12, 16)), None, NOON)
    sent = await weeks.tick("2026-12-02T08:00")
    assert users(sent) == [SAM, ANN], "a correction is no reminder: nobody can have stopped it"
    assert all("has moved from Tue 8 Dec" in said for _, said in sent)
    assert users(await weeks.tick("2026-12-04T08:00")) == [], "the old day is not spoken of again"


async def test_nobody_puts_off_or_sees_what_is_somebody_elses(weeks: Weeks) -> None:
    await weeks.tick(WEEK_BEFORE)
    theirs = next(one for one in weeks.talk.seen[SAM].buttons if one.action == "reminder_snooze")
    assert "so I can't pause it" in await weeks.talk.submit(ANN, theirs.action, dict(theirs.values))
    store, (ann, _) = weeks.talk.ground.store, await People(weeks.talk.ground.store).at([weeks.talk.ground.hub.id])
    until = weeks.clock.moment + timedelta(days=3)
    await Reminders(store).snooze(ann.id, ["residential:1"], until, weeks.clock.moment, [int(theirs.values["of"])])
    assert users(await weeks.tick("2026-12-04T08:00")) == []


async def test_who_joins_the_evening_before_gets_the_next_mornings_reminder(weeks: Weeks) -> None:
    late = await weeks.talk.ground.enrol("Al Fox")
    assert users(await weeks.tick("2026-11-30T17:00")) == [], "it is written by now, fifteen hours ahead"
    await weeks.talk.joined("slack:al", late)
    await weeks.tick("2026-11-30T17:01")
    assert users(await weeks.tick(WEEK_BEFORE)) == ["slack:al", SAM, ANN]
    assert users(await weeks.tick("2026-12-01T09:00")) == []


async def test_a_school_holiday_that_is_set_later_moves_what_is_planned(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await weeks.talk.joined("slack:lee", g.lead)
    await weeks.talk.say("slack:lee", "cohort holidays 1 December to 3 December")
    assert users(await weeks.tick("2026-11-30T08:00")) == [SAM, ANN]
    assert users(await weeks.tick("2026-12-01T08:00")) == []
    assert "again on Fri 4 Dec" in await weeks.talk.press(SAM, "Remind me in 3 days"), "after the holiday"


async def test_who_logs_a_day_after_the_nudge_was_put_off_is_not_nudged(weeks: Weeks) -> None:
    """The fifth is a Saturday; both put Monday's nudge off until Thursday, and Sam logs a day on Wednesday."""
    weeks.rules = Rules(nudge_on=5, pace_on=28)
    store, here = weeks.talk.ground.store, weeks.talk.ground.here
    for person in (await CohortStatuses(store).of(here.hub_id, here.cohort_id, NOON.date())).people:
        async with store.transaction() as connection:
            await connection.execute(delete(ReleaseDayRow).where(col(ReleaseDayRow.person_id) == person.person_id))
    nudged = [
        user for user, said in await weeks.tick("2026-12-07T08:00") if "haven't logged a release day" in said
    ]
    assert sorted(nudged) == [SAM, ANN]
    for user in (SAM, ANN):
        await weeks.talk.say(user, "reminders snooze days until Thursday")
    weeks.clock.moment = datetime(2026, 12, 9, 12, tzinfo=UTC)
    assert "Logged" in await weeks.talk.say(SAM, "releaseday log today workshop")
    nudged = [
        user for user, said in await weeks.tick("2026-12-10T08:00") if "haven't logged a release day" in said
    ]
    assert nudged == [ANN]


async def test_the_list_says_where_no_day_is_worked_out_and_where_the_last_one_has_come(weeks: Weeks) -> None:
    store, here = weeks.talk.ground.store, weeks.talk.ground.here
    await Reports(store).add(here, "Spring report", date(2027, 3, 19), None, NOON)
    said = await weeks.talk.say(SAM, "reminders")
    assert "Spring report (due Fri 19 Mar): I'm still working out when; ask again in a minute" in said
    await weeks.tick(WEEK_BEFORE)
    assert "Fri 5 Mar: Spring report (due Fri 19 Mar)" in await weeks.talk.say(SAM, "reminders")
    await weeks.tick(DAY_BEFORE)
    assert "Residential 1 (Tue 8 Dec): no more reminders" in await weeks.talk.say(SAM, "reminders")


async def test_where_no_clock_runs_the_list_does_not_promise_that_anything_comes(weeks: Weeks) -> None:
    assert "Your next reminders, each in the morning:" in await weeks.talk.say(SAM, "reminders")
    weeks.clock.moment = NOON + timedelta(minutes=11)
    said = await weeks.talk.say(SAM, "reminders")
    assert said.startswith("Planned reminders, each in the morning:")
    assert "Reminders aren't being sent at the moment." in said
