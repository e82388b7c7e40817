"""Every play in tests/plays, word for word, and the same words on both databases and over the platforms' wires."""

from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES, searched, who_is
from bot.conversation.repository import ConversationStates
from bot.core.dispatcher import Core
from bot.core.editions import Edition
from bot.core.live_editions import LiveEditions
from bot.core.routes import discover
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from knowledge.load import load
from tests.support.cohort_13 import made
from tests.support.ground import NOON, ground
from tests.support.paths import COHORT
from tests.support.play import BOTH_SHEETS, FOLDER, ON, performed, platforms, staged
from tests.support.stores import store, url
from tests.support.transcript import CACHE_DIR
from tests.support.wires import wired

__all__ = ["store", "url"]


YEAR = FOLDER / "a_hubs_year.play"
EVERY = {path: path.read_text() for path in sorted(FOLDER.glob("*.play"))}
BOTH = [path for path, written in EVERY.items() if BOTH_SHEETS in written]
OTHERS = [path for path in EVERY if path != YEAR and path not in BOTH]


@pytest.mark.parametrize("path", [*OTHERS, pytest.param(YEAR, marks=pytest.mark.slow)], ids=lambda path: path.stem)
async def test_the_play_goes_as_written(path: Path, store: Store, core: Core, clock: SetClock) -> None:
    written = path.read_text()
    assert await performed(written, await staged(store, core, clock, written)) == written


OVER_PLATFORMS = [path for path in OTHERS if ON.search(path.read_text())]


@pytest.mark.parametrize(
    "path",
    [
        OVER_PLATFORMS[0],
        *(pytest.param(one, marks=pytest.mark.everywhere) for one in OVER_PLATFORMS[1:]),
        pytest.param(YEAR, marks=pytest.mark.slow),
    ],
    ids=lambda path: path.stem,
)
async def test_a_play_over_platforms_goes_as_written_over_their_wires(
    path: Path, store: Store, core: Core, clock: SetClock
) -> None:
    await over_the_wires(path, core, store, clock)


async def over_the_wires(path: Path, core: Core, store: Store, clock: SetClock) -> None:
    """Whoever it is for reads in Slack, and in Teams, what the play says; each word of it went over the wire."""
    written, clock.moment = path.read_text(), NOON
    lead = (await ground(store)).lead
    async with wired(core, store, clock, platforms(written)) as wires:
        code = await Codes(store).make(lead.id, None, NOON)
        await Codes(store).redeem(code.words, wires.sender("lee"), NOON, {"user": "lee"})
        assert await performed(written, wires) == written


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Edition]:
    """Cohort 12's sheet and the made-up Cohort 13's, each with its own search."""
    folder = made(tmp_path_factory.mktemp("deployment"))
    return searched([load(COHORT), load(folder)], CACHE_DIR)


@pytest.fixture
def both(editions: list[Edition], store: Store, clock: SetClock) -> Core:
    live, conversations = LiveEditions(editions), ConversationStates()
    return Core(live, discover(FEATURES), store, clock, who_is, conversations=conversations)


@pytest.mark.slow
@pytest.mark.parametrize("path", BOTH, ids=lambda path: path.stem)
async def test_a_play_of_two_cohorts_goes_as_written(
    path: Path, both: Core, store: Store, clock: SetClock
) -> None:
    """In the terminal, and in Slack and Teams."""
    written = path.read_text()
    assert await performed(written, await staged(store, both, clock, written)) == written


@pytest.mark.slow
@pytest.mark.parametrize("path", BOTH, ids=lambda path: path.stem)
async def test_a_play_of_two_cohorts_goes_as_written_over_the_wires(
    path: Path, both: Core, store: Store, clock: SetClock
) -> None:
    await over_the_wires(path, both, store, clock)
