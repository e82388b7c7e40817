"""Every conversation in tests/plays/conversations, word for word."""

from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from tests.support.transcript import FOLDER, Script, replay


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.chat")), ids=lambda path: path.stem)
async def test_the_conversation_goes_as_written(path: Path, core: Core, clock: SetClock) -> None:
    written = path.read_text()
    assert await replay(Script(written), core, clock, path.stem) == written
