"""What others typed who had not seen the readers: dictated, apologetic, short, with more than one wish in it."""

import pytest

from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import SAM, Hub

__all__ = ["store", "url"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("the reports one please", "any more reminders about reports."),
        ("just the report ones", "any more reminders about reports."),
        ("residentials and reports", "any more reminders about residentials and reports."),
        ("all of them", "any more reminders about residentials, reports and release days."),
        ("the lot", "any more reminders about residentials, reports and release days."),
        ("until friday", "Paused until Fri 6 Nov: "),
    ],
)
async def test_stop_which_takes_its_answer_in_own_words(hub: Hub, words: str, said: str) -> None:
    assert "Stop which reminders?" in await hub.say(SAM, "stop")
    assert said in await hub.say(SAM, words)


@pytest.mark.parametrize("words", ["nothing, sorry", "dont stop anything", "none of them", "leave them on"])
async def test_none_of_them_stops_nothing(hub: Hub, words: str) -> None:
    before = await hub.records()
    await hub.say(SAM, "stop")
    assert "nothing was stopped" in await hub.say(SAM, words)
    assert await hub.records() == before


@pytest.mark.parametrize(
    "words",
    ["not the reports", "how many days have i got left", "the residential is at the grange", "is it late?"],
)
async def test_what_does_not_say_which_stops_nothing(hub: Hub, words: str) -> None:
    before = await hub.records()
    await hub.say(SAM, "stop")
    await hub.say(SAM, words)
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("first", "words", "asked"),
    [
        (
            "stop reminders",
            "oh no, only the residential ones",
            "reports and release days are stopped now. Shall they",
        ),
        (
            "stop reminders",
            "sorry i meant just reports",
            "residentials and release days are stopped now. Shall they",
        ),
        (
            "stop reminders",
            "no wait i still want the residential ones",
            "Reminders of residentials are stopped now.",
        ),
        ("stop reminders", "oops keep the report ones on", "Reminders of reports are stopped now. Shall they"),
        ("stop reports", "sorry i meant residentials", "[Start them again] [Stop residentials]"),
    ],
)
async def test_what_was_stopped_is_put_right_when_it_is_pressed(
    hub: Hub, first: str, words: str, asked: str
) -> None:
    await hub.say(SAM, first)
    before = await hub.records()
    assert asked in await hub.say(SAM, words)
    assert await hub.records() == before
    assert "are on again" in await hub.say(SAM, "[Start them again]")


async def test_only_the_residential_ones_means_a_day_where_no_reminder_was_stopped(hub: Hub) -> None:
    await hub.say(SAM, "log 29 october workshop")
    assert "full day, residential. Shall I?" in " ".join((await hub.say(SAM, "sorry i meant residential")).split())


@pytest.mark.parametrize(
    "words", ["pause reminders tomorrow", "pause reminders for tomorrow", "pause for tomorrow"]
)
async def test_a_pause_tomorrow_is_asked_about(hub: Hub, words: str) -> None:
    before = await hub.records()
    assert "[From now until 3 Nov] [From now until 4 Nov]" in await hub.say(SAM, words)
    await hub.say(SAM, "yes")
    assert await hub.records() == before
    assert "Paused until Tue 3 Nov" in await hub.say(SAM, "pause reminders until tomorrow")


@pytest.mark.parametrize(
    "words", ["pause reminders for a bit", "snooze reminders for a while", "pause reports a bit"]
)
async def test_a_while_is_asked_about(hub: Hub, words: str) -> None:
    before = await hub.records()
    assert "until Thu 5 Nov?" in await hub.say(SAM, words)
    assert await hub.records() == before
    assert "Paused until Thu 5 Nov" in await hub.say(SAM, "yes")


@pytest.mark.parametrize(
    "words",
    [
        "log 29 october workshop, stop the reports reminders and tell me my balance",
        "log 29 october workshop. pause my reminders",
        "log 29 october workshop, turn off the report nudges",
    ],
)
async def test_a_second_wish_is_no_note(hub: Hub, words: str) -> None:
    before = await hub.records()
    said = await hub.say(SAM, words)
    assert "I read one thing at a time: first the day." in said
    assert "Not logged yet: Thu 29 Oct, full day, workshop." in said
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("words", "days"),
    [
        (
            "log Thursday the twenty ninth of October as a workshop full stop thanks",
            ["Thu 29 Oct, full day, workshop."],
        ),
        (
            "i was out last thursday for the workshop can you put that in for me",
            ["Thu 29 Oct, full day, workshop."],
        ),
        (
            "i did the morning of the 29th and then all day on the 30th, workshop both times",
            ["Thu 29 Oct, morning, workshop •", "Fri 30 Oct, full day, workshop "],
        ),
        ("log 29 october workshop, stop motion with year 4", ["workshop (stop motion with year 4)."]),
    ],
)
async def test_what_is_wholly_said_is_logged_and_the_rest_is_the_note(
    hub: Hub, words: str, days: list[str]
) -> None:
    said = " ".join((await hub.say(SAM, words)).split())
    assert said.startswith("Logged")
    assert all(day in said for day in days)


@pytest.mark.parametrize(
    "note",
    [
        "note: worked 1-1 with Kayden in year 2 who cant count past 10",
        "saw how Mason struggles to count in tens",
        "note: the boy who can't count in tens",
        "note: Ayesha cannot add tens",
        "note: observed Mason in y4 who cries at fractions",
        "note: with a girl who gets upset at word problems",
    ],
)
async def test_what_a_pupil_cannot_do_is_no_note(hub: Hub, note: str) -> None:
    before = await hub.records()
    said = await hub.say(SAM, f"log 29 october in-school development, {note}")
    assert "I left out what seems to be about a pupil" in said
    assert "Not logged yet: Thu 29 Oct, full day, in-school development." in said
    assert await hub.records() == before


@pytest.mark.parametrize(
    "note", ["coached Amira in year 2 on place value", "with teachers who can't come on Fridays"]
)
async def test_what_is_said_of_colleagues_stays_in_the_note(hub: Hub, note: str) -> None:
    assert f"({note})" in await hub.say(SAM, f"log 29 october in-school development, note: {note}")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("I'm out of school Thursday for the workshop, put it in", "Thu 5 Nov"),
        ("april is covering my class on thursday so put that down as a workshop", "Thu 5 Nov"),
        ("I was out of school Thursday for the workshop, put it in", "Thu 29 Oct"),
    ],
)
async def test_who_is_out_on_thursday_means_the_next_one(hub: Hub, words: str, day: str) -> None:
    assert day in await hub.say(SAM, words)
