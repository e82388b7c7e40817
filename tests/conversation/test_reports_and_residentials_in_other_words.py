"""Reports, residentials, reminders and the whole record in other words: kept, or asked about."""

import pytest

from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import SAM, Hub

__all__ = ["store", "url"]


@pytest.mark.parametrize(
    "words",
    [
        "autumn report done",
        "i've finished and sent the autumn report",
        "can you mark my autumn report as done please",
        "autumn report sent to the hub last night",
        "finally done with the autumn report",
    ],
)
async def test_a_report_that_is_said_to_be_done_is_ticked_off(hub: Hub, words: str) -> None:
    assert "Done: Autumn report" in await hub.say(SAM, words)


@pytest.mark.parametrize(
    "words",
    [
        "well done on the autumn report",
        "great work, the autumn report is done",
        "autumn report as good as done",
        "autumn report done for now",
        "autumn report finished for today",
        "autumn report had been sent",
        "autumn report was done last year",
        "my autumn report was finished two terms ago",
        "so done with this autumn report",
        "i am done in after the autumn report",
        "get autumn report done",
        "let the autumn report be finished",
        "complete the autumn report",
        "mark autumn report",
        "you sent me the autumn report",
        "the autumn report was emailed to us",
        "delete autumn report",
        "autumn report should be done",
        "the email says my autumn report is done",
    ],
)
async def test_praise_groans_wishes_and_other_years_tick_nothing_off(hub: Hub, words: str) -> None:
    before = await hub.records()
    said = await hub.say(SAM, words)
    await hub.say(SAM, "yes")
    assert await hub.records() == before, said


async def test_done_in_the_midst_of_logging_is_not_about_a_report(hub: Hub) -> None:
    before = await hub.records()
    await hub.say(SAM, "log 14 october")
    await hub.say(SAM, "done")
    assert "what was it for?" in await hub.say(SAM, "yes")
    assert await hub.records() == before


@pytest.mark.parametrize("words", ["did it last week", "i have now", "sent it off yesterday"])
async def test_of_the_report_just_spoken_of_it_is_asked_once_more(hub: Hub, words: str) -> None:
    await hub.say(SAM, "when is the autumn report due")
    assert "Shall I tick off “Autumn report” as done?" in await hub.say(SAM, words)
    assert "Done: Autumn report" in await hub.say(SAM, "yes")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("did i do the autumn report", "Autumn report: due Fri 11 Dec"),
        ("have i ticked off the spring report", "Spring report: due"),
        ("autumn report must be done by 11 december", "Autumn report: due Fri 11 Dec"),
        ("spring is finished", "Shall I tick off “Spring report” as done?"),
    ],
)
async def test_a_named_report_is_shown_or_asked_about(hub: Hub, words: str, says: str) -> None:
    before = await hub.records()
    assert says in await hub.say(SAM, words)
    assert await hub.records() == before


async def test_whether_it_may_be_late_is_for_the_hub_to_say(hub: Hub) -> None:
    await hub.say(SAM, "when is the autumn report due")
    assert "for your Maths Hub to say" in await hub.say(SAM, "can i hand it in a week late")


async def test_a_tick_is_taken_back_in_plain_words(hub: Hub) -> None:
    await hub.say(SAM, "autumn report done")
    assert "Not done after all: Autumn report" in await hub.say(SAM, "autumn report isn't done actually")


@pytest.mark.parametrize(
    "words",
    [
        "can't come to residential 1",
        "im no longer coming to residential 1",
        "i am not coming to residential 1 any more",
        "residential 1: no",
        "take me off residential 1",
        "ben is coming to residential 1 and im not",
    ],
)
async def test_a_plain_no_is_noted(hub: Hub, words: str) -> None:
    assert "Noted: you can't come." in await hub.say(SAM, words)


@pytest.mark.parametrize(
    "words",
    [
        "i'm coming to residential 1",
        "im now coming to residential 1",
        "residential 1 yes",
        "put me down for residential 1",
        "no way im missing residential 1",
        "i wouldnt miss residential 1 for the world",
    ],
)
async def test_a_plain_yes_is_noted(hub: Hub, words: str) -> None:
    assert "Noted: you'll be there." in await hub.say(SAM, words)


@pytest.mark.parametrize(
    "words",
    [
        "fw: cant come to residential 1",
        "Fwd: I can't come to residential 1",
        "re: cant come to residential 1",
        "> can't come to residential 1",
        "“can't make residential 1”",
        "cant come to residential 1 on time",
        "can't make residential 1 at the start",
        "can't come to residential 1 early",
        "can't be at residential 1 the whole time",
        "dont tell lee but i cant come to residential 1",
        "between you and me i'm not coming to residential 1",
        "not coming",
    ],
)
async def test_what_may_be_no_answer_of_ones_own_for_the_whole_is_asked_about(hub: Hub, words: str) -> None:
    before = await hub.records()
    assert "nothing was" in await hub.say(SAM, words)
    await hub.say(SAM, "yes")
    assert await hub.records() == before


async def test_after_the_list_an_answer_is_about_the_only_one_to_come(hub: Hub) -> None:
    await hub.say(SAM, "when is residential 1")
    before = await hub.records()
    assert "nothing was changed" in await hub.say(SAM, "cant make the second day")
    assert "only your own answer" in await hub.say(SAM, "ben cant make it")
    assert await hub.records() == before
    assert "Noted: you can't come." in await hub.say(SAM, "i can't come")


BOTH = "log 4 november full workshop. cant come to residential 1"


async def test_of_two_things_a_no_keeps_neither(hub: Hub) -> None:
    before = await hub.records()
    await hub.say(SAM, BOTH)
    assert "shall I log it?" in await hub.say(SAM, "no")
    assert "nothing was logged" in await hub.say(SAM, "no")
    assert await hub.records() == before


async def test_of_two_things_a_yes_each_keeps_both(hub: Hub) -> None:
    await hub.say(SAM, BOTH)
    assert "Noted: you can't come." in await hub.say(SAM, "yes")
    assert "Logged: Wed 4 Nov" in await hub.say(SAM, "yes")


@pytest.mark.parametrize(
    ("words", "done"),
    [("just the residential", "Noted: you can't come."), ("only the day", "Logged: Wed 4 Nov")],
)
async def test_of_two_things_one_is_chosen_in_words(hub: Hub, words: str, done: str) -> None:
    await hub.say(SAM, BOTH)
    assert done in await hub.say(SAM, words)
    now = await hub.records()
    assert len(now["release_day"]) + len(now["attendance"]) == 1
    assert not now["reminder_choice"]


async def test_what_was_said_of_a_residential_may_be_taken_back(hub: Hub) -> None:
    await hub.say(SAM, "can't come to residential 1")
    assert "Which is it?" in await hub.say(SAM, "take back what i said about the residential")


@pytest.mark.parametrize(
    "words",
    [
        "remind me of 9 december",
        "remind me about 9 december",
        "remind me on friday",
        "remind me next week",
        "nudge me on 4 december",
        "pause from friday",
        "pause report reminders for 2 weeks from monday",
        "no reminders from 20 december",
        "snooze",
        "stop logging",
    ],
)
async def test_a_wish_to_be_reminded_or_a_later_pause_pauses_nothing(hub: Hub, words: str) -> None:
    before = await hub.records()
    said = await hub.say(SAM, words)
    assert await hub.records() == before, said
    assert "Paused until" not in said


@pytest.mark.parametrize("words", ["pause reminders until friday", "stop reminders til friday"])
async def test_a_pause_until_a_day_is_made_at_once(hub: Hub, words: str) -> None:
    assert "Paused until" in await hub.say(SAM, words)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("delete my account please no dont", "nothing was deleted"),
        ("change my name to Samantha", "ask your Maths Hub"),
    ],
)
async def test_what_is_taken_back_or_is_about_the_name_offers_no_erasure(hub: Hub, words: str, says: str) -> None:
    said = await hub.say(SAM, words)
    assert "[Delete everything]" not in said, said
    assert says in said
