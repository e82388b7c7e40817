"""The bot in Teams, as its people see it."""

from collections.abc import AsyncIterator

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from tests.support.teams_world import TeamsWorld, world


@pytest.fixture
async def w(core: Core, store: Store, clock: SetClock) -> AsyncIterator[TeamsWorld]:
    async with world(core, store, clock) as one:
        yield one
