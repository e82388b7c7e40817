"""What people see, taken from the wire of Slack or of Teams: the scenes, and moments of the plays."""

import base64
import copy
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from adapters.console.ask import SetClock
from adapters.slack import modals
from bot.bootstrap import build
from bot.core.activity import Sender
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.reports.repository import Reports
from knowledge.load import load
from tests.pictures.scenes import PLAYED, SCENES, PlayedScreen, Scene
from tests.support.fakes.slack import dm_with
from tests.support.fakes.teams_client import TeamsPerson
from tests.support.ground import NOON, Ground, ground
from tests.support.paths import COHORT
from tests.support.play import FOLDER, performed, platforms
from tests.support.slack_talk import OPENS
from tests.support.transcript import CACHE_DIR, IN_MEMORY
from tests.support.wires import Wires, wired

PEOPLE = ("sam", "ann", "lee", "new", "crowd")
RELAYED = re.compile(r"→ (?P<who>[a-z]+) \(")
Message = dict[str, Any]


@dataclass(frozen=True)
class Screen:
    """Messages as a platform was sent them, oldest first; one that was changed stands where it was."""

    name: str
    messages: tuple[Message, ...]

    def __post_init__(self) -> None:
        assert self.messages, f"nothing was shown at “{self.name}”"


@dataclass
class Watch:
    """What went out over one wire since somebody began to look."""

    wires: Wires
    platform: str
    slack: int = 0
    teams: int = 0
    uploads: int = 0
    answers: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        self.slack, self.uploads = len(self.wires.rig.slack.shown), len(self.wires.rig.slack.uploads)
        self.teams = len(self.wires.teams.teams.said)
        self.answers = {who: len(person.answers) for who, person in self.wires.people.items()}

    async def seen(self, who: str = "") -> tuple[Message, ...]:
        """By that person in private; by everybody, if nobody is named."""
        return (
            tuple(self._in_slack(who))
            if self.platform == "slack"
            else tuple([m async for m in self._in_teams(who)])
        )

    def _in_slack(self, who: str) -> list[Message]:
        older: list[Message] = []  # of before, and changed now
        found: dict[str, Message] = {}
        for at, one in enumerate(self.wires.rig.slack.shown[self.slack :]):
            if one.way == "home" or (who and one.args.get("channel", dm_with(who)) != dm_with(who)):
                continue
            named = {} if who else {"caption": _where(str(one.args.get("channel", "")).startswith("D"))}
            if one.way == "update" and one.ts not in found:
                older.append({**one.args, **named})
            else:
                found[one.ts or f"no stamp {at}"] = {**one.args, **named}
        uploads = list(self.wires.rig.slack.uploads.values())[self.uploads :]
        files = [
            {"picture": address(one.content)} if one.name.endswith(".png") else {"file": one.name}
            for one in uploads
        ]
        return [*older, *found.values(), *files]

    async def _in_teams(self, who: str) -> AsyncIterator[Message]:
        older: list[Message] = []
        found: dict[str, Message] = {}
        for name, person in self.wires.people.items():
            for at, (_status, answer) in enumerate(person.answers[self.answers.get(name, 0) :]):
                shows = isinstance(answer, dict) and str(answer.get("type", "")).endswith("card.adaptive")
                if shows and who in ("", name):
                    found[f"{name} {at}"] = {"attachments": [{"content": answer["value"]}]}
        for post in self.wires.teams.teams.said[self.teams :]:
            private = post.conversation.startswith("a:")
            if who not in ("", post.conversation.removeprefix("a:")):
                continue
            body = {**post.body, **({} if who else {"caption": _where(private)})}
            if post.method == "PUT" and post.message not in found:
                older.append(body)
            else:
                found[post.message] = body
        for one in (*older, *found.values()):
            yield await with_pictures(next(iter(self.wires.people.values())), one)


def _where(private: bool) -> str:
    return "In the private chat" if private else "In the channel"


async def scenes(platform: str) -> list[Screen]:
    """Every scene of `scenes.py`, over that platform's wire."""
    async with _a_hub(dict.fromkeys(PEOPLE, platform)) as (wires, g):
        people = {"lee": g.lead, "sam": await g.enrol("Sam Patel"), "ann": await g.enrol("Ann Jones")}
        for name in ("Ben Okoro", "Cara Lowe", "Dev Anand"):
            await g.enrol(name)
        await Reports(g.store).add(g.here, "Baseline", NOON.date() - timedelta(days=3), g.lead.id, NOON)
        for who, person in people.items():
            await _linked(wires, who, person.id)
        watch = Watch(wires, platform)
        return [Screen(scene.name, await _scene(watch, scene)) for scene in SCENES]


async def _scene(watch: Watch, scene: Scene) -> tuple[Message, ...]:
    for who, line in scene.lines:
        watch.begin()
        if not scene.channel:
            await watch.wires.say(who, line)
        elif watch.platform == "slack":
            await watch.wires.rig.mention(who, f"<@UBOT> {line}")
        else:
            await watch.wires.teams.person(who, "channel").type(line)
    if not scene.relayed:
        seen = await watch.seen("" if scene.channel else scene.lines[-1][0])
        return (*seen, *_opened(seen)) if scene.opens else seen
    watch.begin()
    await watch.wires.tick()
    await watch.wires.relayed()
    return (await watch.seen(scene.to))[-1:]


def _opened(messages: tuple[Message, ...]) -> list[Message]:
    """The forms that buttons of these messages open, in Slack."""
    rows = [block["elements"] for one in messages for block in one.get("blocks", ()) if block["type"] == "actions"]
    packed = [one["value"] for row in rows for one in row if one["action_id"].startswith(OPENS)]
    return [{"view": modals.view(modals.unpack(one), {}), "caption": "What it opens"} for one in packed]


async def played() -> dict[str, list[Screen]]:
    """The moments of the plays, by the platform of whoever reads there."""
    found: dict[str, list[Screen]] = {"slack": [], "teams": []}
    for name in dict.fromkeys(screen.play for screen in PLAYED):
        for platform, screen in await _play(name):
            found[platform].append(screen)
    return found


async def _play(name: str) -> list[tuple[str, Screen]]:
    written = (FOLDER / f"{name}.play").read_text(encoding="utf-8")
    async with _a_hub(platforms(written)) as (wires, g):
        await _linked(wires, "lee", g.lead.id)
        watching = WatchedPlay(wires, [one for one in PLAYED if one.play == name])
        with suppress(AllSeen):
            await performed(written, watching)
        assert not watching.wanted, f"{name}.play no longer says: {watching.wanted}"
        return watching.screens


class AllSeen(Exception):
    """The rest of the play need not be performed."""


@dataclass
class WatchedPlay:
    """The players of a play over the wires, who keep the moments that are wanted."""

    wires: Wires
    wanted: list[PlayedScreen]
    screens: list[tuple[str, Screen]] = field(default_factory=list)

    clock: SetClock = field(init=False)
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.watches = {platform: Watch(self.wires, platform) for platform in ("slack", "teams")}
        self.clock, self.store = self.wires.clock, self.wires.store

    def sender_of(self, who: str) -> Sender:
        return self.wires.sender_of(who)

    async def say(self, who: str, text: str) -> list[str]:
        self._begin()
        lines = await self.wires.say(who, text)
        await self._kept(who, lines)
        return lines

    async def relayed(self) -> list[str]:
        self._begin()
        lines = await self.wires.relayed()
        for who in {found["who"] for line in lines if (found := RELAYED.match(line))}:
            await self._kept(who, [line for line in lines if line.startswith(f"→ {who} ")])
        return lines

    async def tick(self) -> None:
        await self.wires.tick()

    async def comes_round(self) -> None:
        await self.wires.comes_round()

    def _begin(self) -> None:
        for watch in self.watches.values():
            watch.begin()

    async def _kept(self, who: str, lines: list[str]) -> None:
        for one in [one for one in self.wanted if one.who == who and any(one.words in line for line in lines)]:
            platform = self.wires.on[who]
            self.screens.append((platform, Screen(one.name, await self.watches[platform].seen(who))))
            self.wanted.remove(one)
        if not self.wanted:
            raise AllSeen


@asynccontextmanager
async def _a_hub(on: dict[str, str]) -> AsyncIterator[tuple[Wires, Ground]]:
    clock, store = SetClock(NOON), await Store.open(IN_MEMORY)
    core = build(load(COHORT), store, clock, CACHE_DIR)
    g = await ground(store)
    async with wired(core, store, clock, on) as wires:
        yield wires, g
    await store.close()


async def _linked(wires: Wires, who: str, person_id: int) -> None:
    code = await Codes(wires.store).make(person_id, None, NOON)
    await Codes(wires.store).redeem(code.words, wires.sender(who), NOON, {"user": who})


async def with_pictures(person: TeamsPerson, body: Message) -> Message:
    """Pictures that the card links to, fetched as Teams would."""
    body = copy.deepcopy(body)
    for attachment in body.get("attachments", ()):
        for element in attachment["content"]["body"]:
            if element["type"] == "Image" and not element["url"].startswith("data:"):
                async with person.session.get(element["url"]) as answer:
                    element["url"] = address(await answer.read())
    return body


def address(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
