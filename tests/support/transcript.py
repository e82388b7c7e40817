"""The form of tests/plays/conversations/*.chat: what was typed and pressed, and every line that came back.

    # at 2026-02-10T10:00          the moment, London time; # as specialist: who is talking
    you: when is the deadline?
    bot: …
    [Label] [Label]
    you: [Label]

`python -m tests.support.transcript FILE …` writes the bot's lines anew; read the difference before you commit it.
"""

import asyncio
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.console.ask import SetClock
from adapters.console.conversation import Conversation, NoSuchButton, transcript
from bot.bootstrap import build
from bot.core.activity import Sender
from bot.core.dispatcher import Core
from bot.db.store import Store
from knowledge.load import load
from tests.support.paths import COHORT, ROOT, TESTS

FOLDER = TESTS / "plays" / "conversations"
CACHE_DIR = ROOT / "var"
IN_MEMORY = "sqlite+aiosqlite://"


@dataclass(frozen=True)
class Script:
    """One file: its comments, what the person does in order, and when."""

    text: str

    @property
    def comments(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.startswith("#")]

    @property
    def said(self) -> list[str]:
        return [line.removeprefix("you: ") for line in self.text.splitlines() if line.startswith("you: ")]

    def named(self, name: str, default: str) -> str:
        marks = [line.removeprefix(f"# {name} ") for line in self.comments if line.startswith(f"# {name} ")]
        return marks[0].strip() if marks else default

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.named("at", "2026-02-10T10:00")).replace(
            tzinfo=ZoneInfo("Europe/London")
        )


async def replay(script: Script, core: Core, clock: SetClock, name: str) -> str:
    """The same script with the lines that the bot says today."""
    clock.moment = script.moment
    sender = Sender("console", "tests", f"{script.named('as', 'teacher')}-{name}")
    conversation = Conversation(core, sender, name)
    lines = [*script.comments]
    for said in script.said:
        lines.append(f"you: {said}")
        try:
            lines += transcript(await conversation.say(said))
        except NoSuchButton as missing:
            lines.append(f"({missing})")
    return "\n".join(lines) + "\n"


async def rewrite(paths: list[Path]) -> None:
    for path in paths:
        clock = SetClock(datetime.fromisoformat("2026-02-10T10:00+00:00"))
        store = await Store.open(IN_MEMORY)
        core = build(load(COHORT), store, clock, CACHE_DIR)
        path.write_text(await replay(Script(path.read_text()), core, clock, path.stem))
        await store.close()


if __name__ == "__main__":
    asyncio.run(rewrite([Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.chat"))))
