"""A stranger's day: greetings, small talk in between, wishes half said. Each was first misread by the bot."""

import pytest

from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub

__all__ = ["store", "url"]


async def test_a_lead_is_greeted_as_one_and_offered_what_leads_do(hub: Hub) -> None:
    said = await hub.say(LEE, "morning")
    assert "check whether you could apply" not in said
    assert "[Who needs something]" in said


async def test_dear_all_is_offered_as_an_announcement_and_sends_nothing(hub: Hub) -> None:
    before = await hub.records()
    said = await hub.say(LEE, "Dear all, please bring your laptop on Monday")
    assert "Shall I announce “Dear all, please bring your laptop on Monday” to your hub?" in said
    assert await hub.records() == before
    assert "Not sent yet" in await hub.say(LEE, "yes")


@pytest.mark.parametrize("words", ["what's waiting", "is there anything waiting for me", "what is waiting?"])
async def test_what_is_waiting_is_not_told_to_wait(hub: Hub, words: str) -> None:
    assert "Take your time" not in await hub.say(LEE, words)


@pytest.mark.parametrize("words", ["what did i send last week", "what have I announced this month?"])
async def test_what_was_sent_is_listed(hub: Hub, words: str) -> None:
    await hub.say(LEE, "cohort announce to everyone: The hall has moved")
    await hub.say(LEE, "send it now")
    assert "The hall has moved" in await hub.say(LEE, words)


async def test_a_lead_who_asks_for_a_code_is_asked_whose(hub: Hub) -> None:
    assert "Whose code?" in await hub.say(LEE, "give me her code again")


async def test_only_somebody_is_somebody(hub: Hub) -> None:
    assert "called “only" not in await hub.say(LEE, "chase only Sam about his days")


async def test_whoever_wants_a_deleted_day_back_is_asked(hub: Hub) -> None:
    await hub.say(SAM, "log 4 november workshop")
    await hub.say(SAM, "delete 4 november")
    before = await hub.records()
    assert "Undo that?" in await hub.say(SAM, "can i get it back?")
    assert await hub.records() == before
    assert "Back on record: Wed 4 Nov" in await hub.say(SAM, "yes")


async def test_thanks_is_never_what_goes_to_the_hub(hub: Hub) -> None:
    await hub.say(SAM, "is there anyone I can speak to about being behind")
    await hub.say(SAM, "thanks x")
    said = await hub.say(SAM, "my colleague Ben says he has done 4 days is that right")
    assert "thanks" not in said


@pytest.mark.parametrize("words", ["what does that mean", "huh?", "I don't understand"])
async def test_not_understood_in_the_check_is_about_its_question(hub: Hub, words: str) -> None:
    await hub.say("tess", "eligibility")
    said = await hub.say("tess", words)
    assert "my last reply" not in said
    assert "Qualified Teacher Status comes first" in said
    assert "question 1 of 5" in said


@pytest.mark.parametrize("words", ["it was, aye", "my head won't pay for supply", "seventeen purple bananas"])
async def test_what_answers_nothing_leaves_the_question_there_for_a_yes(hub: Hub, words: str) -> None:
    asked = await hub.say(SAM, "log saturday 3 october workshop")
    before = await hub.records()
    assert "[Log it anyway]" in asked
    assert "[Log it anyway]" in await hub.say(SAM, words)
    assert await hub.records() == before


async def test_a_question_beside_the_open_one_is_answered_and_nothing_else(hub: Hub) -> None:
    await hub.say(SAM, "log saturday 3 october workshop")
    assert "[Log it anyway]" not in await hub.say(SAM, "who pays for travel?")


@pytest.mark.parametrize(
    "words",
    [
        "not workshop, duh. hub collaboration",
        "you've got that one down wrong",
        "och no, the day efter",
        "pm not all day, my bad",
    ],
)
async def test_what_nobody_read_right_after_a_change_is_asked_about(hub: Hub, words: str) -> None:
    await hub.say(SAM, "log 4 november workshop")
    before = await hub.records()
    said = await hub.say(SAM, words)
    assert "4 Nov" in said
    assert "?" in said
    assert await hub.records() == before


async def test_a_question_right_after_a_change_is_just_answered(hub: Hub) -> None:
    await hub.say(SAM, "log 4 november workshop")
    assert "Your last change" not in await hub.say(SAM, "who pays for travel")
