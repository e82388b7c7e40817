"""A hub whose bot may ask a language model, and has said so."""

from collections.abc import AsyncIterator

import pytest

from adapters.console.ask import SetClock
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.conftest import NOON
from tests.support.choosing import Hub, choosing


@pytest.fixture
async def hub(knowledge: Knowledge, search: Search, store: Store, clock: SetClock) -> AsyncIterator[Hub]:
    clock.moment = NOON
    async with choosing(knowledge, search, store, clock) as made:
        await made.told()
        yield made
