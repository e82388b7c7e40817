"""Plays: what several people say to the bot over weeks, word for word, in tests/plays/*.play.

    # at 2026-09-08T09:00          the clock, London time; it may be set again further down
    lee: cohort enrol Sam Patel, sam@school.example, Oakfield Primary
    bot: …
    sam: join ⟨code⟩               the code that was last shown; in the bot's lines it stands as ⟨code⟩, too

    # tick                         what comes round by the clock at that moment: reminders, nudges
    # round                        what leads are told: what needs them, what another lead changed, a year's end
    # lead coe: Coe Lead           another lead of the hub, linked from now on
    # cohort 13                    the operator has added the next cohort
    # both sheets                  the made-up Cohort 13's sheet is live beside Cohort 12's, from the start
    # on teams: ann, bob           whose platform it is; otherwise it is the terminal

The lead of a hub, lee, is linked from the start; everybody else is a stranger until they join. What is sent to
somebody without being asked stands as `→ lee (slack): …` below the line that caused it; a message that they have
already, and that is changed, as `↻ lee (slack): …`.
`python -m tests.support.play FILE …` writes the bot's lines anew; read the difference before you commit it.
"""

import asyncio
import re
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Protocol
from zoneinfo import ZoneInfo

from adapters.console.ask import SetClock
from adapters.console.conversation import PRESSED, Conversation, NoSuchButton, transcript
from bot.bootstrap import build
from bot.core.activity import Sender
from bot.core.dispatcher import Core
from bot.core.reminder_rules import Rules
from bot.core.reply import Reply
from bot.db.store import Store
from bot.delivery.domain import CLOCK
from bot.delivery.live_messages import LiveMessages
from bot.delivery.outbox import Outbox
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_hubs import HubRegister
from bot.hubs.repository import Cohorts
from knowledge.load import load
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from tests.support.cohort_13 import made
from tests.support.fakes.platform import FakePlatform
from tests.support.ground import COHORT_13, NOON, ground
from tests.support.paths import COHORT, TESTS
from tests.support.rounds import rounds, told_round
from tests.support.transcript import CACHE_DIR, IN_MEMORY

FOLDER = TESTS / "plays"
LINE = re.compile(r"(?P<who>[a-z]+): (?P<text>.*)")
ON = re.compile(r"^# on (\w+): (.*)$", re.MULTILINE)
CODE = re.compile(r"\b[2-9B-Z]{4}-[2-9B-Z]{4}\b")
HIDDEN = "⟨code⟩"
DEPLOYMENT = re.compile(r"@[0-9a-f]{32}\.mastery-bot")  # each has a name of its own
TICK, ROUND = "# tick", "# round"
LEAD = re.compile(r"# lead (?P<who>[a-z]+): (?P<name>.+)")
NEXT_COHORT = "# cohort 13"
BOTH_SHEETS = "# both sheets"
LONDON = ZoneInfo("Europe/London")


@dataclass
class JoiningCode:
    """The code that was last shown: new in each performance, so it stands as ⟨code⟩ in a play."""

    words: str = ""

    def hidden(self, line: str) -> str:
        if found := CODE.search(line):
            self.words = found[0]
        line = DEPLOYMENT.sub("@⟨deployment⟩.mastery-bot", line)
        return line.replace(self.words, HIDDEN) if self.words else line

    def shown(self, text: str) -> str:
        return text.replace(HIDDEN, self.words)


@dataclass
class PlayStage:
    """A core with a hub and its lead, and everybody's own conversation with it."""

    core: Core
    clock: SetClock
    store: Store
    code: JoiningCode = field(default_factory=JoiningCode)
    platforms: dict[str, str] = field(default_factory=dict)
    talks: dict[str, Conversation] = field(default_factory=dict)
    senders: dict[str, FakePlatform] = field(default_factory=dict)
    messages: dict[str, list[str]] = field(default_factory=dict)

    async def say(self, who: str, text: str) -> list[str]:
        """The lines that come back, with the code hidden."""
        talk = self._talk(who)
        try:
            reply = await talk.say(self.code.shown(text))
            await self._shown(who, reply, pressed=PRESSED.fullmatch(text.strip()) is not None)
            lines = list(transcript(reply))
        except NoSuchButton as missing:
            return [f"({missing})"]
        return [self.code.hidden(line) for line in lines]

    async def tick(self) -> None:
        await plan_and_fan_out(self.store, Rules(), self.clock())
        await Outbox(self.store).beat(CLOCK, self.clock())
        await rounds(self.store, self.clock())

    async def comes_round(self) -> None:
        await told_round(self.store, self.clock())

    def sender_of(self, who: str) -> Sender:
        return sender(who, self.platforms.get(who, "console"))

    async def relayed(self) -> list[str]:
        """What the outbox sends now, once each; whoever gets it can press what is in it."""
        lines: list[str] = []
        await local_engine.drain(DeliveryContext(self.store, self.senders, self.clock, Random(1), in_flight=1))
        for platform, one in self.senders.items():
            changed = [("↻", message.partition(" ")[0], reply) for message, reply in one.changed.items()]
            for sign, who, reply in (*changed, *(("→", *told) for told in one.told)):
                self._talk(who).show(reply)
                opening = f"{sign} {who} ({platform}): "
                lines += [opening + line.removeprefix("bot: ") for line in transcript(reply)]
            one.told.clear()
            one.changed.clear()
        return lines

    async def _shown(self, who: str, reply: Reply, *, pressed: bool) -> None:
        """As a platform's adapter: what follows something is changed later, if it is not on the terminal."""
        platform, theirs = self.platforms.get(who, "console"), self.messages.setdefault(who, [])
        if not (pressed and reply.replaces and theirs):
            theirs.append(f"{who} {len(theirs)}")
        if reply.follows and platform != "console":
            to, messages = sender(who, platform), LiveMessages(self.store)
            await messages.shown(to, {"user": who}, theirs[-1], reply.follows, self.clock())

    def _talk(self, who: str) -> Conversation:
        account = sender(who, self.platforms.get(who, "console"))
        return self.talks.setdefault(who, Conversation(self.core, account, f"with {who}", {"user": who}))


def sender(who: str, platform: str = "console") -> Sender:
    return Sender(platform, "plays", who)


async def staged(store: Store, core: Core, clock: SetClock, written: str) -> PlayStage:
    """The stage with its lead: a hub that an operator has set up."""
    clock.moment = NOON
    stage = PlayStage(core, clock, store, platforms=platforms(written))
    stage.senders = {name: FakePlatform(name) for name in ("console", *sorted(set(stage.platforms.values())))}
    lead = (await ground(store)).lead
    code = await Codes(store).make(lead.id, None, NOON)
    account = sender("lee", stage.platforms.get("lee", "console"))
    await Codes(store).redeem(code.words, account, NOON, {"user": "lee"})
    return stage


def platforms(written: str) -> dict[str, str]:
    """Who is on which platform, from the play's own lines."""
    found = ON.findall(written)
    return {who.strip(): platform for platform, names in found for who in names.split(",")}


class Players(Protocol):
    """Who performs a play: on this stage, or over the platforms' own wires."""

    clock: SetClock
    store: Store

    async def say(self, who: str, text: str) -> list[str]:
        """The lines that come back."""

    async def comes_round(self) -> None:
        """What a hub's leads are told by the clock."""

    def sender_of(self, who: str) -> Sender:
        """Their account."""

    async def tick(self) -> None:
        """What comes round by the clock."""

    async def relayed(self) -> list[str]:
        """The lines that arrive unasked."""


async def performed(written: str, stage: Players) -> str:
    """The play as it goes today."""
    lines: list[str] = []
    for line in written.splitlines():
        if line.startswith("# at "):
            moment = datetime.fromisoformat(line.removeprefix("# at ").strip())
            stage.clock.moment = moment.replace(tzinfo=LONDON)
        if line.startswith("#") or not line:
            lines.append(line)
        if line == TICK:
            await stage.tick()
            lines += await stage.relayed()
        elif line == ROUND:
            await stage.comes_round()
            lines += await stage.relayed()
        elif lead := LEAD.fullmatch(line):
            await _another_lead(stage, lead["who"], lead["name"])
        elif line == NEXT_COHORT:
            await HubRegister(stage.store).ensure_cohort(COHORT_13, stage.clock())
        elif (spoken := LINE.fullmatch(line)) and spoken["who"] != "bot":
            lines += [line, *await stage.say(spoken["who"], spoken["text"]), *await stage.relayed()]
    return "\n".join(lines) + "\n"


async def _another_lead(stage: Players, who: str, name: str) -> None:
    """Of lee's hub; made by an operator, so nobody is told."""
    hub = (await Cohorts(stage.store).hubs())[-1]
    person = await PeopleRegister(stage.store).add(name, f"{who}@hub.example", NOON)
    await HubRegister(stage.store).make_lead(person.id, hub.id, None, NOON)
    code = await Codes(stage.store).make(person.id, None, stage.clock())
    await Codes(stage.store).redeem(code.words, stage.sender_of(who), stage.clock(), {"user": who})


async def rewrite(paths: list[Path]) -> None:
    for path in paths:
        clock = SetClock(NOON)
        store = await Store.open(IN_MEMORY)
        written = path.read_text()
        with TemporaryDirectory(prefix="mastery-play-") as folder:
            live = [load(COHORT), *([load(made(Path(folder)))] if BOTH_SHEETS in written else [])]
        stage = await staged(store, build(live, store, clock, CACHE_DIR), clock, written)
        path.write_text(await performed(written, stage))
        await store.close()


if __name__ == "__main__":
    asyncio.run(rewrite([Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.play"))))
