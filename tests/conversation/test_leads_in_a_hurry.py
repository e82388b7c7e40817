"""Leads who say “it”, who leave the text for the next message, or who name a new report in their own way."""

import pytest

from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub

__all__ = ["store", "url"]

SETS = "set residential 2 to 20 and 21 january 2027"
ADDS = "add a report called Case study due 18 december 2026"


@pytest.mark.parametrize(
    ("first", "words", "said"),
    [
        (SETS, "push it back a week", "from Wed 20 Jan and Thu 21 Jan 2027 to Wed 27 Jan and Thu 28 Jan 2027?"),
        (SETS, "those dates are confirmed now, can you mark it", "Wed 20 Jan and Thu 21 Jan 2027, confirmed?"),
        (SETS, "venue is the Bull Hotel Preston, add that", "the Bull Hotel Preston, provisional?"),
        (ADDS, "put it back a week", "Move Case study from Fri 18 Dec to Fri 25 Dec?"),
        (ADDS, "make it the 4th instead", "Your last change here: you added Case study, due Fri 18 Dec"),
    ],
)
async def test_it_is_what_was_just_set_and_is_shown_first(hub: Hub, first: str, words: str, said: str) -> None:
    await hub.say(LEE, first)
    before = await hub.records()
    assert said in await hub.say(LEE, words)
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("first", "words", "said"),
    [
        (SETS, "move it to 27 and 28 january", "residential 2: Wed 27 Jan and Thu 28 Jan 2027"),
        (SETS, "confirm it", "Thu 21 Jan 2027, venue not set, confirmed."),
        (ADDS, "move it to 8 january", "Case study, due Fri 8 Jan 2027"),
        (ADDS, "give them til the 21st instead", "Case study, due Mon 21 Dec"),
    ],
)
async def test_it_with_all_that_is_to_be_is_changed(hub: Hub, first: str, words: str, said: str) -> None:
    await hub.say(LEE, first)
    assert said in await hub.say(LEE, words)
    assert ("Undone." if first == SETS else "As before") in await hub.say(LEE, "undo")


@pytest.mark.parametrize("words", ["push it back a week", "confirm it", "give them til the 21st instead"])
async def test_it_is_nothing_where_something_else_was_changed(hub: Hub, words: str) -> None:
    await hub.say(LEE, "cohort holidays 15 to 19 february 2027")
    before = await hub.records()
    await hub.say(LEE, words)
    assert await hub.records() == before


async def test_a_report_that_is_called_something_is_a_new_one(hub: Hub) -> None:
    said = await hub.say(LEE, "add a report called Autumn reflection due 11 december 2026")
    assert "Added at North Mersey Maths Hub: Autumn reflection, due Fri 11 Dec" in said
    assert "Add it as another one" in await hub.say(LEE, "new report: Spring return, due 12 february 2027")


@pytest.mark.parametrize("words", ["19 march will do", "19 march would be fine", "19 march is fine"])
async def test_a_day_that_will_do_is_the_day(hub: Hub, words: str) -> None:
    await hub.say(LEE, "add a report called Case study")
    assert "Case study, due Fri 19 Mar 2027" in await hub.say(LEE, words)


@pytest.mark.parametrize("head", ["everyone", "Everybody", "all"])
async def test_for_whom_it_is_does_not_stand_in_the_text(hub: Hub, head: str) -> None:
    await hub.say(LEE, f"announce {head}: bring laptops on thursday")
    assert "'bring laptops on thursday'" in str((await hub.records())["announcement"])


@pytest.mark.parametrize(
    "words", ["announce to sam patel: your report is late", "message to Sam: your report is late"]
)
async def test_a_text_about_a_report_is_a_text(hub: Hub, words: str) -> None:
    assert "your report is late" in await hub.say(LEE, words)
    assert "'your report is late'" in str((await hub.records())["announcement"])


@pytest.mark.parametrize("first", ["announce to sam", "tell sam"])
async def test_the_text_may_come_in_the_next_message_and_is_shown_first(hub: Hub, first: str) -> None:
    assert "What shall I write to them?" in await hub.say(LEE, first)
    said = await hub.say(LEE, "please bring your laptop on thursday")
    assert "Not sent yet." in said
    assert "Sam Patel" in said
    assert "bring your laptop" in str((await hub.records())["announcement"])


@pytest.mark.parametrize(
    "words", ["how many days has he got", "remove ben", "never mind", "cohort status", "who is coming?"]
)
async def test_what_is_no_text_drafts_nothing(hub: Hub, words: str) -> None:
    await hub.say(LEE, "announce to sam")
    await hub.say(LEE, words)
    assert not (await hub.records())["announcement"]


async def test_a_text_after_something_else_drafts_nothing(hub: Hub) -> None:
    await hub.say(LEE, "announce to sam")
    await hub.say(LEE, "who is coming to residential 1")
    await hub.say(LEE, "the slides are in the folder")
    assert not (await hub.records())["announcement"]


@pytest.mark.parametrize("words", ["hmm not yet, change slides to handouts", "yes but change slides to handouts"])
async def test_a_draft_is_reworded_and_not_sent(hub: Hub, words: str) -> None:
    await hub.say(LEE, "announce to everyone: slides are in the folder")
    said = await hub.say(LEE, words)
    assert "Not sent yet." in said
    assert "handouts are in the folder" in said


async def test_an_announcement_is_scheduled_by_that_word_and_moved(hub: Hub) -> None:
    said = await hub.say(LEE, "schedule an announcement for 18 november at 8am: bring your laptops")
    assert "Wed 18 Nov at 08:00" in said
    await hub.say(LEE, "yes")
    assert "on Thu 19 Nov at 08:00, and not on Wed 18 Nov" in await hub.say(LEE, "make that the 19th")


async def test_who_pulled_out_is_asked_about(hub: Hub) -> None:
    before = await hub.records()
    assert "Has Ben Okoro" in await hub.say(LEE, "take ben okoro off hes pulled out")
    assert await hub.records() == before


async def test_an_order_behind_a_question_is_shown_whatever_its_verb(hub: Hub) -> None:
    said = await hub.say(SAM, "when's the next residential? also stick 29 october down as assignment or study")
    assert "Not logged yet: Thu 29 Oct, full day, assignment or study." in said


async def test_aye_go_on_then_is_a_yes(hub: Hub) -> None:
    await hub.say(SAM, "log saturday 31 october workshop")
    assert "Logged: Sat 31 Oct" in await hub.say(SAM, "aye go on then")
