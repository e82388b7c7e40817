"""Every conversation in tests/conversations through Teams' own wire, word for word."""

from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from adapters.console.conversation import PRESSED, _fields
from bot.core import Core
from bot.store import Store
from tests.fakes.teams_client import Person
from tests.teams_world import world
from tests.transcript import FOLDER, Script


async def replay(script: Script, person: Person) -> str:
    lines = [*script.comments]
    for said in script.said:
        lines.append(f"you: {said}")
        pressed = PRESSED.fullmatch(said.strip())
        if pressed is None:
            lines += await person.type(said)
        else:
            lines += await person.press(pressed["label"], _fields(pressed["fields"]))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.chat")), ids=lambda path: path.stem)
async def test_the_conversation_goes_as_written(path: Path, core: Core, store: Store, clock: SetClock) -> None:
    script = Script(path.read_text())
    clock.moment = script.moment
    async with world(core, store, clock) as w:
        assert await replay(script, w.person(script.named("as", "teacher"))) == path.read_text()
        assert not w.teams.refused
