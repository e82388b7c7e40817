"""What stands beside a wish changes it or is asked about; it is not done by the way, and not put into a note."""

import pytest

from adapters.console.ask import SetClock
from tests.support.ground import NOON
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import SAM, Hub

__all__ = ["store", "url"]


@pytest.mark.parametrize(
    "words",
    [
        "spring 2 report done",
        "summer report is done",
        "i need an extension for the autumn report",
        "autumn report half done",
        "autumn report will be done tomorrow",
        "ok i'll do the autumn report",
    ],
)
async def test_what_is_not_said_to_be_done_is_not_ticked_off_by_a_yes(hub: Hub, words: str) -> None:
    before = await hub.records()
    await hub.say(SAM, words)
    await hub.say(SAM, "yes")
    assert (await hub.records())["report_submission"] == before["report_submission"]


async def test_a_report_that_is_nearly_done_is_done_when_it_is_said(hub: Hub) -> None:
    assert "Nothing was noted." in await hub.say(SAM, "my autumn report is nearly done")
    assert "Done: Autumn report" in await hub.say(SAM, "now it's done")


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("log 4 november workshop and my autumn report is done too", "and my autumn report is done too"),
        ("log 4 november workshop and stop the reminders", "and stop the reminders"),
        ("log 4 november workshop. ben too", "ben too"),
        ("log 4 november workshop, then cancel 5 november", "then cancel 5 november"),
    ],
)
async def test_a_second_wish_is_said_back_and_is_no_note(hub: Hub, words: str, left: str) -> None:
    before = await hub.records()
    said = await hub.say(SAM, words)
    assert await hub.records() == before, said
    await hub.say(SAM, "yes")
    (day,) = (await hub.records())["release_day"] or [""]
    assert left not in day


@pytest.mark.parametrize(
    "words",
    [
        "log 4 november workshop with pupils Jayden and Mia",
        "log 4 november workshop with a year 3 boy who has adhd",
        "log 4 november workshop, note: dyslexia of two children",
    ],
)
async def test_what_is_about_a_pupil_is_left_out_of_the_note(hub: Hub, words: str) -> None:
    assert "I left out what seems to be about a pupil" in await hub.say(SAM, words)
    assert "Logged: Wed 4 Nov, full day, workshop." in await hub.say(SAM, "yes")


@pytest.mark.parametrize("words", ["left at lunch", "apparently", "got there late"])
async def test_a_day_that_is_not_as_plain_as_it_was_said_is_shown_first(hub: Hub, words: str) -> None:
    assert "Shall I log it?" in await hub.say(SAM, f"log 4 november full day workshop {words}")


async def test_the_half_in_which_somebody_was_ill_is_not_the_one_that_is_logged(hub: Hub) -> None:
    said = await hub.say(SAM, "log 14 october study, half a day, was sick in the afternoon")
    assert "Which part of the day was it?" in said
    assert "Logged: Wed 14 Oct, morning, assignment or study." in await hub.say(SAM, "morning")


@pytest.mark.parametrize("words", ["!!!", ", like i said", " and that's all", " thanks so much", " too"])
async def test_courtesies_are_no_note(hub: Hub, words: str) -> None:
    assert "Logged: Wed 14 Oct, full day, workshop." in await hub.say(SAM, f"log 14 october workshop{words}")


async def test_two_peoples_days_are_not_put_on_one_record(hub: Hub) -> None:
    before = await hub.records()
    await hub.say(SAM, "log workshop 14 october morning for ben and afternoon for me")
    await hub.say(SAM, "yes")
    assert await hub.records() == before


async def test_the_other_half_is_one_more_and_no_purpose(hub: Hub) -> None:
    await hub.say(SAM, "releaseday log 14 october morning workshop")
    assert "what was it for?" in await hub.say(SAM, "i did the other half of 14 october too")
    await hub.say(SAM, "study")
    assert len((await hub.records())["release_day"]) == 2


async def test_a_day_of_a_month_alone_is_asked_about_where_the_coming_one_is_nearer(
    hub: Hub, clock: SetClock
) -> None:
    clock.moment = NOON.replace(month=11, day=23)
    assert "[Fri 30 Oct] [Mon 30 Nov]" in await hub.say(SAM, "log 30th workshop")


@pytest.mark.parametrize("words", ["wont be there", "cant come", "im coming"])
async def test_no_residential_is_answered_that_nobody_spoke_of(hub: Hub, words: str) -> None:
    before = await hub.records()
    await hub.say(SAM, words)
    await hub.say(SAM, "yes")
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("i cant come to residential 1 on tuesday but can wednesday", "for the whole of residential 1"),
        ("ben cant come to residential 1", "I keep only your own answer"),
        ("residential 1 - no, problem with childcare", "Which is it"),
        ("autumn report done and im coming to residential 1", "I can't tell what “autumn report done” says"),
    ],
)
async def test_half_an_answer_notes_nothing(hub: Hub, words: str, says: str) -> None:
    before = await hub.records()
    assert says in await hub.say(SAM, words)
    assert await hub.records() == before


@pytest.mark.parametrize("words", ["pause reminders next week", "pause reminders on 9 december"])
async def test_a_pause_that_is_to_begin_later_is_asked_about(hub: Hub, words: str) -> None:
    before = await hub.records()
    assert "until a day. Until when?" in await hub.say(SAM, words)
    assert await hub.records() == before


@pytest.mark.parametrize("words", ["turn reminders back on", "actually i do want those report nudges"])
async def test_reminders_come_back_in_plain_words(hub: Hub, words: str) -> None:
    assert "Stopped:" in await hub.say(SAM, "turn off just the reports")
    said = await hub.say(SAM, words)
    assert "on again" in said


@pytest.mark.parametrize(
    ("asked", "words", "done"),
    [
        ("log 17 october workshop", "yes please, it really was that saturday", "Logged: Sat 17 Oct"),
        ("log 14 october", "workshop that day, thank you", "Logged: Wed 14 Oct, full day, workshop."),
        ("log 14 october", "workshop, but only the pm", "Logged: Wed 14 Oct, afternoon, workshop."),
        ("log 14 october", "dunno what to put", "what was it for?"),
        ("hello", "log 14 october workshop. also how many days have i got left?", "Logged: Wed 14 Oct"),
        ("hello", "hi! log 14 october workshop. many thanks, and have a lovely week", "workshop."),
        ("log every friday in october study", "yes", "Fri 2 Oct"),
    ],
)
async def test_answers_in_ones_own_words_are_read(hub: Hub, asked: str, words: str, done: str) -> None:
    await hub.say(SAM, asked)
    assert done in await hub.say(SAM, words)


async def test_only_joking_offers_to_take_the_last_change_back(hub: Hub) -> None:
    await hub.say(SAM, "cant come to residential 1")
    assert "[Yes, undo it]" in await hub.say(SAM, "only joking")


async def test_a_marked_note_says_nothing_of_the_day(hub: Hub) -> None:
    said = await hub.say(SAM, "log 14 october hub collaboration, note: joint lesson study")
    assert "Logged: Wed 14 Oct, full day, hub collaboration (joint lesson study)." in said


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("delete my days before november", ["10-14", "10-21"]),
        ("delete everything after 14 october", ["10-21", "11-04"]),
    ],
)
async def test_before_and_after_are_a_border(hub: Hub, words: str, gone: list[str]) -> None:
    for day in ("14 october", "21 october", "4 november"):
        await hub.say(SAM, f"releaseday log {day} workshop")
    assert "Shall I delete both?" in await hub.say(SAM, words)
    await hub.say(SAM, "yes")
    (left,) = (await hub.records())["release_day"]
    assert not any(day in left for day in gone)


async def test_a_second_change_is_made_to_what_was_shown(hub: Hub) -> None:
    await hub.say(SAM, "releaseday log 14 october morning workshop")
    await hub.say(SAM, "change 14 october")
    await hub.say(SAM, "15 october")
    assert "Not changed yet: Thu 15 Oct, full day, workshop." in await hub.say(SAM, "full")
    await hub.say(SAM, "yes")
    assert "2026-10-15" in (await hub.records())["release_day"][0]


async def test_another_wish_does_not_rewrite_what_was_shown(hub: Hub) -> None:
    await hub.say(SAM, "releaseday log 14 october workshop")
    assert "Shall I?" in await hub.say(SAM, "14 october was only a morning")
    assert "Done: Autumn report" in await hub.say(SAM, "autumn report done")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("delete half of 14 october", "Change it to: Wed 14 Oct, half a day, workshop."),
        ("delete the morning of 14 october", "Change it to: Wed 14 Oct, afternoon, workshop."),
        ("delete bens 14 october", "I can't tell what “bens” says."),
        ("delete 14 october for ben", "I can't tell what “ben” says."),
        ("delete october", "Shall I delete it?"),
        ("14 october was cancelled but i stayed at the hub", "I can't tell what “but i stayed at the hub” says."),
        ("dont let me forget 14 october", "On record, and it stays: Wed 14 Oct"),
        ("14 october still on?", "On record: Wed 14 Oct"),
        ("21 october instead of 14 october", "Nothing was changed."),
    ],
)
async def test_a_day_on_record_is_shown_before_anything_is_done(hub: Hub, words: str, shown: str) -> None:
    await hub.say(SAM, "releaseday log 14 october workshop")
    before = await hub.records()
    assert shown in await hub.say(SAM, words)
    assert await hub.records() == before


@pytest.mark.parametrize(
    "words",
    [
        "half day workshop, ben did the afternoon",
        "half day study, school in the morning",
        "half day workshop, home by pm",
        "am workshop and pm off",
        "workshop evening",
    ],
)
async def test_a_part_that_is_not_the_days_is_asked_about(hub: Hub, words: str) -> None:
    before = await hub.records()
    await hub.say(SAM, f"log 14 october {words}")
    assert await hub.records() == before


async def test_prep_for_a_residential_is_no_residential(hub: Hub) -> None:
    assert "I'm guessing “assignment or study”" in await hub.say(SAM, "log 14 october residential 2 prep")


async def test_what_has_moved_is_not_logged_once_more(hub: Hub) -> None:
    await hub.say(SAM, "releaseday log 11 november hub collaboration")
    assert "Change it to: Thu 12 Nov" in await hub.say(SAM, "the hub day is on 12 november now")


async def test_its_own_question_takes_a_yes(hub: Hub) -> None:
    await hub.say(SAM, "releaseday log 14 october workshop")
    assert "Shall I take it off?" in await hub.say(SAM, "i never did 14 october")
    assert "Removed: Wed 14 Oct" in await hub.say(SAM, "yes")
    assert "Do you mean 16 Nov?" in await hub.say(SAM, "log 11/16 study")
    assert "Logged: Mon 16 Nov" in await hub.say(SAM, "yes")


@pytest.mark.parametrize(
    ("first", "then", "shown"),
    [
        ("log tues 14 october workshop", "neither, thursday", "Not logged yet: Thu"),
        ("log tues 14 october workshop", "the first", "Logged: Wed 14 Oct"),
        ("log a day next week study", "wed morning", "morning, assignment or study"),
        (
            "log 14 october morning study",
            "and afternoon workshop",
            "Not logged yet: Wed 14 Oct, afternoon, workshop.",
        ),
        (
            "log 14 october workshop",
            "log 15 october workshop sent from my iphone",
            "Thu 15 Oct, full day, workshop.",
        ),
        ("hello", "im out every wednesday in january", "Are these the days: Wed 6"),
        ("hello", "i was off school on 14 october", "Wed 14 Oct: what was it for?"),
        ("hello", "that's wrong, change it", "Which day? Nothing was changed."),
    ],
)
async def test_plain_words_are_not_looked_up(hub: Hub, first: str, then: str, shown: str) -> None:
    await hub.say(SAM, first)
    assert shown in await hub.say(SAM, then)


@pytest.mark.parametrize("words", ["i was off sick on 14 october", "what happens on 14 october", "im off"])
async def test_not_every_date_is_a_release_day(hub: Hub, words: str) -> None:
    assert "what was it for?" not in await hub.say(SAM, words)
