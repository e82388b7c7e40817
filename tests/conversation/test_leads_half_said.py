"""What a lead says besides an order, or half as one: it is asked about, and nobody's record changes by the way."""

import pytest

from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, Hub

__all__ = ["store", "url"]


@pytest.mark.parametrize(
    "words",
    [
        "enrol jane smith, jane@x.org, hill primary as a lead",
        "enrol jane smith, jane@x.org, hill primary. remove ben",
        "enrol jane smith, jane@x.org, hill primary or low primary",
        "enrol jane smith, jane@x.org, same as ben",
        "enrol jane smith and tom hughes, jane@x.org, hill primary",
        "enrol someone, jane@x.org, hill primary",
        "should i enrol jane smith, jane@x.org, hill primary",
        "ben left his laptop at the hub",
        "ben has left the building",
        "ben has left the school but not the programme",
        "change autumn report to optional",
        "change autumn report to done",
        "change autumn report to monday",
        "residential 1 at risk",
        "residential 1 at leeds, bring wellies",
        "residential 1 at a cost of £200",
        "holidays in december",
        "log a workshop for ben on 14 october when he confirms",
        "log a workshop for ben on 14 october. nudge sam",
        "log a workshop for ben on 14 october. and one for sam",
        "log a workshop for ben on 14 october, half day, sam did the morning",
        "announce to everyone: bring a coat. send at 4pm",
        "tell everyone first",
    ],
)
async def test_nothing_is_done_by_the_way(hub: Hub, words: str) -> None:
    before = await hub.records()
    await hub.say(LEE, words)
    after = await hub.records()
    before.pop("announcement"), after.pop("announcement")
    assert after == before


async def test_a_draft_of_one_word_is_none(hub: Hub) -> None:
    await hub.say(LEE, "cancel residential 1")
    assert "What shall I write to them?" in await hub.say(LEE, "tell everyone first")


async def test_thanks_are_no_part_of_a_school_or_a_title(hub: Hub) -> None:
    assert "School: hill primary\n" in await hub.say(LEE, "enrol jane smith, jane@x.org, hill primary please")
    assert "winter report, due" in await hub.say(LEE, "rename autumn report to winter report please")


async def test_another_name_does_not_fill_in_somebodys_day(hub: Hub) -> None:
    await hub.say(LEE, "log a day for ben")
    assert "names somebody else" in await hub.say(LEE, "for sam")
    await hub.say(LEE, "14 october")
    await hub.say(LEE, "workshop")
    assert (await hub.records())["release_day"] == []


@pytest.mark.parametrize("words", ["new code for ben?", "new code for ben tomorrow"])
async def test_a_code_is_made_when_it_is_ordered(hub: Hub, words: str) -> None:
    assert "[Make a new code]" in await hub.say(LEE, words)
