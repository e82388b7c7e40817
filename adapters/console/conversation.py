"""One conversation in the terminal: a typed line → an activity → the lines of a transcript."""

import re
import shlex
from collections.abc import Iterator

from bot.activity import Activity, Joined, Message, Sender, Submit
from bot.core import Core
from bot.plain import plain
from bot.reply import Button, Reply

PRESSED = re.compile(r"\[(?P<label>[^\]]+)\]\s*(?P<fields>.*)")


class NoSuchButton(Exception):
    """The last reply has no button of that label."""


class Conversation:
    """Remembers the buttons of the last reply, so that `[Label]` can press one."""

    def __init__(self, core: Core, sender: Sender, name: str) -> None:
        self._core = core
        self._sender = sender
        self._name = name
        self._buttons: dict[str, Button] = {}

    async def open(self) -> Reply:
        """What somebody sees who has just come in."""
        return await self._handle(Joined(self._sender, self._name))

    async def say(self, line: str) -> Reply:
        """The reply to one line. Raises NoSuchButton for a label that is not there."""
        pressed = PRESSED.fullmatch(line.strip())
        if pressed is None:
            return await self._handle(Message(self._sender, self._name, line))
        button = self._buttons.get(pressed["label"].casefold())
        if button is None:
            raise NoSuchButton(self._no_such(pressed["label"]))
        values = {**button.values, **_fields(pressed["fields"])}
        return await self._handle(Submit(self._sender, self._name, button.action, values))

    async def _handle(self, activity: Activity) -> Reply:
        reply = await self._core.handle(activity)
        if reply.buttons:
            self._buttons = {button.label.casefold(): button for button in reply.buttons}
        return reply

    def _no_such(self, label: str) -> str:
        there = " ".join(f"[{button.label}]" for button in self._buttons.values())
        return f"there is no button [{label[:75]}] here" + (f"; there is {there}" if there else "")


def _fields(text: str) -> dict[str, str]:
    """`day=2026-11-12 note="pilot workshop"` → names and values."""
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    return dict(word.split("=", 1) for word in words if "=" in word)


def transcript(reply: Reply) -> Iterator[str]:
    """The reply as `bot: …` lines, then its buttons as `[Label] [Label]`."""
    for line in plain(reply).splitlines():
        yield f"bot: {line}"
    if reply.buttons:
        yield " ".join(f"[{button.label}]" for button in reply.buttons)
