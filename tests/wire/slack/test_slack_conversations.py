"""The core's conversations and plays once more through Slack's wire, word for word."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from adapters.console.conversation import NoSuchButton
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support import play, transcript
from tests.support.ground import NOON, account, ground
from tests.support.slack_rig import Rig, rigged
from tests.support.slack_talk import SlackTalk


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    async with rigged(core, store, clock) as rig:
        yield rig


@pytest.mark.parametrize("path", sorted(transcript.FOLDER.glob("*.chat")), ids=lambda path: path.stem)
async def test_a_conversation_goes_as_written(path: Path, rig: Rig) -> None:
    script = transcript.Script(path.read_text())
    rig.clock.moment = script.moment
    talk = SlackTalk(rig, "UTEACHER")
    lines = [*script.comments]
    for said in script.said:
        lines.append(f"you: {said}")
        try:
            lines += await talk.say(said)
        except NoSuchButton as missing:
            lines.append(f"({missing})")
    assert "\n".join(lines) + "\n" == path.read_text()


# A play that names its platforms is performed on those alone, by tests/plays/test_plays.py.
PLAYS = [path for path in sorted(play.FOLDER.glob("*.play")) if "\n# on " not in path.read_text()]


@pytest.mark.parametrize("path", PLAYS, ids=lambda path: path.stem)
async def test_a_play_of_several_people_goes_as_written(path: Path, rig: Rig, store: Store) -> None:
    rig.clock.moment = NOON
    g = await ground(store)
    code = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("lee"), NOON)
    assert await performed(path.read_text(), rig) == path.read_text()


async def performed(written: str, rig: Rig) -> str:
    """The play with what is read in Slack today."""
    talks: dict[str, SlackTalk] = {}
    lines, code = list[str](), play.JoiningCode()
    for line in written.splitlines():
        spoken = play.LINE.fullmatch(line)
        if line.startswith("# at "):
            rig.clock.moment = datetime.fromisoformat(line.removeprefix("# at ").strip()).replace(
                tzinfo=play.LONDON
            )
        if line.startswith("#") or not line:
            lines.append(line)
        if spoken is None or spoken["who"] == "bot":
            continue
        lines.append(line)
        talk = talks.setdefault(spoken["who"], SlackTalk(rig, spoken["who"]))
        try:
            answer = await talk.say(code.shown(spoken["text"]))
        except NoSuchButton as missing:
            answer = [f"({missing})"]
        lines += map(code.hidden, answer)
    return "\n".join(lines) + "\n"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.strip()).replace(tzinfo=play.LONDON)
