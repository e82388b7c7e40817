"""One open question a conversation: the words that answer it, and those that do not. On both databases."""

from datetime import timedelta

import pytest

from adapters.console.ask import SetClock
from tests.support.ground import NOON
from tests.support.stores import store, url
from tests.support.talking import LEE, SAM, Hub

__all__ = ["store", "url"]
ODD = "log 1 november workshop"  # a Sunday


@pytest.mark.parametrize(
    "words", ["yes", "Yep!", "ok", "sure", "go on", "please do", "log it", "LOG IT ANYWAY.", "yes, log it anyway"]
)
async def test_yes_presses_the_button_that_it_stands_for(hub: Hub, words: str) -> None:
    assert "Please check:" in await hub.say(SAM, ODD)
    assert "Logged: Sun 1 Nov" in await hub.say(SAM, words)


@pytest.mark.parametrize(
    "words",
    ["no", "nope", "don't", "leave it", "don't log it", "not right", "never mind", "actually dont log it yet"],
)
async def test_no_does_nothing_and_the_question_is_over(hub: Hub, words: str) -> None:
    await hub.say(SAM, ODD)
    before = await hub.records()
    assert "nothing was" in await hub.say(SAM, words)
    assert "not sure what that answers" in await hub.say(SAM, "yes")
    assert await hub.records() == before


@pytest.mark.parametrize("words", ["no, friday", "i meant 30 october", "no, the 30th", "make it 30 october"])
async def test_a_correction_shows_the_same_proposal_with_that_changed(hub: Hub, words: str) -> None:
    await hub.say(SAM, ODD)
    before = await hub.records()
    said = await hub.say(SAM, words)
    assert "Not logged yet: Fri 30 Oct, full day, workshop" in said
    assert await hub.records() == before
    assert "Logged: Fri 30 Oct" in await hub.say(SAM, "yes")


@pytest.mark.parametrize(
    ("asked", "words", "logged"),
    [
        ("log 30 october", "workshop", "Fri 30 Oct, full day, workshop"),
        ("log 30 october", "half a day, workshop", "Fri 30 Oct, half a day, workshop"),
        ("log half a day workshop", "30th october", "Fri 30 Oct, half a day, workshop"),
        ("log half a day workshop", "it was on friday", "Fri 30 Oct, half a day, workshop"),
    ],
)
async def test_the_words_that_were_asked_for_fill_in_the_rest(
    hub: Hub, asked: str, words: str, logged: str
) -> None:
    assert "Nothing is logged yet" in await hub.say(SAM, asked)
    assert f"Logged: {logged}" in await hub.say(SAM, words)


async def test_which_report_takes_its_name(hub: Hub) -> None:
    assert "Which report" in await hub.say(SAM, "report done")
    assert "Done: Autumn report" in await hub.say(SAM, "autumn")


async def test_another_question_goes_its_own_way_and_a_later_yes_shows_the_first_one_again(hub: Hub) -> None:
    await hub.say(SAM, ODD)
    before = await hub.records()
    assert "Not logged yet" not in await hub.say(SAM, "how many release days do i get?")
    assert "Not logged yet: Sun 1 Nov" in await hub.say(SAM, "yes")
    assert await hub.records() == before
    assert "Logged:" in await hub.say(SAM, "yes")


async def test_a_change_ends_what_was_asked_before_it(hub: Hub) -> None:
    await hub.say(SAM, ODD)
    await hub.say(SAM, "report done autumn")
    before = await hub.records()
    assert "not sure what that answers" in await hub.say(SAM, "yes")
    assert await hub.records() == before


async def test_a_question_waits_for_half_an_hour(hub: Hub, clock: SetClock) -> None:
    await hub.say(SAM, ODD)
    clock.moment = NOON + timedelta(minutes=30)
    assert "not sure what that answers" in await hub.say(SAM, "yes")


async def test_a_question_is_open_in_its_own_conversation_only(hub: Hub) -> None:
    await hub.say(SAM, ODD)
    assert "not sure what that answers" in await hub.say(SAM, "yes", where="another chat")
    assert "not sure what that answers" in await hub.say(LEE, "yes", where="with sam")


@pytest.mark.parametrize("words", ["yes", "ok", "go on", "do it", "yes please", "delete it", "delete"])
async def test_a_plain_yes_never_deletes_everything(hub: Hub, words: str) -> None:
    await hub.say(SAM, "delete my data")
    before = await hub.records()
    await hub.say(SAM, words)
    assert await hub.records() == before


async def test_the_exact_words_delete_everything(hub: Hub) -> None:
    await hub.say(SAM, "delete my data")
    assert "your record is deleted" in await hub.say(SAM, "Delete everything")


async def test_a_lead_is_asked_before_somebody_has_left(hub: Hub) -> None:
    before = await hub.records()
    assert "[Yes, Ben left] [Leave it]" in await hub.say(LEE, "cohort leave Ben Okoro")
    assert await hub.records() == before
    assert "nothing was changed" in await hub.say(LEE, "leave it")
    assert await hub.records() == before


async def test_a_yes_belongs_to_the_check_that_is_under_way(hub: Hub) -> None:
    await hub.say(SAM, "eligibility")
    await hub.say(SAM, f"releaseday {ODD}")
    before = await hub.records()
    assert "Qualified Teacher Status: Yes." in await hub.say(SAM, "yes")
    assert await hub.records() == before
    assert "Stopped" not in await hub.say(SAM, "log it anyway")  # the check's own question took the other's place
    assert await hub.records() == before


@pytest.mark.parametrize("words", ["list", "why", "why?", "ok", "really?", "ok what now", "and?", "thanks", "hm"])
@pytest.mark.parametrize(
    "deed", ["undo", "that was wrong", "stop reminders", "report done autumn", "log 30 october workshop"]
)
async def test_short_words_after_a_reply_repeat_no_deed(hub: Hub, deed: str, words: str) -> None:
    await hub.say(SAM, "log 29 october workshop")
    await hub.say(SAM, deed)
    before = await hub.records()
    await hub.say(SAM, words)
    assert await hub.records() == before


@pytest.mark.parametrize(
    "words",
    ["that was wrong", "i meant wednesday", "the date is wrong", "that's not what i logged", "restore my day"],
)
async def test_words_that_say_no_undo_undo_nothing(hub: Hub, words: str) -> None:
    await hub.say(SAM, "log 30 october workshop")
    before = await hub.records()
    await hub.say(SAM, words)
    assert await hub.records() == before
