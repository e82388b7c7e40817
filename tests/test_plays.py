"""Every play in tests/plays, word for word, and the same words on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from bot.core import Core
from bot.store import Store
from tests.play import FOLDER, performed, staged
from tests.stores import store, url

__all__ = ["store", "url"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.play")), ids=lambda path: path.stem)
async def test_the_play_goes_as_written(path: Path, store: Store, core: Core, clock: SetClock) -> None:
    written = path.read_text()
    assert await performed(written, await staged(store, core, clock, written)) == written
