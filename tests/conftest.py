"""What many tests share: the real knowledge base and a core over it, built once."""

import gc
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from shutil import disk_usage
from typing import Any

import pytest
import structlog
from hypothesis import settings

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES, who_is
from bot.conversation.repository import ConversationStates
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.routes import Routes, discover
from bot.db.store import Store
from knowledge.load import load
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.browser import LEFT_OUT, installed
from tests.support import compiled_once, libreoffice
from tests.support.examples import A_FIFTH, ALL
from tests.support.paths import COHORT
from tests.support.stores import made, postgres
from tests.support.transcript import CACHE_DIR, IN_MEMORY
from tests.support.walker import Walker, small_knowledge

__all__ = ["made", "postgres"]

compiled_once.shared_by_every_store()
# structlog's own default shows the variables of a traceback, and all that the programme says takes half a minute.
structlog.get_config()["processors"][-1].exception_formatter = structlog.dev.plain_traceback
ROOM = 4 << 30  # bytes; the tests' databases take a small part of it
IN_MEMORY_FILES = Path("/dev/shm")  # noqa: S108  a file system, not a file
if IN_MEMORY_FILES.is_dir() and disk_usage(IN_MEMORY_FILES).free > ROOM:
    # Every write waits for the disk, as it must; the tests kill us and never the machine, so theirs is memory.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY_FILES))
SELDOM = 20_000  # objects between two looks for garbage; with Python's 700 they take a tenth of the tests' time
LONGEST = (  # the first learns the search, in half a minute on a new tree: the next few do without it meanwhile
    "tests/core/test_every_door.py",
    "tests/features/release_days/test_nothing_is_lost.py",
    "tests/delivery/test_direct_once.py",
    "tests/scheduler/test_crashes_on_a_server.py",
    "tests/scheduler/test_crashes.py",
    "tests/features/ask_hub/test_jobs.py",
    "tests/scheduler/test_the_clock.py",
    "tests/browser/test_browser.py",
    "tests/wire/console/test_command_line.py",
    "tests/wire/console/test_demo.py",
    "tests/plays/test_plays.py",
)
NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load(COHORT)


@pytest.fixture(scope="session")
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture(scope="session")
def search(knowledge: Knowledge) -> Search:
    found = Search(knowledge, CACHE_DIR)
    gc.freeze()
    return found


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """Records in memory, gone after the test."""
    store = await Store.open(IN_MEMORY)
    yield store
    await store.close()


@pytest.fixture(scope="session")
def every_route() -> Routes:
    return discover(FEATURES)


@pytest.fixture
def core(knowledge: Knowledge, search: Search, every_route: Routes, store: Store, clock: SetClock) -> Core:
    clock.moment = NOON
    return Core(
        LiveEditions.of_one(knowledge, search),
        every_route,
        store,
        clock,
        who_is,
        conversations=ConversationStates(),
    )


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The real eligibility check over a handful of entries, for tests that need no more."""
    return small_knowledge(tmp_path_factory.mktemp("data") / "cohort")


@pytest.fixture
def walker(data: Knowledge, store: Store) -> Walker:
    """Somebody at the eligibility check."""
    return Walker(data, store)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, or one core has nothing left to do at the end."""
    place = {name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(LONGEST)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What stays until the end is not looked through for garbage again and again."""
    gc.disable()
    gc.set_threshold(SELDOM, 20, 20)
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


class LeftOut:
    """Counts what is marked `everywhere` and was not asked for; of several processes, each counts the same."""

    def __init__(self, config: pytest.Config) -> None:
        self.count, self._asked_for = 0, "not everywhere" not in config.option.markexpr

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        if not self._asked_for:
            self.count += sum(item.get_closest_marker("everywhere") is not None for item in items)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if output := getattr(session.config, "workeroutput", None):
            output["left_out"] = self.count

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.count = node.workeroutput.get("left_out", 0) if hasattr(node, "workeroutput") else self.count

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """What was left out is said, in a line."""
        if self.count:
            terminalreporter.write_line(
                f"Left to `make test-ci`: {self.count} tests that say over a server or another wire what ran here."
            )
        if installed() is None:
            terminalreporter.write_line(LEFT_OUT)
        if libreoffice.installed() is None:
            terminalreporter.write_line(libreoffice.LEFT_OUT)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile(A_FIFTH if "not everywhere" in config.option.markexpr else ALL)
    config.pluginmanager.register(LeftOut(config))
