"""What was said last stands in the records: another process can answer "and where?" for half an hour."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES, who_is
from bot.conversation.repository import ConversationStates
from bot.core.activity import Message, Sender
from bot.core.conversation import SAID_FOR
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.plain_text import plain
from bot.core.routes import discover
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.ground import NOON, ground
from tests.support.transcript import IN_MEMORY

ANN = Sender("console", "tests", "ann")
AGAIN = "That is what the sheet says:"


@pytest.fixture
async def two(knowledge: Knowledge, search: Search, clock: SetClock) -> AsyncIterator[tuple[Core, Core]]:
    """Two cores over the same records, as two processes would have them."""
    clock.moment = NOON
    store = await Store.open(IN_MEMORY)
    await ground(store)
    one, other = (
        Core(
            LiveEditions.of_one(knowledge, search),
            discover(FEATURES),
            store,
            clock,
            who_is,
            conversations=ConversationStates(),
        )
        for _ in "ab"
    )
    yield one, other
    await store.close()


async def test_another_process_knows_what_was_said(two: tuple[Core, Core]) -> None:
    one, other = two
    await one.handle(Message(ANN, "C", "how many residentials are there"))
    assert (await other.handle(Message(ANN, "C", "and where?"))).entry == "residential-venues"
    assert (await one.handle(Message(ANN, "C", "who pays for the hotel"))).entry == "travel-to-residentials"


async def test_after_half_an_hour_nothing_is_leaned_on(two: tuple[Core, Core], clock: SetClock) -> None:
    one, other = two
    await one.handle(Message(ANN, "C", "how many residentials are there"))
    clock.moment = NOON + SAID_FOR + timedelta(seconds=1)
    assert AGAIN not in plain(await other.handle(Message(ANN, "C", "are you sure?")))


async def test_nobody_elses_words_are_leaned_on(two: tuple[Core, Core]) -> None:
    one, other = two
    await one.handle(Message(ANN, "C", "how many residentials are there"))
    bob = Sender("console", "tests", "bob")
    assert AGAIN not in plain(await other.handle(Message(bob, "C", "are you sure?")))
    assert AGAIN in plain(await other.handle(Message(ANN, "C", "are you sure?")))
