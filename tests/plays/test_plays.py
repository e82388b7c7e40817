"""Every play in tests/plays, word for word, and the same words on both databases and over the platforms' wires."""

from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.ground import NOON, ground
from tests.support.play import FOLDER, ON, performed, platforms, staged
from tests.support.stores import store, url
from tests.support.wires import wired

__all__ = ["store", "url"]


YEAR = FOLDER / "a_hubs_year.play"
OTHERS = [path for path in sorted(FOLDER.glob("*.play")) if path != YEAR]


@pytest.mark.parametrize("path", [*OTHERS, pytest.param(YEAR, marks=pytest.mark.slow)], ids=lambda path: path.stem)
async def test_the_play_goes_as_written(path: Path, store: Store, core: Core, clock: SetClock) -> None:
    written = path.read_text()
    assert await performed(written, await staged(store, core, clock, written)) == written


OVER_PLATFORMS = [path for path in OTHERS if ON.search(path.read_text())]


@pytest.mark.parametrize(
    "path", [*OVER_PLATFORMS, pytest.param(YEAR, marks=pytest.mark.slow)], ids=lambda path: path.stem
)
async def test_a_play_over_platforms_goes_as_written_over_their_wires(
    path: Path, store: Store, core: Core, clock: SetClock
) -> None:
    """Whoever it is for reads in Slack, and in Teams, what the play says; each word of it went over the wire."""
    written, clock.moment = path.read_text(), NOON
    lead = (await ground(store)).lead
    async with wired(core, store, clock, platforms(written)) as wires:
        code = await Codes(store).make(lead.id, None, NOON)
        await Codes(store).redeem(code.words, wires.sender("lee"), NOON, {"user": "lee"})
        assert await performed(written, wires) == written
