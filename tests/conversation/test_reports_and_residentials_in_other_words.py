"""Reports, residentials, reminders and the whole record, in other words than the commands: kept, or asked about."""

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
    assert "Shall I tick it off as done?" in await hub.say(SAM, words)
    assert "Done: Autumn report" in await hub.say(SAM, "yes")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("did i do the autumn report", "Autumn report: due Fri 11 Dec"),
        ("have i ticked off the spring report", "Spring report: due"),
        ("autumn report must be done by 11 december", "Autumn report: due Fri 11 Dec"),
        ("spring is finished", "Do you mean Spring report? Shall I tick it off as done?"),
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
