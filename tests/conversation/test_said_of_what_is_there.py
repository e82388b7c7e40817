"""“Second half”, “bin them both”, “push it back a week”: said of what was just logged, set, asked or proposed."""

import pytest

from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub

__all__ = ["store", "url"]

HALF = "log half day 28 october workshop"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("second half", "afternoon"),
        ("before dinner", "morning"),
        ("after lunch", "afternoon"),
        ("post lunch", "afternoon"),
        ("it was the first half of the day", "morning"),
        ("i taught the afternoon", "morning"),
        ("turned into the full day in the end", "full day"),
    ],
)
async def test_which_half_it_was_is_shown_first(hub: Hub, words: str, part: str) -> None:
    await hub.say(SAM, HALF)
    before = await hub.records()
    assert f"Change it to: Wed 28 Oct, {part}, workshop." in " ".join((await hub.say(SAM, words)).split())
    assert await hub.records() == before
    assert f"Wed 28 Oct, {part}, workshop." in await hub.say(SAM, "yes")


async def test_a_half_is_of_no_day_that_was_not_just_spoken_of(hub: Hub) -> None:
    await hub.say(SAM, HALF)
    await hub.say(SAM, "how many residentials are there?")
    assert "Change it to" not in await hub.say(SAM, "second half")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("it was the hub thing, collaboration", "Logged: Wed 28 Oct, full day, hub collaboration."),
        ("the assignment one", "Logged: Wed 28 Oct, full day, assignment or study."),
        (
            "same as everyone else that day, the hub collaboration",
            "Not logged yet: Wed 28 Oct, full day, hub collaboration.",
        ),
        ("not a workshop this time", "Wed 28 Oct: what was it for?"),
    ],
)
async def test_what_it_was_for_may_be_said_in_more_words(hub: Hub, words: str, said: str) -> None:
    assert "what was it for" in await hub.say(SAM, "log 28 october")
    assert said in " ".join((await hub.say(SAM, words)).split())


async def test_a_question_is_no_purpose(hub: Hub) -> None:
    before = await hub.records()
    await hub.say(SAM, "log 28 october")
    await hub.say(SAM, "is the workshop at the hub?")
    assert await hub.records() == before


@pytest.mark.parametrize(
    "words", ["bin them both", "delete those two", "remove both of them", "scrap the last two"]
)
async def test_both_are_the_two_that_were_logged_last(hub: Hub, words: str) -> None:
    for day in ("26", "27", "28"):
        await hub.say(SAM, f"log {day} october workshop")
    before = await hub.records()
    said = await hub.say(SAM, words)
    assert "Tue 27 Oct" in said
    assert "Wed 28 Oct" in said
    assert "Mon 26 Oct" not in said
    assert await hub.records() == before
    assert "Removed" in await hub.say(SAM, "yes")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("went on a course thurs 29th, thats a workshop i think?", "Thu 29 Oct, full day, workshop"),
        ("was out on friday for the workshop, yeah?", "Fri 30 Oct, full day, workshop."),
        ("29 october was a pilot workshop, right?", "Thu 29 Oct, full day, pilot workshop."),
    ],
)
async def test_a_day_told_with_a_tag_is_shown_first(hub: Hub, words: str, shown: str) -> None:
    before = await hub.records()
    said = " ".join((await hub.say(SAM, words)).split())
    assert f"Not logged yet: {shown}" in said
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (
            "the twenty sixth and twenty seventh were workshops oh and the thirtieth no sorry not the thirtieth",
            "Nothing is logged yet.",
        ),
        (
            "the twenty eighth, arvo, workshop. just the arvo mind",
            "Not logged yet: Wed 28 Oct, afternoon, workshop",
        ),
    ],
)
async def test_a_day_in_words_with_a_negation_is_asked_about(hub: Hub, words: str, asked: str) -> None:
    before = await hub.records()
    assert asked in " ".join((await hub.say(SAM, words)).split())
    assert await hub.records() == before


@pytest.mark.parametrize("words", ["whats my balance", "what's my balance?", "what is left"])
async def test_the_balance_stands_below_a_logged_day(hub: Hub, words: str) -> None:
    said = await hub.say(SAM, f"log 28 october workshop and {words}")
    assert "Logged: Wed 28 Oct, full day, workshop." in said
    assert "1 day used" in said


async def test_been_to_a_workshop_is_a_report(hub: Hub) -> None:
    assert "Logged: Wed 28 Oct, full day, workshop" in await hub.say(
        SAM, "i have been to the workshop on 28 of october"
    )


async def test_a_question_about_a_residential_is_no_day(hub: Hub) -> None:
    assert "Not logged yet" not in await hub.say(SAM, "the residential is on 12 january, right?")


async def test_what_is_proposed_for_a_residential_is_put_right_before_it_stands(hub: Hub) -> None:
    await hub.say(SAM, "residentials coming 1")
    assert "Move residential 1" in await hub.say(LEE, "set residential 1 to 20 and 21 january 2027")
    before = await hub.records()
    assert "to Wed 27 Jan and Thu 28 Jan 2027?" in await hub.say(LEE, "push it back a week")
    assert "to Thu 28 Jan and Fri 29 Jan 2027?" in await hub.say(LEE, "make that the thursday and friday instead")
    said = await hub.say(LEE, "venue is the Bull Hotel Preston, add that")
    assert "to Thu 28 Jan and Fri 29 Jan 2027 (the Bull Hotel Preston)?" in said
    assert "(the Bull Hotel Preston, confirmed)?" in await hub.say(
        LEE, "those dates are confirmed now, can you mark it"
    )
    assert await hub.records() == before
    assert "Thu 28 Jan and Fri 29 Jan 2027, the Bull Hotel Preston, confirmed." in await hub.say(LEE, "yes")


@pytest.mark.parametrize(
    "words",
    [
        "venue is probably the Bull",
        "hotel rang, they MIGHT only have the 23rd and 24th",
        "push it back a bit",
        "the thursday, friday and saturday",
        "is it confirmed?",
    ],
)
async def test_what_is_not_wholly_read_of_it_proposes_nothing_else(hub: Hub, words: str) -> None:
    await hub.say(LEE, "set residential 2 to 20 and 21 january 2027")
    before = await hub.records()
    assert "[Set it]" not in await hub.say(LEE, words)
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("make that the thursday and friday instead", "to Thu 21 Jan and Fri 22 Jan 2027?"),
        ("should be the 27th and 28th", "to Wed 27 Jan and Thu 28 Jan 2027?"),
        (
            "venues the Station Hotel in York by the way",
            "Thu 21 Jan 2027, the Station Hotel in York, provisional?",
        ),
        ("bring it forward a week", "Not set yet: residential 2, Wed 13 Jan and Thu 14 Jan 2027."),
    ],
)
async def test_what_is_said_of_the_one_just_set_is_shown_first(hub: Hub, words: str, shown: str) -> None:
    await hub.say(LEE, "set residential 2 to 20 and 21 january 2027")
    before = await hub.records()
    assert shown in " ".join((await hub.say(LEE, words)).split())
    assert await hub.records() == before


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("bad news, looks like the residentials off, snow", "Cancel residential 2"),
        ("the residential has been cancelled", "Cancel residential 2"),
        ("easters different in leeds this year can you change the holiday", "From which day to which?"),
        ("add the two weeks off at the end of october for next year", "From which day to which?"),
        ("theres a training day in march some time, block it out", "From which day to which?"),
        ("two of ours have swapped schools can you sort it", "Who is it, and which school is it now?"),
        ("send this out first thing, before they set off: use the side gate", "I can't read “first thing"),
        ("put a message out every monday til half term about the form", "I can't repeat one. What shall I write?"),
        ("schedule it for next thursday", "No draft is waiting here, so nothing was sent. What shall I write?"),
        ("plan a message for monday saying see you there", "Shall I announce “see you there” to your hub?"),
    ],
)
async def test_a_lead_who_says_half_is_asked_for_the_rest(hub: Hub, words: str, asked: str) -> None:
    await hub.say(LEE, "set residential 2 to 20 and 21 january 2027")
    before = await hub.records()
    assert asked in await hub.say(LEE, words)
    assert await hub.records() == before


async def test_the_text_for_a_time_that_was_named_is_shown_first(hub: Hub) -> None:
    await hub.say(LEE, "schedule it for next thursday")
    said = await hub.say(LEE, "bring your laptops")
    assert "Not sent yet." in said
    assert "On Thu 12 Nov at 08:00" in said


async def test_that_it_is_off_may_be_told_to_everyone(hub: Hub) -> None:
    said = await hub.say(LEE, "tell everyone the residential is off")
    assert "Not sent yet." in said
    assert "Cancel residential" not in said
