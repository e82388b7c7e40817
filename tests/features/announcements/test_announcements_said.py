"""How leads speak of an announcement: whom, when, what; what nobody may do; what a text can and cannot ping."""

from datetime import UTC, datetime

import pytest

from adapters.console.ask import SetClock
from adapters.slack import render
from bot.bootstrap import FEATURES
from bot.core.dispatcher import Core
from bot.core.identity import Person
from bot.core.permissions import OTHER_HUB, WHO_CAN, Role
from bot.core.reply import Reply, Text
from bot.core.routes import discover
from bot.db.store import Store
from bot.features.announcements.domain import Audience, Who
from bot.features.announcements.head import HeadReader, HeadUnclear, InThePast
from bot.features.announcements.message import unpinged
from bot.features.announcements.named_people import Roll
from bot.features.announcements.parsing import (
    AnnouncementRequest,
    TextTooLong,
    Wish,
    asked,
    checked,
    may_be_a_wish,
    time_in,
    wish,
)
from bot.features.announcements.repository import Announcements
from bot.features.people.repository_hubs import HubRegister
from tests.support.desk_talk import Talk
from tests.support.ground import NOON, ground
from tests.support.kept import kept
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url

__all__ = ["store", "url"]
LONDON = "Europe/London"
ROLL = Roll(
    Person(number, name)
    for number, name in enumerate(("Sam Patel", "Ann Jones", "Al Fox", "Ben Okoro", "Ben Ali", "Chloe Wright"), 1)
)


def reader(now: datetime = NOON) -> HeadReader:
    return HeadReader(ROLL, now, LONDON)


MONDAY = datetime(2026, 11, 9, 8, tzinfo=UTC)  # NOON is on a Monday, too


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Bring your folders", AnnouncementRequest("Bring your folders", Audience())),
        ("Reminder: bring your folders", AnnouncementRequest("Reminder: bring your folders", Audience())),
        (
            "Please note: at 8am on Monday we meet",
            AnnouncementRequest("Please note: at 8am on Monday we meet", Audience()),
        ),
        ("at 8am on next Monday: Hello", AnnouncementRequest("Hello", Audience(), MONDAY)),
        ("at 08:00 on 9 November: Hello", AnnouncementRequest("Hello", Audience(), MONDAY)),
        ("to everyone on 9 November: Hello", AnnouncementRequest("Hello", Audience(), MONDAY)),
        ("to those with late reports: Send it", AnnouncementRequest("Send it", Audience(Who.LATE))),
        ("to those who haven't sent their report: Send it", AnnouncementRequest("Send it", Audience(Who.LATE))),
        ("to whoever can't come to residential 2: Oh", AnnouncementRequest("Oh", Audience(Who.CANNOT, 2))),
        ("to those not attending residential 2: Oh", AnnouncementRequest("Oh", Audience(Who.CANNOT, 2))),
        (
            "to people who have not said for residential 1: Well?",
            AnnouncementRequest("Well?", Audience(Who.UNANSWERED, 1)),
        ),
        (
            "to those without an answer for residential 1 at 8am on 9 November: Well?",
            AnnouncementRequest("Well?", Audience(Who.UNANSWERED, 1), MONDAY),
        ),
        (
            "to Sam Patel, Ann Jones and Al Fox: Hi",
            AnnouncementRequest("Hi", Audience(Who.PEOPLE, people=(1, 2, 3))),
        ),
        ("The residential: what to bring", AnnouncementRequest("The residential: what to bring", Audience())),
        ("We start at 9:30", AnnouncementRequest("We start at 9:30", Audience())),
    ],
)
def test_what_stands_before_a_colon_is_whom_and_when_if_all_of_it_is(
    words: str, meant: AnnouncementRequest
) -> None:
    assert asked(words, reader()) == meant


PEOPLE_MEANT = {
    "to chloe wright: x": (6,),
    "to Chloe: x": (6,),
    "Chloe Wright: x": (6,),
    "for chloe and ann: x": (6, 2),
    "only to sam: x": (1,),
    "to mr patel: x": (1,),
    "to sam patel, ben okoro & al: x": (1, 4, 3),
    "to everyone except Ben Okoro: x": (1, 2, 3, 5, 6),
    "everyone but sam and chloe at 9 tomorrow: x": (2, 3, 4, 5),
    "tomorrow at 9 to sam: x": (1,),
}
REFUSED = (
    "to ben: x",
    "to headteachers: x",
    "to nobody: x",
    "to zara: x",
    "to Chloe and Zara: x",
    "to everyone except Zara: x",
    "not chloe: x",
    "to chloe but not sam: x",
    "to all who are behind: x",
    "everyone who hasn't joined: x",
    "to the Year 5 teachers: x",
    "those with late reports and Sam: x",
    "at 25:00: x",
    "tomorrow at 25:00: x",
    "at 13pm: x",
    "at 8am on 31 November: x",
    "on 4 and 5 May: x",
    "on Tue 20 Nov at 9am: x",
    "later: x",
    "this week: x",
    "to sam sometime on Friday: x",
)
PLAIN = (
    "Reminder: bring your folders",
    "The residential: what to bring",
    "We start at 9:30",
    "On reflection: x",
    "Next steps: x",
    "Chloe's cake: x",
    "Training on Friday: x",
)


@pytest.mark.parametrize(("words", "people"), PEOPLE_MEANT.items())
def test_names_are_known_in_any_case_and_by_their_first(words: str, people: tuple[int, ...]) -> None:
    found = asked(words, reader())
    assert (found.text, found.audience) == ("x", Audience(Who.PEOPLE, people=people))


@pytest.mark.parametrize("words", PLAIN)
def test_what_begins_like_a_text_is_one(words: str) -> None:
    assert asked(words, reader()) == AnnouncementRequest(words, Audience())


@pytest.mark.parametrize("words", REFUSED)
def test_a_head_that_cannot_be_read_to_its_end_is_refused_and_never_widened(words: str) -> None:
    with pytest.raises(HeadUnclear, match=r"[Nn]othing was sent"):
        asked(words, reader())


def test_a_text_stays_as_it_was_written() -> None:
    text = "10³ = 1000, m²\n• cafe\u0301 at 9:30"
    assert asked(f"to everyone: {text}", reader()).text == text


@pytest.mark.parametrize("words", ["at 8am today: x", "on 1 September 2026: x", "on 1 September 2028: x"])
def test_a_time_that_is_over_or_too_far_off_is_refused(words: str) -> None:
    with pytest.raises(InThePast):
        asked(words, reader())


def test_a_time_without_a_day_is_the_next_one_also_across_the_change_of_the_clocks() -> None:
    saturday = datetime(2027, 3, 27, 12, tzinfo=UTC)
    assert asked("at 8am: x", reader(saturday)).send_at == datetime(2027, 3, 28, 7, tzinfo=UTC)
    assert asked("at 3pm: x", reader(saturday)).send_at == datetime(2027, 3, 27, 15, tzinfo=UTC)
    assert time_in("noon") is not None
    assert time_in("half past") is None


WISHES = {
    "tell everyone that the venue has changed": Wish("", "The venue has changed"),
    "Tell everyone the workshop on Friday is moved to 2pm": Wish("", "The workshop on Friday is moved to 2pm"),
    "let all my specialists know that reports are due": Wish("", "Reports are due"),
    "please tell everybody to bring a laptop": Wish("", "Please bring a laptop"),
    "post to my cohort: bring your folders": Wish("my cohort", "bring your folders"),
    "announce: no meeting on Thursday": Wish("", "No meeting on Thursday"),
    "tell chloe her report is late": Wish("chloe", "Her report is late"),
    "message sam: can you bring the cubes": Wish("sam", "can you bring the cubes"),
    "announce to chloe: cake": Wish("chloe", "cake"),
    "Chloe: cake": Wish("Chloe", "cake"),
    "tell everyone who is behind: log your days": Wish("everyone who is behind", "log your days"),
    "tell me when the deadline is": None,
    "everyone is late": None,
    "don't announce anything to Sam": None,
    "what would an announcement to everyone look like?": None,
    "Note to self: ring the venue": None,
    "tell the head about it": None,
}


@pytest.mark.parametrize(("text", "meant"), WISHES.items())
def test_what_is_to_be_said_is_found_in_the_wish(text: str, meant: Wish | None) -> None:
    assert (wish(text, ROLL) if may_be_a_wish(text) else None) == meant


def test_a_text_is_bounded_by_a_clear_sentence() -> None:
    assert checked("x" * 2_000)
    with pytest.raises(TextTooLong, match="2,000 characters"):
        checked("x" * 2_001)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello @channel and @Here", "Hello @\u2060channel and @\u2060Here"),
        ("<!channel> <!here|here> <@U123> <at>Everyone</at>", "@\u2060channel @\u2060here  Everyone"),
        ("mail sam@school.example, 3 < 4 & all", "mail sam@school.example, 3 < 4 & all"),
        ("<!subteam^S1|all>", ""),
    ],
)
def test_nobody_is_pinged_by_what_stands_in_a_text(text: str, said: str) -> None:
    assert unpinged(text) == said
    assert "<!" not in str(render.message(Reply((Text(unpinged(text)),), "announcement")))


def test_only_what_the_lead_ticked_pings_and_in_its_own_line() -> None:
    shown = render.message(Reply((Text("<!here>"),), "announcement", pings=True))
    assert shown.text == "<!channel> &lt;!here&gt;"
    assert [block["text"]["text"] for block in shown.blocks] == ["<!channel>", "&lt;!here&gt;"]
    assert "<!" not in str(render.message(Reply((Text("<!here>"),), "announcement")))


BUTTONS = (
    "announce_new",
    "announce_save",
    "announce_edit",
    "announce_send",
    "announce_drop",
    "announce_leave_out",
    "announce_move",
    "announce_list",
    "announce_open",
    "announce_recall",
    "announce_again",
    "announce_readers",
    "announce_file",
)
COMMANDS = (
    "cohort announce Secret plans",
    "cohort announcements",
    "cohort announcements 1",
    *(f"cohort announcements {verb} 1" for verb in ("cancel", "change", "recall", "retry", "readers", "file")),
)
PEOPLE = ("slack:nobody", "slack:sam", "slack:fay", "slack:lee", "slack:ada")


@pytest.fixture
@kept
async def talk(core: Core, store: Store, clock: SetClock) -> Talk:
    """Lee, who leads Sam's hub, has planned an announcement; Fay leads another hub, Ada administers."""
    clock.moment = NOON
    g = await ground(store)
    talk = Talk(core.over(store), g, clock)
    await talk.joined("slack:lee", g.lead)
    await talk.joined("slack:sam", await g.enrol("Sam Patel"))
    fay = await g.lead_elsewhere()
    await talk.joined("slack:fay", fay)
    await talk.joined("slack:ada", await g.administrator())
    await talk.say("slack:lee", "cohort announce at 8am tomorrow: The hamster is ill.")
    await talk.press("slack:lee", "Schedule it (1 person)")
    return talk


def test_the_walk_leaves_no_button_or_command_out() -> None:
    routes = discover(FEATURES)
    parts = ("draft", "excepted", "manage", "spoken_of")
    modules = tuple(f"bot.features.announcements.commands_{part}" for part in parts)
    there = {name for name, handler in routes.actions.items() if handler.__module__ in modules}
    assert there == {*BUTTONS, "announcement_read"}
    assert {
        name: routes.catalogue.roles[name] for name, one in routes.commands.items() if one.__module__ in modules
    } == {
        "announcements": Role.SPECIALIST,
        "cohort announce": Role.LEAD,
        "cohort announcements": Role.LEAD,
        "cohort announcement": Role.LEAD,
    }


@pytest.mark.parametrize("user", PEOPLE)
@pytest.mark.parametrize("button", BUTTONS)
async def test_every_button_is_for_its_hubs_leads(talk: Talk, button: str, user: str) -> None:
    store = talk.ground.store
    before = await Announcements(store).of_act(1, None)
    seen = next(dict(one.values)["seen"] for one in talk.seen["slack:lee"].buttons if one.label == "Change")
    said = await talk.submit(
        user, button, {"act": "1", "seen": seen, "text": "forged", "to": "all", "hubs": str(talk.ground.hub.id)}
    )
    if user in ("slack:lee", "slack:ada"):
        assert OTHER_HUB not in said
        assert "went wrong" not in said
        return
    assert await Announcements(store).of_act(1, None) == before
    assert "hamster" not in said
    if user != "slack:fay":
        assert said == WHO_CAN[Role.LEAD]
    elif button not in ("announce_new", "announce_list"):
        assert said == OTHER_HUB


@pytest.mark.parametrize("user", PEOPLE)
@pytest.mark.parametrize("text", COMMANDS)
async def test_every_command_shows_its_own_hub_only(talk: Talk, text: str, user: str) -> None:
    before = await Announcements(talk.ground.store).of_act(1, None)
    said = await talk.say(user, text)
    assert "went wrong" not in said
    if user not in ("slack:lee", "slack:ada"):
        assert "hamster" not in said
        assert await Announcements(talk.ground.store).of_act(1, None) == before
    if user in ("slack:nobody", "slack:sam"):
        assert said == WHO_CAN[Role.LEAD]
    if text.endswith("1") and user == "slack:fay":
        assert said == OTHER_HUB


async def test_a_hub_that_is_not_theirs_cannot_be_chosen_in_the_form(talk: Talk) -> None:
    form = {"text": "x", "to": "all", "hubs": f"{talk.ground.hub.id},{talk.ground.other.id}"}
    for user in ("slack:lee", "slack:fay"):
        assert "no longer does anything" in await talk.submit(user, "announce_save", form)
    assert "Choose at least one hub." in await talk.submit("slack:ada", "announce_save", {**form, "hubs": ""})
    assert len(await Announcements(talk.ground.store).of_act(1, None)) == 1


@pytest.mark.parametrize("number", ["", "0", "999", "-1", "²", "1e3", "9" * 40, "1; DROP TABLE"])
async def test_a_number_that_is_none_is_said(talk: Talk, number: str) -> None:
    for button in set(BUTTONS) - {"announce_new", "announce_list", "announce_save"}:
        assert "no announcement of that number" in await talk.submit("slack:lee", button, {"act": number})
    assert "wasn't for you" in await talk.submit("slack:sam", "announcement_read", {"id": number})


async def test_what_is_wrong_in_the_form_is_said_at_its_field(talk: Talk) -> None:
    await talk.say("slack:lee", "cohort announce")
    await talk.press("slack:lee", "Show me", text=" ", to="nobody", time="half past", day="yesterday")
    assert talk.seen["slack:lee"].errors.keys() == {"text", "to", "time", "day"}
    form = {"to": "all", "hubs": str(talk.ground.hub.id)}
    assert "2,000 characters" in await talk.submit("slack:lee", "announce_save", {**form, "text": "x" * 9_000})
    await talk.submit("slack:lee", "announce_save", {**form, "text": "x", "people": "Sam Patel, Bob Nobody"})
    assert "Bob Nobody" in talk.seen["slack:lee"].errors["people"]
    await talk.submit("slack:lee", "announce_save", {**form, "text": "x", "day": "2026-09-01"})
    assert "a time in the future" in talk.seen["slack:lee"].errors["day"]


async def test_who_stops_leading_can_neither_see_nor_send(talk: Talk) -> None:
    g = talk.ground
    await talk.say("slack:lee", "cohort announce Another one.")
    send = talk.seen["slack:lee"].buttons[0]
    await HubRegister(g.store).unmake_lead(g.lead.id, g.hub.id, None, NOON)
    assert await talk.submit("slack:lee", send.action, dict(send.values)) == WHO_CAN[Role.LEAD]


async def test_what_a_lead_says_in_their_own_words_is_shown_first(talk: Talk) -> None:
    said = await talk.say("slack:lee", "tell everyone the workshop on Friday is moved to 2pm")
    assert said.startswith(
        "Not sent yet. This will go to everybody at North Mersey Maths Hub:\nThe workshop on Friday is moved"
    )
    assert "Only hub leads" in await talk.say("slack:sam", "tell everyone that the venue has changed")
    assert "hamster" in await talk.say("slack:lee", "cancel my last announcement")
    said = await talk.say("slack:lee", "chase everyone who hasn't sent a report")
    assert said == "Nobody is late with a report at North Mersey Maths Hub, so nothing was written."
    for _ in range(2):
        assert "cancelled" in await talk.say("slack:lee", "cohort announcements cancel 1")
