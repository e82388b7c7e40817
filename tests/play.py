"""Plays: what several people say to the bot over weeks, word for word, in tests/plays/*.play.

    # at 2026-09-08T09:00          the clock, London time; it may be set again further down
    lee: cohort enrol Sam Patel, sam@school.example, Oakfield Primary
    bot: …
    sam: join ⟨code⟩               the code that was last shown; in the bot's lines it stands as ⟨code⟩, too

The lead of a hub, lee, is linked from the start; everybody else is a stranger until they join.
`python -m tests.play FILE …` writes the bot's lines anew; read the difference before you commit it.
"""

import asyncio
import re
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.console.ask import SetClock
from adapters.console.conversation import Conversation, NoSuchButton, transcript
from bot.activity import Sender
from bot.bootstrap import build
from bot.core import Core
from bot.store import Store
from knowledge.load import load
from tests.ground import NOON, ground
from tests.transcript import COHORT, IN_MEMORY, KEPT_IN

FOLDER = Path(__file__).parent / "plays"
LINE = re.compile(r"(?P<who>[a-z]+): (?P<text>.*)")
CODE = re.compile(r"\b[2-9B-Z]{4}-[2-9B-Z]{4}\b")
HIDDEN = "⟨code⟩"
LONDON = ZoneInfo("Europe/London")


@dataclass
class Stage:
    """A core with a hub and its lead, and everybody's own conversation with it."""

    core: Core
    clock: SetClock
    code: str = ""
    talks: dict[str, Conversation] = field(default_factory=dict)

    async def say(self, who: str, text: str) -> list[str]:
        """The lines that come back, with the code hidden."""
        talk = self.talks.setdefault(who, Conversation(self.core, sender(who), f"with {who}"))
        try:
            lines = list(transcript(await talk.say(text.replace(HIDDEN, self.code))))
        except NoSuchButton as missing:
            return [f"({missing})"]
        for line in lines:
            if found := CODE.search(line):
                self.code = found[0]
        return [line.replace(self.code, HIDDEN) if self.code else line for line in lines]


def sender(who: str) -> Sender:
    return Sender("console", "plays", who)


async def staged(store: Store, core: Core, clock: SetClock) -> Stage:
    """The stage with its lead: a hub that an operator has set up."""
    clock.moment = NOON
    lead = (await ground(store)).lead
    code = await store.codes.make(lead.id, None, NOON)
    await store.codes.redeem(code.words, sender("lee"), NOON)
    return Stage(core, clock)


async def performed(written: str, stage: Stage) -> str:
    """The play as it goes today."""
    lines: list[str] = []
    for line in written.splitlines():
        if line.startswith("#") or not line:
            if line.startswith("# at "):
                stage.clock.moment = datetime.fromisoformat(line.removeprefix("# at ").strip()).replace(
                    tzinfo=LONDON
                )
            lines.append(line)
        elif (spoken := LINE.fullmatch(line)) and spoken["who"] != "bot":
            lines += [line, *await stage.say(spoken["who"], spoken["text"])]
    return "\n".join(lines) + "\n"


async def rewrite(paths: list[Path]) -> None:
    for path in paths:
        clock = SetClock(NOON)
        store = await Store.open(IN_MEMORY)
        stage = await staged(store, build(load(COHORT), store, clock, KEPT_IN), clock)
        path.write_text(await performed(path.read_text(), stage))
        await store.close()


if __name__ == "__main__":
    asyncio.run(rewrite([Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.play"))))
