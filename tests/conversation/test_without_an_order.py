"""No sequence of messages without an order changes a record: questions, doubts, refusals, what others did."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from tests.support.ground import NOON
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub, talking

__all__ = ["store", "url"]
DATES = ("friday", "12 november", "5/11", "yesterday", "next week", "the 9th", "half term", "last thursday")
THINGS = ("workshop", "pilot workshop", "hub day", "autumn report", "residential 1", "reminders", "day")
SAYS = (
    "can i log {date} as a {thing}",
    "what happens if i delete {date}",
    "how do i change {date} to a {thing}",
    "is it possible to undo a {thing}",
    "when is the {thing}",
    "if i moved {date} would the {thing} still count",
    "thinking about taking {date} off for the {thing}",
    "i might have a {thing} on {date}",
    "i think the {thing} is done",
    "not sure whether {date} was a {thing}",
    "sarah had a {thing} on {date}",
    "my head says the {thing} is on {date}",
    "don't log {date}",
    "don't delete the {thing}",
    "i hope to get the {thing} done by {date}",
    "log {date} {thing}. no, don't",
    "delete {date}, actually no",
    "{thing} {date}?",
    "{date} maybe",
    "why",
    "list",
    "ok",
    "thanks",
    "hm",
    "and {date}?",
    "who is coming to {thing}",
    "tell me about the {thing}",
    "what have i logged for {date}",
)
MESSAGES = st.builds(
    lambda says, date, thing: says.format(date=date, thing=thing),
    st.sampled_from(SAYS),
    st.sampled_from(DATES),
    st.sampled_from(THINGS),
)


@pytest.fixture
async def hub(core: Core, store: Store, clock: SetClock) -> Hub:
    clock.moment = NOON.replace(day=16)
    there = await talking(core.over(store), store)
    await there.say(SAM, "log 12 november workshop")
    return there


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    who=st.sampled_from([SAM, SAM, LEE]), messages=st.lists(MESSAGES, min_size=2, max_size=6), talk=st.integers()
)
async def test_no_sequence_without_an_order_changes_a_record(
    hub: Hub, who: str, messages: list[str], talk: int
) -> None:
    before = await hub.records()
    for words in messages:
        await hub.say(who, words, f"C{talk}")
        assert await hub.records() == before, messages
