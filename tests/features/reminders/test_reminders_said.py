"""How people speak of their reminders: which kinds, until when, and what comes back."""

from datetime import UTC, date, datetime

import pytest

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES
from bot.core.dispatcher import Core
from bot.core.permissions import WHO_CAN, Role
from bot.core.routes import discover
from bot.db.store import Store
from bot.features.holidays.repository import Holidays
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_hubs import Cohorts
from bot.features.reminders.parsing import UntilWhen, WhichReminders, chosen, day_in, kinds_in, morning
from tests.support.desk_talk import Talk
from tests.support.ground import NOON, ground
from tests.support.stores import store, url

__all__ = ["store", "url"]
WEDNESDAY = date(2026, 11, 25)
SAM, LEE, FAY, ADA, NOBODY = "slack:sam", "slack:lee", "slack:fay", "slack:ada", "slack:nobody"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("stop reminding me about reports", ("reports",)),
        ("no more nudges to log my days", ("days",)),
        ("resi", ("residentials",)),
        ("days 3 days", ("days",)),
        ("the reports and the residentials", ("residentials", "reports")),
        ("all of them", ("residentials", "reports", "days")),
        ("remind me later", ()),
        ("3 days", ()),
    ],
)
def test_the_kinds_are_found_in_what_is_said(text: str, kinds: tuple[str, ...]) -> None:
    assert kinds_in(text) == kinds


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 days", date(2026, 11, 28)),
        ("for a week", date(2026, 12, 2)),
        ("for two weeks", date(2026, 12, 9)),
        ("quiet for a fortnight", date(2026, 12, 9)),
        ("give me another couple of days", date(2026, 11, 27)),
        ("tomorrow", date(2026, 11, 26)),
        ("until Friday", date(2026, 11, 27)),
        ("snooze till Monday", date(2026, 11, 30)),
        ("next week", date(2026, 11, 30)),
        ("at the weekend", date(2026, 11, 28)),
        ("until 4 January", date(2027, 1, 4)),
        ("pause until September", date(2027, 9, 1)),
        ("pause until December", date(2026, 12, 1)),
        ("ping me at 4 in an hour", date(2026, 11, 26)),
        ("remind me later", None),
    ],
)
def test_a_day_is_found_in_what_is_said(text: str, day: date | None) -> None:
    assert day_in(text, WEDNESDAY) == day


@pytest.mark.parametrize("text", ["0 days", "999 days", "until 31 November", "today", "24 months"])
def test_a_day_that_will_not_do_is_asked_about(text: str) -> None:
    with pytest.raises(UntilWhen):
        day_in(text, WEDNESDAY)


def test_a_command_that_names_no_kind_is_asked_about_and_a_bare_one_means_all() -> None:
    assert chosen("") == chosen("all") == ("residentials", "reports", "days")
    with pytest.raises(WhichReminders):
        chosen("the other ones")


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 11, 27), datetime(2026, 11, 27, 7, 30, tzinfo=UTC)),
        (date(2026, 11, 28), datetime(2026, 11, 30, 7, 30, tzinfo=UTC)),
        (date(2026, 12, 25), datetime(2026, 12, 29, 7, 30, tzinfo=UTC)),
        (date(2027, 4, 5), datetime(2027, 4, 7, 6, 30, tzinfo=UTC)),
    ],
)
def test_what_is_put_off_comes_on_a_working_morning(day: date, moment: datetime) -> None:
    assert morning(day, "Europe/London", [(date(2027, 4, 2), date(2027, 4, 6))]) == moment


@pytest.fixture
async def talk(core: Core, store: Store, clock: SetClock) -> Talk:
    """Lee leads Sam's hub, Fay another, Ada administers."""
    clock.moment = NOON
    g = await ground(store)
    talk = Talk(core.over(store), g, clock)
    await talk.joined(SAM, await g.enrol("Sam Patel"))
    await talk.joined(LEE, g.lead)
    fay = await PeopleRegister(store).add("Fay Lead", "fay@hub.example", NOON)
    await Cohorts(store).make_lead(fay.id, g.other.id, None, NOON)
    await talk.joined(FAY, fay)
    await talk.joined(ADA, await PeopleRegister(store).add("Ada Boss", "ada@ncetm.example", NOON, admin=True))
    return talk


async def test_every_way_to_say_it_comes_back_with_what_stands_now(talk: Talk) -> None:
    assert "No reminder is coming to you." in await talk.say(SAM, "reminders")
    assert "Stopped: no more reminders of reports." in await talk.say(SAM, "reminders stop reports")
    assert "Stopped: reports." in await talk.say(SAM, "reminders")
    assert "are on again" in await talk.press(SAM, "Start reports")
    assert "Stopped: reports." in await talk.press(SAM, "Undo")
    assert "of residentials, reports and release days" in await talk.say(SAM, "reminders off")
    assert "are stopped already" in await talk.say(SAM, "turn off notifications")
    assert "nothing to put off" in await talk.say(SAM, "reminders snooze 3 days")
    assert "are on again" in await talk.say(SAM, "reminders on")
    assert "wait until Thursday 5 November 2026" in await talk.say(SAM, "remind me later")
    assert "Put off until Thu 5 Nov: reports." in await talk.say(SAM, "what will you remind me of")
    assert "are on again" in await talk.say(SAM, "start the reminders again")
    assert "Your reminders are on" in await talk.say(SAM, "remind me a week before the residential")
    assert "your own diary" in await talk.say(SAM, "remind me tomorrow at 8 to ask my head")
    assert "Which reminders?" in await talk.say(SAM, "reminders stop those")
    assert "Until when?" in await talk.say(SAM, "reminders snooze until the cows come home")


BUTTONS = {
    "reminder_stop": {"kind": "reports"},
    "reminder_start": {"kind": "reports"},
    "reminder_snooze": {"of": "1", "days": "3"},
    "reminder_restore": {"state": "reports=stop"},
}
COMMANDS = ("reminders", "reminders stop", "reminders start", "reminders snooze")


def test_the_walk_leaves_no_button_or_command_of_the_reminders_out() -> None:
    routes = discover(FEATURES)
    there = {name for name, one in routes.actions.items() if one.__module__ == "bot.features.reminders.commands"}
    assert there == BUTTONS.keys()
    assert {name for name in routes.commands if name.startswith("reminders")} == set(COMMANDS)
    assert all(routes.catalogue.roles[name] is Role.SPECIALIST for name in COMMANDS)


@pytest.mark.parametrize("user", [NOBODY, LEE, FAY, ADA])
async def test_only_who_is_reminded_has_reminders_to_change(talk: Talk, user: str) -> None:
    for text in (*COMMANDS, "stop reminding me", "remind me later", "my reminders"):
        assert await talk.say(user, text) == WHO_CAN[Role.SPECIALIST]
    assert "I only remind enrolled specialists" in await talk.say(user, "turn on reminders")
    for name, values in BUTTONS.items():
        assert await talk.submit(user, name, values) == WHO_CAN[Role.SPECIALIST]


async def test_holidays_are_set_listed_and_removed(talk: Talk) -> None:
    assert "school holidays Monday 21 December 2026 to Friday 1 January 2027" in await talk.say(
        LEE, "cohort holidays 21 December to 1 January"
    )
    assert "Monday 15 to Friday 19 February 2027" in await talk.say(LEE, "cohort holidays 15-19 February 2027")
    said = await talk.say(LEE, "cohort holidays 18 February 2027 to 22 February 2027")
    assert "Thursday 18 to Monday 22 February 2027" in said
    assert "• Monday 15 to Monday 22 February 2027" in await talk.say(LEE, "cohort holidays"), "they are one now"
    form = {"first": "2027-03-01", "last": "2027-02-01"}
    assert "Pick the last day" in await talk.press(LEE, "Add it", **form)
    assert talk.seen[LEE].errors.keys() == {"last"}
    await talk.say(LEE, "cohort holidays")
    assert "Noted" in await talk.press(LEE, "Add it", first="2027-07-21", last="2027-08-31")
    assert "Removed at North Mersey Maths Hub" in await talk.press(LEE, "Remove it")
    assert "Removed" in await talk.say(LEE, "cohort holidays remove 22 December")
    assert "No holiday of your hub holds that day" in await talk.say(LEE, "cohort holidays remove 22 December")
    for text in ("in the summer", "30 March to 1 March 2027", "1 July 2027 to 30 November 2027"):
        assert "I need the first and the last day" in await talk.say(LEE, f"cohort holidays {text}")
    assert "no “31 November” in the calendar" in await talk.say(LEE, "cohort holidays 31 November")


async def test_holidays_are_a_hubs_own(talk: Talk) -> None:
    store, g = talk.ground.store, talk.ground
    for user in (NOBODY, SAM):
        assert await talk.say(user, "cohort holidays 15-19 February 2027") == WHO_CAN[Role.LEAD]
    await talk.say(FAY, "cohort holidays 15-19 February 2027")
    assert await Holidays(store).of(g.hub.id) == []
    here = {"hub": str(g.hub.id), "first": "2027-03-01", "last": "2027-03-05"}
    for name in ("cohort_holiday_add", "cohort_holiday_remove"):
        for user in (NOBODY, SAM, FAY):
            assert "Only hub leads" in await talk.submit(user, name, here) or user == FAY
    assert await Holidays(store).of(g.hub.id) == []
    assert "Which hub?" in await talk.say(ADA, "cohort holidays")
    assert "Noted for Fenland" in await talk.say(ADA, "cohort holidays 3 May to 7 May 2027, Fenland")
