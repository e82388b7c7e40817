"""A lead's words about people, days and dates: each is carried out, shown first, or asked about."""

from datetime import UTC, datetime

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.core.permissions import LEADS_DO_IT_FOR_SOMEBODY
from bot.db.store import Store
from bot.features.cohort.asked_of_one import named_in_question
from bot.features.cohort.commands_refusals import NOT_DONE
from bot.features.people.repository_codes import Codes
from bot.features.today.groups import asked_who, group_at_the_start
from bot.features.today.needs import What
from tests.support.ground import account, ground
from tests.support.talking import Hub

BEFORE = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
MONDAY = datetime(2026, 12, 14, 9, 30, tzinfo=UTC)
JOINED = ("Finn Murphy", "Isaac Bell", "Ben Okoro", "Ann Jones")
NOT_JOINED = ("Kit Lane", *(f"Zed{letter} Last" for letter in "abcdefghijk"))
LEE, FINN, ANN = "lee", "finn", "ann"


@pytest.fixture
async def hub(core: Core, store: Store, clock: SetClock) -> Hub:
    """The autumn report was due on Friday, Ann has sent it; two residentials come; twelve have not joined."""
    clock.moment = BEFORE
    g = await ground(store)
    found = Hub(core.over(store), g)
    for name in (*JOINED, *NOT_JOINED):
        person = await g.enrol(name)
        if name in JOINED:
            await linked(store, person.id, name.split()[0].lower())
    await linked(store, g.lead.id, LEE)
    for line in (
        "cohort residential 1 12-13 January 2027 at The Grange",
        "cohort residential 2 25-26 January 2027 in Leeds",
        'cohort report add "Autumn report" due 11 December 2026',
        'cohort report add "Spring report" due 26 March 2027',
    ):
        await found.say(LEE, line)
    clock.moment = MONDAY
    await found.say(ANN, "report done autumn report")
    await found.say(FINN, "releaseday log 6 November workshop")
    return found


async def linked(at: Store, person: int, who: str) -> None:
    code = await Codes(at).make(person, None, BEFORE)
    await Codes(at).redeem(code.words, account(who), BEFORE, {"user": who})


async def changed(hub: Hub, words: str, where: str = "") -> tuple[str, set[str]]:
    """What is said, and which records are other than before."""
    before = await hub.records()
    said = await hub.say(LEE, words, where)
    after = await hub.records()
    return said, {table for table, rows in after.items() if rows != before[table]}


async def test_them_are_those_whom_the_list_above_shows(hub: Hub) -> None:
    said = await hub.say(LEE, "who is late with the autumn report")
    assert "15 people have a report late:" in said
    assert "Ann Jones" not in said
    assert "… and 5 more." in said
    assert "[Nudge these 3 about reports]" in said
    said, of = await changed(hub, "nudge them tomorrow at 8")
    assert of == {"announcement"}, "a draft, and nothing else"
    assert "Not sent yet." in said
    assert "“Autumn report” was due. Please send it" in said
    assert "On Tue 15 Dec at 08:00 it will be sent." in said
    assert "[Schedule it (3 people)]" in said


async def test_without_a_list_above_it_is_asked_who_they_are(hub: Hub) -> None:
    await hub.say(LEE, "who is late")
    await hub.say(LEE, "how many release days are there?")
    for words in ("nudge them", "chase those 4", "send a reminder"):
        said, of = await changed(hub, words)
        assert not of
        assert "nothing was sent. Here is who needs something:" in said
        assert "[Nudge these 3 about reports]" in said


async def test_whoever_has_settled_it_meanwhile_is_left_out(hub: Hub) -> None:
    await hub.say(LEE, "who is late")
    await hub.say(FINN, "report done autumn report")
    said = await hub.say(LEE, "chase them")
    assert "[Send it now (2 people)]" in said
    assert "to everybody but Finn Murphy and Ann Jones" in said


DRAFTS = {
    "chase everyone whos late": ("with a late report", "It goes out at once when you press “Send it now”."),
    "message the late ones tomorrow at 8": ("with a late report", "On Tue 15 Dec at 08:00 it will be sent."),
    "send everyone with a late report a gentle reminder": (
        "with a late report",
        "“Autumn report” was due.",
    ),
    "can you chase up those who haven't answered about residential 2": (
        "who hasn't answered about residential 2",
        "Will you be there?",
    ),
    "remind the late ones to send it by friday": ("with a late report", "Please send it by friday"),
    "tell those who haven't answered that we need numbers": (
        "hasn't answered about residential 1",
        "We need numbers",
    ),
    "send finn and isaac a reminder about residential 1": ("Finn Murphy and Isaac Bell", "Will you be there?"),
    "remind finn about his release days on friday at 9": (
        "Finn Murphy",
        "On Fri 18 Dec at 09:00 it will be sent.",
    ),
    "chase those late with the spring report": ("Ann Jones", "“Spring report” is due on Fri 26 Mar 2027."),
    "nudge everyone about residential 2": ("everybody", "Will you be there?"),
}


async def test_a_group_or_names_make_a_draft_that_waits_for_a_press(hub: Hub) -> None:
    for words, shown in DRAFTS.items():
        said, of = await changed(hub, words, f"where {words}")
        assert of == {"announcement"}, words
        assert "Not sent yet." in said, words
        assert "[Don't send]" in said, words
        assert all(one in said for one in shown), (words, said)


async def test_names_alone_are_asked_about_what_and_the_press_makes_the_draft(hub: Hub) -> None:
    said, of = await changed(hub, "send finn and isaac a reminder")
    assert not of
    assert "About what shall I remind Finn Murphy, Isaac Bell? Nothing was sent." in said
    said = await hub.say(LEE, "[About the late report]")
    assert "Not sent yet. This will go to Finn Murphy and Isaac Bell" in said


ASKED_BACK = {
    "nudge zara": "There's nobody called “zara” at your hub, so nothing was sent.",
    "chase finn about the moon landing": "I know whom you mean, but not what “about the moon landing” means.",
    "nudge the late ones sometime": "I know whom you mean, but not what “sometime” means.",
    "nudge everyone": "Nothing was sent.",
    "chase those late with the winter report": "I know no one report called “winter” that is owed.",
    "chase everyone who hasn't joined": "Whoever has not joined can't be reached by me.",
    "chase those who haven't answered residential 7": "No residential 7 is set.",
}


async def test_what_is_left_over_is_asked_about_and_nothing_is_written(hub: Hub) -> None:
    for words, asked in ASKED_BACK.items():
        said, of = await changed(hub, words, f"where {words}")
        assert not of, words
        assert asked in said, (words, said)


async def test_a_long_list_is_short_and_shows_more_on_a_press(hub: Hub) -> None:
    said, of = await changed(hub, "who hasnt joined")
    assert not of
    assert "12 people have not joined yet:" in said
    assert len(said) < 800
    assert "Zedk Last" not in said
    assert "Zedk Last" in await hub.say(LEE, "[Show more]")


SOMEWHERE: tuple[tuple[str, str, set[str]], ...] = (
    ("take kit off the list", "Has Kit Lane (St Anne's) left", set()),
    ("take ben out of the cohort", "Has Ben Okoro (St Anne's) left", set()),
    ("announcements", "Nothing has been announced yet.", set()),
    ("holidays", "school holidays:", set()),
    ("when is the report due", "Autumn report, due Fri 11 Dec", set()),
    ("what's the deadline for the spring report?", "Spring report, due Fri 26 Mar 2027", set()),
    ("how many has Ben done", "Ben Okoro, North Mersey Maths Hub", set()),
    ("has finn sent his report", "Autumn report: late", set()),
    ("give finn half a day for friday, workshop", "Not logged yet for Finn Murphy: Fri 11 Dec, half a day", set()),
    (
        "put isaac down for friday 6 november, full day, workshop",
        "Not logged yet for Isaac Bell: Fri 6 Nov",
        set(),
    ),
    ("take the day off finn", "Which day of Finn Murphy's?", set()),
    (
        "we break up on 18 december and are back 4 january",
        "Not noted yet: school holidays Sat 19 Dec to",
        set(),
    ),
    ("school finishes for christmas on friday 18 december, back on 4 january", "Sun 3 Jan 2027", set()),
    (
        "we break up on 18 december and are back 4 december",
        "Nothing was changed. Give the first and last day",
        set(),
    ),
    ("residential 2 is now on 20-21 jan in york", "Is “York” the venue? Nothing was changed.", set()),
    ("who is coming to leeds", "Residential 2, Mon 25 Jan and Tue 26 Jan 2027, Leeds.", set()),
    ("who's coming?", "Residential 1, Tue 12 Jan", set()),
    ("dont make kit a new code", NOT_DONE, set()),
    ("don't chase finn yet", NOT_DONE, set()),
    ("dont bother chasing ben", NOT_DONE, set()),
    ("releaseday log friday workshop", LEADS_DO_IT_FOR_SOMEBODY, set()),
    ("take 6 november off finn", "For Finn Murphy. Removed: Fri 6 Nov", {"release_day"}),
    ("the autumn report deadline is pushed to the 16th", "Autumn report, due Wed 16 Dec", {"report"}),
)


async def test_a_leads_words_go_somewhere(hub: Hub) -> None:
    for words, said, of in SOMEWHERE:
        reply, what = await changed(hub, words, f"where {words}")
        assert said in reply, (words, reply)
        assert what == of, words


async def test_what_was_shown_is_done_on_a_press(hub: Hub) -> None:
    await hub.say(LEE, "give finn half a day for friday, workshop")
    assert "Logged for Finn Murphy: Fri 11 Dec" in await hub.say(LEE, "yes")
    await hub.say(LEE, "residential 2 is now on 20-21 jan in york")
    assert "Wed 20 Jan and Thu 21 Jan 2027, York" in await hub.say(LEE, "[The venue is York]")
    await hub.say(LEE, "we break up on 18 december and are back 4 january")
    assert "Noted for North Mersey Maths Hub" in await hub.say(LEE, "[Note it]")


@pytest.mark.parametrize(
    "words", ["who is late for the bus", "who hasn't joined the union", "who is behind the door"]
)
def test_a_question_with_other_words_in_it_is_not_about_the_hub(words: str) -> None:
    assert asked_who(words) is None


def test_a_group_is_read_to_its_last_word() -> None:
    said = group_at_the_start("the people who still haven't sent their autumn report in tomorrow at 8")
    assert said is not None
    assert (said.what, said.title) == (What.LATE, "autumn")
    assert "the people who still haven't sent their autumn report in tomorrow at 8"[said.end :] == " tomorrow at 8"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("how many has Ben done", "Ben"),
        ("has Kit Lane joined yet?", "Kit Lane"),
        ("how many release days are there", ""),
        ("has the hub got a budget for Finn's lunches", ""),
    ],
)
def test_what_is_no_word_of_a_record_may_be_a_name(words: str, name: str) -> None:
    assert named_in_question(words) == name
