"""People of a play on their own platforms, Slack and Teams at once, over both wires and one bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from adapters.console.ask import SetClock
from adapters.console.conversation import PRESSED, chosen_fields
from bot.core.activity import Sender
from bot.core.dispatcher import Core
from bot.core.reminder_rules import Rules
from bot.db.store import Store
from bot.delivery.domain import CLOCK
from bot.delivery.outbox import Outbox
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from tests.support.fakes.microsoft import TENANT
from tests.support.fakes.slack import TEAM, Shown, dm_with, read
from tests.support.fakes.teams_client import TeamsPerson
from tests.support.play import JoiningCode
from tests.support.rounds import rounds, told_round
from tests.support.slack_rig import Rig, rigged
from tests.support.slack_talk import OPENS, SlackTalk, label
from tests.support.teams_world import TeamsWorld, world


@dataclass
class SlackDesk(SlackTalk):
    """Fills in a form that a button has opened over the message, as well as one that stands in it."""

    modal: Shown | None = None

    async def say(self, line: str) -> list[str]:
        pressed, modal = PRESSED.fullmatch(line.strip()), self.modal
        seen, self.modal = len(self.rig.slack.shown), None
        if pressed and modal and pressed["label"] == _send(modal):
            await self.rig.submit(self.user, modal, chosen_fields(pressed["fields"]))
            return [line for shown in self.rig.slack.shown[seen:] for line in self._lines(shown, [])]
        lines = await super().say(line)
        return [*self._opened(), *lines]

    def _opened(self) -> list[str]:
        if self.modal is None:
            return []
        return [*(f"bot: {words}" for words in _asked(self.modal)), f"[{_send(self.modal)}]"]

    async def _press(self, wanted: str, filled: dict[str, str]) -> None:
        """A button that carries its form sends it at once; a form that the bot opens waits to be filled in."""
        seen = len(self.rig.slack.shown)
        there = {label(one).casefold(): one for one in (self.shown.elements if self.shown else [])}
        await super()._press(wanted, filled)
        if not there[wanted.casefold()]["action_id"].startswith(OPENS):
            self.modal = next((one for one in self.rig.slack.shown[seen:] if one.way == "modal"), None)


def _send(modal: Shown) -> str:
    return str(modal.args["view"]["submit"]["text"])


def _asked(modal: Shown) -> list[str]:
    """What a form on the screen says, as a transcript has it; small print last."""
    view, lines, notes = modal.args["view"], list[str](), list[str]()
    for block in view["blocks"]:
        match block["type"]:
            case "input":
                lines.append(_field(block))
            case "context":
                notes += [line for one in block["elements"] for line in read(one["text"]).splitlines()]
            case _:
                lines.append(read(block["text"]["text"]))
    title = [] if view["blocks"][0]["type"] == "section" else [str(view["title"]["text"])]
    return [*title, *lines, *notes]


def _field(block: dict[str, Any]) -> str:
    options = " / ".join(one["text"]["text"] for one in block["element"].get("options", []))
    hint = f" ({block['hint']['text']})" if "hint" in block else ""
    left = ", optional" if block["optional"] else ""
    return f"• {block['label']['text']}{left}{': ' + options if options else ''}{hint}"


@dataclass
class Wires:
    """`on`: who is on which platform."""

    rig: Rig
    teams: TeamsWorld
    store: Store
    clock: SetClock
    on: dict[str, str]
    slack_talks: dict[str, SlackDesk] = field(default_factory=dict)
    people: dict[str, TeamsPerson] = field(default_factory=dict)
    code: JoiningCode = field(default_factory=JoiningCode)

    def sender(self, who: str) -> Sender:
        return (
            Sender("teams", TENANT, f"aad-{who}")
            if self.on.get(who, "slack") == "teams"
            else Sender("slack", TEAM, who)
        )

    async def say(self, who: str, text: str) -> list[str]:
        """The lines that come back, with the code hidden."""
        lines = await self._said(who, self.code.shown(text))
        return [self.code.hidden(line) for line in lines]

    async def _said(self, who: str, text: str) -> list[str]:
        if self.on.get(who, "slack") == "slack":
            return await self._in_slack(who).say(text)
        person = self._in_teams(who)
        if (pressed := PRESSED.fullmatch(text.strip())) is None:
            return await person.type(text)
        return await person.press(pressed["label"], chosen_fields(pressed["fields"]))

    async def tick(self) -> None:
        await plan_and_fan_out(self.store, Rules(), self.clock())
        await Outbox(self.store).beat(CLOCK, self.clock())
        await rounds(self.store, self.clock())

    async def comes_round(self) -> None:
        await told_round(self.store, self.clock())

    def sender_of(self, who: str) -> Sender:
        return self.sender(who)

    async def relayed(self) -> list[str]:
        """What both platforms were sent unasked, as whoever it is for reads it."""
        shown, said = len(self.rig.slack.shown), len(self.teams.teams.said)
        senders = {"slack": self.rig.platform.sender, "teams": self.teams.platform.sender}
        await local_engine.drain(DeliveryContext(self.store, senders, self.clock, Random(1), in_flight=1))
        lines = list[str]()
        for one in self.rig.slack.shown[shown:]:
            who = next(name for name in self.on if dm_with(name) == one.args["channel"])
            lines += _told(who, "slack", self._in_slack(who)._lines(one, []), changed=one.way == "update")
        for post in self.teams.teams.said[said:]:
            who = post.conversation.removeprefix("a:")
            read = await self._in_teams(who).read(post.body, post.message)
            lines += _told(who, "teams", read, changed=post.method == "PUT")
        return lines

    def _in_slack(self, who: str) -> SlackDesk:
        return self.slack_talks.setdefault(who, SlackDesk(self.rig, who))

    def _in_teams(self, who: str) -> TeamsPerson:
        return self.people.setdefault(who, self.teams.person(who))


def _told(who: str, platform: str, lines: list[str], *, changed: bool) -> list[str]:
    return [f"{'↻' if changed else '→'} {who} ({platform}): {line.removeprefix('bot: ')}" for line in lines]


@asynccontextmanager
async def wired(core: Core, store: Store, clock: SetClock, on: dict[str, str]) -> AsyncIterator[Wires]:
    async with rigged(core, store, clock) as rig, world(core, store, clock) as teams:
        yield Wires(rig, teams, store, clock, on)
        assert not teams.teams.refused
