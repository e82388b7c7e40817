"""Every conversation in tests/plays/conversations through Teams' own wire, word for word."""

from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from adapters.console.conversation import PRESSED, chosen_fields
from bot.core.dispatcher import Core
from bot.db.store import Store
from tests.support.fakes.teams_client import TeamsPerson
from tests.support.teams_world import world
from tests.support.transcript import FOLDER, Script


async def replay(script: Script, person: TeamsPerson) -> str:
    lines = [*script.comments]
    for said in script.said:
        lines.append(f"you: {said}")
        pressed = PRESSED.fullmatch(said.strip())
        if pressed is None:
            lines += await person.type(said)
        else:
            lines += await person.press(pressed["label"], chosen_fields(pressed["fields"]))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.chat")), ids=lambda path: path.stem)
async def test_the_conversation_goes_as_written(path: Path, core: Core, store: Store, clock: SetClock) -> None:
    script = Script(path.read_text())
    clock.moment = script.moment
    async with world(core, store, clock) as w:
        assert await replay(script, w.person(script.named("as", "teacher"))) == path.read_text()
        assert not w.teams.refused
