"""No sequence of messages without an order changes a record: questions, doubts, refusals, what others did."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from tests.support.examples import examples
from tests.support.ground import NOON
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub, talking

__all__ = ["store", "url"]
DATES = ("friday", "12 november", "5/11", "yesterday", "next week", "the 9th", "half term", "last thursday")
THINGS = ("workshop", "pilot workshop", "hub day", "autumn report", "residential 1", "reminders", "day")
SAYS = (  # without “yes” and “ok”, which press the button of what was offered
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
    "thanks",
    "hm",
    "and {date}?",
    "who is coming to {thing}",
    "tell me about the {thing}",
    "what have i logged for {date}",
    "i think the autumn report is done",
    "i can't make residential 1. oh wait i can",
    "i might not make residential 1",
    "sarah sent her autumn report",
)
WITH = st.tuples(st.sampled_from(DATES), st.sampled_from(THINGS))


@pytest.fixture
async def hub(core: Core, store: Store, clock: SetClock) -> Hub:
    clock.moment = NOON.replace(day=16)
    there = await talking(core.over(store), store)
    await there.say(SAM, "log 12 november workshop")
    return there


@settings(max_examples=examples(10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(says=st.permutations(SAYS), said_with=st.lists(WITH, min_size=len(SAYS), max_size=len(SAYS)))
async def test_no_sequence_without_an_order_changes_a_record(
    hub: Hub, says: list[str], said_with: list[tuple[str, str]]
) -> None:
    """Everything is said once, in any order and of anything, by a specialist and by a lead."""
    before = await hub.records()
    for words, (date, thing) in zip(says, said_with, strict=True):
        for who in (SAM, LEE):
            await hub.say(who, words.format(date=date, thing=thing))
            assert await hub.records() == before, (who, words, date, thing)
