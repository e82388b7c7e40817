"""How people speak of their reminders: which kinds, until when, and what comes back."""

from datetime import UTC, date, datetime

import pytest

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES
from bot.core.dispatcher import Core
from bot.core.permissions import LEADS_DO_IT_FOR_SOMEBODY, WHO_CAN, Role
from bot.core.routes import discover
from bot.db.store import Store
from bot.features.reminders.domain import ReminderDeed, ReminderRequest
from bot.features.reminders.mornings import morning
from bot.features.reminders.parsing import said, snoozed
from bot.features.reminders.parsing_kinds import WhichReminders, chosen
from bot.hubs.holidays import Holidays
from bot.language import HolidayCalendar
from tests.support.desk_talk import Talk
from tests.support.ground import NOON, ground
from tests.support.kept import kept
from tests.support.stores import store, url

__all__ = ["store", "url"]
WEDNESDAY = date(2026, 11, 25)
SAM, LEE, FAY, ADA, NOBODY = "slack:sam", "slack:lee", "slack:fay", "slack:ada", "slack:nobody"


EVERY = ("residentials", "reports", "days")
HALF_TERM = HolidayCalendar.of([(date(2027, 2, 15), date(2027, 2, 19))])
ASKS, SHOWS = ReminderRequest(ReminderDeed.ASK), ReminderRequest(ReminderDeed.SHOW)
SAID = {
    "stop reminding me about reports": ReminderRequest(ReminderDeed.STOP, ("reports",)),
    "stop the report ones": ReminderRequest(ReminderDeed.STOP, ("reports",)),
    "stop reports": ReminderRequest(ReminderDeed.STOP, ("reports",)),
    "no reminders about reports please": ReminderRequest(ReminderDeed.STOP, ("reports",)),
    "no more nudges to log my days": ReminderRequest(ReminderDeed.STOP, ("days",)),
    "stop the reminders but not the ones about reports": ReminderRequest(
        ReminderDeed.STOP, ("residentials", "days")
    ),
    "only residentials": ASKS,
    "just the reports": ASKS,
    "only send me residentials": ReminderRequest(ReminderDeed.STOP, ("reports", "days")),
    "STOP": ReminderRequest(ReminderDeed.STOP, EVERY),
    "stop messaging me": ReminderRequest(ReminderDeed.STOP, EVERY),
    "turn the reminders off": ReminderRequest(ReminderDeed.STOP, EVERY),
    "stop reminding me about parents evening": ASKS,
    "stop emailing me": ASKS,
    "start the reminders again": ReminderRequest(ReminderDeed.START, EVERY),
    "snooze release day reminders for 3 days": ReminderRequest(ReminderDeed.SNOOZE, ("days",), date(2026, 11, 28)),
    "pause the reminders for a week": ReminderRequest(ReminderDeed.SNOOZE, (), date(2026, 12, 2)),
    "quiet for a fortnight": ReminderRequest(ReminderDeed.SNOOZE, (), date(2026, 12, 9)),
    "stop reminding me about reports until january": ReminderRequest(
        ReminderDeed.SNOOZE, ("reports",), date(2027, 1, 1)
    ),
    "remind me on thursday": ReminderRequest(ReminderDeed.SNOOZE, (), date(2026, 11, 26)),
    "remind me again next week": ReminderRequest(ReminderDeed.SNOOZE, (), date(2026, 11, 30)),
    "remind me later": ReminderRequest(ReminderDeed.SNOOZE),
    "pause until September": ReminderRequest(ReminderDeed.SNOOZE, (), date(2027, 9, 1)),
    "remind me tonight": ASKS,
    "remind me about the report on friday": ASKS,
    "don't remind me over christmas": ASKS,
    "dont remind me at half term": ASKS,
    "pause reminders till yesterday": ASKS,
    "remind me about my report": SHOWS,
    "do the reminders ever stop": SHOWS,
    "how do i stop these messages": SHOWS,
    "don't stop the reminders about reports": SHOWS,
    "can I stop the reminders for a week?": SHOWS,
    "remind me tomorrow at 8 to ask my head": SHOWS,
    "stop the workshop": None,
    "no thanks": None,
    "my autumn report is late": None,
}
SNOOZED = {
    "": None,
    "3 days": date(2026, 11, 28),
    "for two weeks": date(2026, 12, 9),
    "days 3 days": date(2026, 11, 28),
    "tomorrow": date(2026, 11, 26),
    "until Friday": date(2026, 11, 27),
    "until a week on Friday": date(2026, 12, 4),
    "until Mon 7/12": date(2026, 12, 7),
    "reports until 4 January": date(2027, 1, 4),
    "until after half term": date(2027, 2, 20),
    "until half term": date(2027, 2, 15),
    "later": None,
}
NOT_READ = (
    "until easter",
    "until the cows come home",
    "until 31 November",
    "0 days",
    "999 days",
    "today",
    "24 months",
    "until yesterday",
    "until Mon 8 Dec",
    "until Friday or Monday",
    "at 4",
)


@pytest.mark.parametrize(("text", "meant"), SAID.items())
def test_what_is_said_of_reminders_is_done_shown_or_asked(text: str, meant: ReminderRequest | None) -> None:
    found = said(text, WEDNESDAY, HALF_TERM if "half" not in text else HolidayCalendar())
    if found is None or meant is None:
        assert found is meant
    elif meant.deed in (ReminderDeed.ASK, ReminderDeed.SHOW):
        assert (found.deed, bool(found.question)) == (meant.deed, meant.deed is ReminderDeed.ASK)
    else:
        assert found == meant


@pytest.mark.parametrize(("text", "day"), SNOOZED.items())
def test_the_day_of_a_snooze_is_the_one_that_was_named(text: str, day: date | None) -> None:
    found = snoozed(text, WEDNESDAY, HALF_TERM)
    assert (found.deed, found.day) == (ReminderDeed.SNOOZE, day)


@pytest.mark.parametrize("text", NOT_READ)
def test_a_snooze_never_falls_back_to_a_few_days_when_a_time_was_named(text: str) -> None:
    found = snoozed(text, WEDNESDAY, HALF_TERM)
    assert found.deed is ReminderDeed.ASK
    assert found.question


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
@kept
async def talk(core: Core, store: Store, clock: SetClock) -> Talk:
    """Lee leads Sam's hub, Fay another, Ada administers."""
    clock.moment = NOON
    g = await ground(store)
    talk = Talk(core.over(store), g, clock)
    await talk.joined(SAM, await g.enrol("Sam Patel"))
    await talk.joined(LEE, g.lead)
    fay = await g.lead_elsewhere()
    await talk.joined(FAY, fay)
    await talk.joined(ADA, await g.administrator())
    return talk


async def test_every_way_to_say_it_comes_back_with_what_stands_now(talk: Talk) -> None:
    assert "No reminder is coming to you." in await talk.say(SAM, "reminders")
    assert "Stopped: you won't get any more reminders about reports." in await talk.say(
        SAM, "reminders stop reports"
    )
    assert "Stopped: reports." in await talk.say(SAM, "reminders")
    assert "are on again" in await talk.press(SAM, "Start reports")
    assert "reminders about reports are stopped" in await talk.press(SAM, "Undo")
    assert "about residentials, reports and release days" in await talk.say(SAM, "reminders off")
    assert "have already been stopped" in await talk.say(SAM, "turn off notifications")
    assert "nothing to pause" in await talk.say(SAM, "reminders snooze 3 days")
    assert "are on again" in await talk.say(SAM, "reminders on")
    assert "Paused until Thu 5 Nov" in await talk.say(SAM, "remind me later")
    assert "Paused until Thu 5 Nov: reports." in await talk.say(SAM, "what will you remind me of")
    assert "are on again" in await talk.say(SAM, "start the reminders again")
    assert "your own diary" in await talk.say(SAM, "remind me a week before the residential")
    assert "your own diary" in await talk.say(SAM, "remind me tomorrow at 8 to ask my head")
    assert "Which reminders?" in await talk.say(SAM, "reminders stop those")
    assert "Until when, or which?" in await talk.say(SAM, "reminders snooze until the cows come home")


BUTTONS = {
    "reminder_stop": {"kind": "reports"},
    "reminder_start": {"kind": "reports"},
    "reminder_snooze": {"of": "1", "days": "3"},
}
COMMANDS = (
    "reminders",
    "reminders stop",
    "reminders start",
    "reminders snooze",
    "reminders at",
    "reminders quiet",
)


def test_the_walk_leaves_no_button_or_command_of_the_reminders_out() -> None:
    routes = discover(FEATURES)
    there = {name for name, one in routes.actions.items() if one.__module__ == "bot.features.reminders.commands"}
    assert there == BUTTONS.keys()
    assert {name for name in routes.commands if name.startswith("reminders")} == set(COMMANDS)
    assert all(routes.catalogue.roles[name] is Role.SPECIALIST for name in COMMANDS)


@pytest.mark.parametrize("user", [NOBODY, LEE, FAY, ADA])
async def test_only_who_is_reminded_has_reminders_to_change(talk: Talk, user: str) -> None:
    refusal = WHO_CAN[Role.SPECIALIST] if user == NOBODY else LEADS_DO_IT_FOR_SOMEBODY
    for text in COMMANDS[1:]:
        assert await talk.say(user, text) == refusal
    for text in ("stop reminding me", "remind me later", "my reminders"):
        said = await talk.say(user, text)
        none_of_theirs = (
            "I send reminders only to enrolled specialists",
            "I send you nothing by myself",
            "As a hub lead",
        )
        assert said.startswith((*none_of_theirs, "Hello", refusal)), text
    only = "I send reminders only to enrolled specialists"
    none = only if user == NOBODY else "As a hub lead you get no reminders"
    assert none in await talk.say(user, "turn on reminders")
    for name, values in BUTTONS.items():
        assert await talk.submit(user, name, values) == refusal


async def test_holidays_are_set_listed_and_removed(talk: Talk) -> None:
    assert "school holidays Mon 21 Dec to Fri 1 Jan 2027" in await talk.say(
        LEE, "cohort holidays 21 December to 1 January"
    )
    assert "Mon 15 Feb to Fri 19 Feb 2027" in await talk.say(LEE, "cohort holidays 15-19 February 2027")
    said = await talk.say(LEE, "cohort holidays 18 February 2027 to 22 February 2027")
    assert "Thu 18 Feb to Mon 22 Feb 2027" in said
    assert "• Mon 15 Feb to Mon 22 Feb 2027" in await talk.say(LEE, "cohort holidays"), "they are one now"
    form = {"first": "2027-03-01", "last": "2027-02-01"}
    assert "Pick the last day" in await talk.press(LEE, "Add it", **form)
    assert talk.seen[LEE].errors.keys() == {"last"}
    await talk.say(LEE, "cohort holidays")
    assert "Noted" in await talk.press(LEE, "Add it", first="2027-07-21", last="2027-08-31")
    assert "No longer noted" in await talk.press(LEE, "Undo")
    assert "Removed" in await talk.say(LEE, "cohort holidays remove 22 December")
    assert "No holiday of your hub holds that day" in await talk.say(LEE, "cohort holidays remove 22 December")
    for text in ("in the summer", "30 March to 1 March 2027", "1 July 2027 to 30 November 2027"):
        assert "Nothing was changed" in await talk.say(LEE, f"cohort holidays {text}")
    assert "There is no 31 November in the calendar" in await talk.say(LEE, "cohort holidays 31 November")


async def test_holidays_are_a_hubs_own(talk: Talk) -> None:
    store, g = talk.ground.store, talk.ground
    for user in (NOBODY, SAM):
        assert await talk.say(user, "cohort holidays 15-19 February 2027") == WHO_CAN[Role.LEAD]
    await talk.say(FAY, "cohort holidays 15-19 February 2027")
    assert await Holidays(store).of(g.hub.id) == []
    here = {"hub": str(g.hub.id), "first": "2027-03-01", "last": "2027-03-05"}
    for name in ("cohort_holiday_add",):
        for user in (NOBODY, SAM, FAY):
            assert "Only hub leads" in await talk.submit(user, name, here) or user == FAY
    assert await Holidays(store).of(g.hub.id) == []
    assert "Which hub?" in await talk.say(ADA, "cohort holidays")
    assert "Noted for Fenland" in await talk.say(ADA, "cohort holidays 3 May to 7 May 2027, Fenland")
