"""One conversation in the terminal: a typed line → an activity → the lines of a transcript."""

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bot.core.activity import Activity, Address, Joined, Message, Sender, Submit
from bot.core.form import ChoiceField, Form
from bot.core.plain_text import plain
from bot.core.reply import Button, Reply

if TYPE_CHECKING:
    from bot.core.dispatcher import Core

PRESSED = re.compile(r"\[(?P<label>[^\]]+)\]\s*(?P<fields>.*)")


class NoSuchButton(Exception):
    """The last reply has no button of that label."""


class Conversation:
    """Remembers the buttons of the last reply, so that `[Label]` can press one."""

    def __init__(self, core: "Core", sender: Sender, name: str, address: Address | None = None) -> None:
        self._core = core
        self._address: Address = address or {}
        self._sender = sender
        self._name = name
        self._pressable: dict[str, Button | Form] = {}

    async def open(self) -> Reply:
        """What somebody sees who has just come in."""
        return await self._handle(Joined(self._sender, self._name, self._address))

    async def say(self, line: str) -> Reply:
        """The reply to one line. Raises NoSuchButton for a label that is not there."""
        pressed = PRESSED.fullmatch(line.strip())
        if pressed is None:
            return await self._handle(Message(self._sender, self._name, line, self._address))
        target = self._pressable.get(pressed["label"].casefold())
        if target is None:
            raise NoSuchButton(self._no_such(pressed["label"]))
        filled = chosen_fields(pressed["fields"])
        values = {**_as_it_stands(target), **_chosen(target, filled), **target.values}
        return await self.press(target.action, values)

    async def press(self, action: str, values: Mapping[str, str]) -> Reply:
        """The reply to a button or a form, whichever message it stands in."""
        return await self._handle(Submit(self._sender, self._name, action, values, self._address))

    async def _handle(self, activity: Activity) -> Reply:
        reply = await self._core.handle(activity)
        self.show(reply)
        return reply

    def show(self, reply: Reply) -> None:
        """What can be pressed from now on; a reply with nothing to press leaves what was there."""
        every = [one for message in reply.messages for one in _pressable(message)]
        if pressable := {_label(one).casefold(): one for one in every}:
            self._pressable = pressable

    def _no_such(self, label: str) -> str:
        there = " ".join(f"[{_label(one)}]" for one in self._pressable.values())
        return f"there is no button [{label[:75]}] here" + (f"; there is {there}" if there else "")


def _pressable(reply: Reply) -> list[Button | Form]:
    return [*reply.buttons, *reply.forms]


def _label(target: Button | Form) -> str:
    return target.send if isinstance(target, Form) else target.label


def _as_it_stands(target: Button | Form) -> dict[str, str]:
    """What a form would send if nobody touched it."""
    fields = target.fields if isinstance(target, Form) else ()
    return {field.name: str(field.value or "") for field in fields}


def _chosen(target: Button | Form, filled: dict[str, str]) -> dict[str, str]:
    """What was typed into a form; of a choice, its label will do."""
    for field in target.fields if isinstance(target, Form) else ():
        if isinstance(field, ChoiceField) and field.name in filled:
            by_label = {label.casefold(): value for value, label in field.options.items()}
            filled[field.name] = by_label.get(filled[field.name].casefold(), filled[field.name])
    return filled


def chosen_fields(text: str) -> dict[str, str]:
    """`day=2026-11-12 note="pilot workshop"` → names and values."""
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    return dict(word.split("=", 1) for word in words if "=" in word)


def transcript(reply: Reply) -> Iterator[str]:
    """Each message as `bot: …` lines, its files that can be read, then its buttons as `[Label] [Label]`."""
    for message in reply.messages:
        yield from _transcript(message)


def _transcript(reply: Reply) -> Iterator[str]:
    for line in plain(reply).splitlines():
        yield f"bot: {line}"
    for file in reply.files:
        if file.media_type.startswith("text/"):
            yield from (f"  | {line}" for line in file.content.decode("utf-8-sig").splitlines())
    if pressable := _pressable(reply):
        yield " ".join(f"[{_label(one)}]" for one in pressable)
