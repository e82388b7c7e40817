"""“10 November, sorry, 11 November”: changes of mind in a message, and what is counted from a date on record."""

import pytest

from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub

__all__ = ["store", "url"]


@pytest.mark.parametrize(
    "words",
    [
        "log 29 october, sorry 30 october, workshop",
        "log 29 october, i mean 30 october, workshop",
        "log the 29th, wait, 30th october, workshop",
        "log 29th october, apologies 30th october, workshop",
        "log 29 october, make it 30 october, workshop",
        "log 29 october, my mistake, 30 october, workshop",
        "log 29 october actually 30 october workshop",
        "log 29 and 30 october, sorry 28 and 29 october, workshop with year 4",
        "i was out on the 29th sorry 30th october for a workshop",
        "log 30 october 1 day sorry half a day workshop",
        "afternoon! log 30 october workshop",
        "what's left of my ten? also log 30 october morning workshop",
    ],
)
async def test_of_two_things_that_exclude_each_other_neither_is_logged(hub: Hub, words: str) -> None:
    before = await hub.records()
    said = (await hub.say(SAM, words)).lower()
    assert "nothing is logged yet" in said or "not logged yet" in said
    assert await hub.records() == before


async def test_the_one_that_is_meant_is_a_press_away(hub: Hub) -> None:
    said = await hub.say(SAM, "log 29 october, sorry 30 october, workshop")
    assert "“sorry”: do you mean what comes before it, or after it?" in said
    assert "Logged: Fri 30 Oct, full day, workshop." in await hub.say(SAM, "[Fri 30 Oct]")


@pytest.mark.parametrize(
    ("words", "logged"),
    [
        ("log 30 october, sorry, workshop", "Fri 30 Oct, full day, workshop."),
        ("log 30 october workshop, sorry for the delay", "Fri 30 Oct, full day, workshop (sorry for the delay)."),
        ("good afternoon, log 30 october workshop", "Fri 30 Oct, full day, workshop."),
        ("hi good morning! log 30 october workshop", "Fri 30 Oct, full day, workshop."),
    ],
)
async def test_manners_say_nothing_of_the_day(hub: Hub, words: str, logged: str) -> None:
    assert f"Logged: {logged}" in await hub.say(SAM, words)


async def test_a_question_before_an_order_waits(hub: Hub) -> None:
    said = await hub.say(SAM, "how many days have i got left? log 30 october morning workshop")
    assert "Not logged yet: Fri 30 Oct, morning, workshop." in said
    assert "a question and a day at once" in said
    assert "Logged" in await hub.say(SAM, "yes")


async def test_a_whole_order_has_nothing_of_the_one_that_stands_open(hub: Hub) -> None:
    await hub.say(SAM, "log 29 october afternoon workshop")
    await hub.say(SAM, "log 29 october afternoon workshop")  # looks odd: it is asked
    assert "Logged: Fri 30 Oct, full day, workshop." in await hub.say(SAM, "log 30 october workshop")


async def test_a_note_of_before_is_shown_before_it_is_kept(hub: Hub) -> None:
    await hub.say(SAM, "log workshop with Amira")
    assert "Not logged yet: Fri 30 Oct, full day, workshop (with Amira)." in await hub.say(
        SAM, "log 30 october workshop"
    )


async def test_get_rid_of_that_is_a_no_to_what_is_only_proposed(hub: Hub) -> None:
    await hub.say(SAM, "log a morning school support visit on 30 october")
    assert "nothing was logged" in await hub.say(SAM, "oops, get rid of that")


async def test_get_rid_of_that_takes_off_the_day_just_logged_and_no_other(hub: Hub) -> None:
    await hub.say(SAM, "log 29 october workshop")
    await hub.say(SAM, "log 30 october workshop")
    assert "Fri 30 Oct" in await hub.say(SAM, "oops, get rid of that")
    assert "Thu 29 Oct" in await hub.say(SAM, "releaseday list")
    assert "Fri 30 Oct" not in await hub.say(SAM, "releaseday list")


async def test_undo_takes_one_thing_and_says_that_the_rest_was_not_done(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    before = await hub.records()
    said = await hub.say(SAM, "undo and log 29 october workshop instead")
    assert "Undo that?" in said
    assert "then say the rest again" in said
    assert await hub.records() == before


async def test_and_the_other_one_asks_about_the_change_before(hub: Hub) -> None:
    await hub.say(SAM, "log 29 october workshop")
    await hub.say(SAM, "log 30 october workshop")
    await hub.say(SAM, "undo")
    assert "you logged Thu 29 Oct, full day, workshop. Undo that?" in await hub.say(SAM, "and the other one")


async def test_done_alone_asks_which_report(hub: Hub) -> None:
    before = await hub.records()
    assert "Done: " in await hub.say(SAM, "done")
    assert await hub.records() == before


async def test_a_repeat_without_a_verb_is_asked_about(hub: Hub) -> None:
    before = await hub.records()
    said = await hub.say(SAM, "every wednesday in november, mornings, study")
    assert "Nothing is logged yet" in said or "Not logged yet" in said
    assert await hub.records() == before


@pytest.mark.parametrize(
    "words",
    [
        "the autumn report is due 11 december, sorry 18 december",
        "half term is 15 to 19 february sorry 22 to 26 february",
        "set residential 3 to 14 and 15 april 2027 sorry 15 and 16 april",
        "autumn report due a week later",
        "push the autumn report back a week",
        "bring the autumn report forward two days",
        "move residential 1 a week later",
        "residential 1 is off",
        "set report 1 due 11 december 2026",
        "if the venue says yes set residential 2 to 27 and 28 january 2027 confirmed",
        "enrol the three from st jude's",
        "put kit on the list",
    ],
)
async def test_a_leads_words_that_leave_something_open_change_nothing(hub: Hub, words: str) -> None:
    before = await hub.records()
    said = await hub.say(LEE, words)
    assert "I only answer questions" not in said
    assert await hub.records() == before


async def test_a_report_moves_from_its_own_date(hub: Hub) -> None:
    said = await hub.say(LEE, "push the spring report back a week")
    assert "Move Spring report from Fri 26 Mar 2027 to Fri 2 Apr 2027? Nothing is changed yet." in said
    assert "Spring report, due Fri 2 Apr 2027" in await hub.say(LEE, "yes")


async def test_forward_may_be_either_way(hub: Hub) -> None:
    said = await hub.say(LEE, "move the spring report forward a week")
    assert "[Fri 19 Mar 2027] [Fri 2 Apr 2027] [Leave it]" in said


async def test_a_report_by_its_number_is_asked_for_by_its_title(hub: Hub) -> None:
    said = await hub.say(LEE, "set report 4 due friday 11 december 2026")
    assert "Reports go by their titles" in said
    assert "Added at" in await hub.say(LEE, "[A new one: Report 4]")


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("make residential 3 provisional", "provisional"),
        ("residential 3 isn't confirmed yet", "provisional"),
        ("residential 3 is no longer confirmed", "provisional"),
        ("change residential 3's venue to York", "York, confirmed"),
        ("the venue for residential 3 is The Grange, Leeds", "The Grange, Leeds, confirmed"),
    ],
)
async def test_one_thing_of_a_residential_changes_and_the_rest_stays(hub: Hub, words: str, then: str) -> None:
    await hub.say(LEE, "set residential 3 to 27 and 28 january 2027 confirmed")
    said = await hub.say(LEE, words)
    assert "residential 3: Wed 27 Jan and Thu 28 Jan 2027" in said
    assert then in said


@pytest.mark.parametrize("words", ["cohort report list", "cohort residential list", "cohort holidays list"])
async def test_list_behind_a_command_lists(hub: Hub, words: str) -> None:
    before = await hub.records()
    said = await hub.say(LEE, words)
    assert "Type, for example" in said
    assert "When is it due?" not in said
    assert await hub.records() == before


async def test_oops_after_an_undo_offers_to_put_it_back(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    await hub.say(SAM, "undo")
    before = await hub.records()
    assert "[Put it back]" in await hub.say(SAM, "oops")
    assert await hub.records() == before
    await hub.say(SAM, "yes")
    assert "Fri 30 Oct" in await hub.say(SAM, "releaseday list")


@pytest.mark.parametrize(
    "words",
    ["when is residential 3", "is residential 3 off?", "where's residential 3", "is the third residential on?"],
)
async def test_a_lead_who_asks_of_one_residential_sees_that_of_the_hub(hub: Hub, words: str) -> None:
    await hub.say(LEE, "set residential 3 to 27 and 28 january 2027 at York")
    before = await hub.records()
    assert "residential 3: Wed 27 Jan and Thu 28 Jan 2027, York, provisional" in await hub.say(LEE, words)
    assert await hub.records() == before


async def test_a_line_more_under_a_draft_is_shown_and_not_sent(hub: Hub) -> None:
    await hub.say(LEE, "cohort announce Bring your folders")
    await hub.say(LEE, "add that lunch is provided")
    said = await hub.say(LEE, "can you also mention the minibus goes at 8?")
    assert "Not sent yet." in said
    assert "Bring your folders Lunch is provided The minibus goes at 8" in " ".join(said.split())


async def test_who_is_left_out_is_said_by_name(hub: Hub) -> None:
    for name in ("Zoe Hart", "Finn Murphy", "Yusuf Aziz", "Wren Cole"):
        await hub.ground.enrol(name)
    said = await hub.say(LEE, "cohort announce to all but finn: minibus goes at 8")
    assert "to everybody but Finn Murphy" in said


@pytest.mark.parametrize(
    ("before", "words", "asked"),
    [
        ([], "scrap residential 1", "Cancel residential 1"),
        ([], "take sam patel off the cohort hes moved to scotland", "Has Sam Patel"),
        (["cohort leave Sam Patel", "yes"], "hes back now put sam patel on again", "Enrol them again?"),
        (['cohort report add "Visit note" due 4 december'], "move the visit note to the friday after", "“after”"),
    ],
)
async def test_more_of_a_leads_words_are_asked_about(hub: Hub, before: list[str], words: str, asked: str) -> None:
    for line in before:
        await hub.say(LEE, line)
    there = await hub.records()
    assert asked in await hub.say(LEE, words)
    assert await hub.records() == there


async def test_a_title_that_is_not_called_a_report_moves_as_well(hub: Hub) -> None:
    await hub.say(LEE, 'cohort report add "Visit note" due 4 december')
    assert "Visit note, due Fri 11 Dec" in await hub.say(LEE, "move the visit note to 11 december")


async def test_who_is_sent_nothing_is_told_so(hub: Hub) -> None:
    assert "I send you nothing by myself" in await hub.say("ann", "stop messaging me")
    assert "As a hub lead you are told" in await hub.say(LEE, "stop messaging me")
