"""The demo hub of each day is made once, and copied for each test."""

import pytest

from adapters.console.ask import SetClock
from adapters.console.demo_records import DemoRecords
from bot.bootstrap import FEATURES, who_is
from bot.conversation.repository import ConversationStates
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.routes import discover
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.transcript import IN_MEMORY


@pytest.fixture(scope="session")
def demo_records(
    knowledge: Knowledge, search: Search, clock: SetClock, tmp_path_factory: pytest.TempPathFactory
) -> DemoRecords:
    core = Core(
        LiveEditions.of_one(knowledge, search),
        discover(FEATURES),
        Store(IN_MEMORY),
        clock,
        who_is,
        conversations=ConversationStates(),
    )
    return DemoRecords(core, tmp_path_factory.mktemp("demo"))
