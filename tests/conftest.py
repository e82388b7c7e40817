"""What many tests share: the real knowledge base and a core over it, built once."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import disk_usage

import pytest
from hypothesis import settings

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES, who_is
from bot.conversation.repository import ConversationStates
from bot.core.dispatcher import Core
from bot.core.routes import discover
from bot.db.store import Store
from knowledge.load import load
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.browser import LEFT_OUT, installed
from tests.support import compiled_once
from tests.support.paths import COHORT
from tests.support.stores import made, postgres
from tests.support.transcript import CACHE_DIR, IN_MEMORY
from tests.support.walker import Walker, small_knowledge

__all__ = ["made", "postgres"]

# The same examples on every run: what a chance find would show, the slow tests look for, with new ones each time.
settings.register_profile("the same every time", derandomize=True, database=None)
settings.load_profile("the same every time")
compiled_once.shared_by_every_store()
ROOM = 4 << 30  # bytes; the tests' databases take a small part of it
IN_MEMORY_FILES = Path("/dev/shm")  # noqa: S108  a file system, not a file
if IN_MEMORY_FILES.is_dir() and disk_usage(IN_MEMORY_FILES).free > ROOM:
    # Every write waits for the disk, as it must; the tests kill us and never the machine, so theirs is memory.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY_FILES))
NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load(COHORT)


@pytest.fixture(scope="session")
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture(scope="session")
def search(knowledge: Knowledge) -> Search:
    return Search(knowledge, CACHE_DIR)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """Records in memory, gone after the test."""
    store = await Store.open(IN_MEMORY)
    yield store
    await store.close()


@pytest.fixture
def core(knowledge: Knowledge, search: Search, store: Store, clock: SetClock) -> Core:
    clock.moment = NOON
    return Core(knowledge, search, discover(FEATURES), store, clock, who_is, ConversationStates())


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The real eligibility check over a handful of entries, for tests that need no more."""
    return small_knowledge(tmp_path_factory.mktemp("data") / "cohort")


@pytest.fixture
def walker(data: Knowledge, store: Store) -> Walker:
    """Somebody at the eligibility check."""
    return Walker(data, store)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was left out is said, in a line."""
    if installed() is None:
        terminalreporter.write_line(LEFT_OUT)
