"""A hub to talk with: its lead Lee and its specialist Sam, on the day that `NOON` names."""

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from tests.support.ground import NOON
from tests.support.talking import Hub, talking


@pytest.fixture
async def hub(core: Core, store: Store, clock: SetClock) -> Hub:
    clock.moment = NOON
    return await talking(core.over(store), store)
