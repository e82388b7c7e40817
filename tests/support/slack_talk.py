"""One person's DM with the bot, typed and pressed through Slack's wire, read back as the lines of a transcript."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from adapters.console.conversation import PRESSED, NoSuchButton, _chosen, chosen_fields
from adapters.slack import modals
from bot.core.form import Form
from tests.support.fakes.slack import Shown, Upload, read
from tests.support.slack_rig import Rig

OPENS = "open_form:"


@dataclass
class SlackTalk:
    """Remembers the last message with buttons, as the person's eye does."""

    rig: Rig
    user: str
    shown: Shown | None = None
    uploads: list[Upload] = field(default_factory=list)

    async def say(self, line: str) -> list[str]:
        """What the person reads in answer; not the older message above it that has lost its buttons.

        Raises NoSuchButton.
        """
        pressed_on = self.shown.ts if self.shown and PRESSED.fullmatch(line.strip()) else ""
        seen, kept = len(self.rig.slack.shown), len(self.rig.slack.uploads)
        if pressed := PRESSED.fullmatch(line.strip()):
            await self._press(pressed["label"], chosen_fields(pressed["fields"]))
        else:
            await self.rig.dm(self.user, escaped(line))
        return [
            line
            for shown in self.rig.slack.shown[seen:]
            if shown.way != "modal" and (shown.way != "update" or shown.ts == pressed_on)
            for line in self._lines(shown, list(self.rig.slack.uploads.values())[kept:])
        ]

    def _lines(self, shown: Shown, uploads: list[Upload]) -> list[str]:
        lines = [f"bot: {line}" for line in with_bars(shown).splitlines()]
        for upload in (one for one in uploads if one.name.endswith((".csv", ".ics", ".txt"))):
            lines += [f"  | {line}" for line in upload.content.decode("utf-8-sig").splitlines()]
        if shown.elements:
            self.shown = shown
            lines.append(" ".join(f"[{label(one)}]" for one in shown.elements))
        return lines

    async def _press(self, wanted: str, filled: dict[str, str]) -> None:
        there = {label(one).casefold(): one for one in (self.shown.elements if self.shown else [])}
        element = there.get(wanted.casefold())
        if element is None or self.shown is None:
            offered = " ".join(f"[{label(one)}]" for one in there.values())
            raise NoSuchButton(
                f"there is no button [{wanted}] here" + (f"; there is {offered}" if offered else "")
            )
        await self.rig.press(self.user, self.shown, element)
        if element["action_id"].startswith(OPENS):
            modal = self.rig.slack.shown[-1]
            assert modal.way == "modal"
            await self.rig.submit(self.user, modal, _chosen(modals.unpack(element["value"]), filled))


def with_bars(shown: Shown) -> str:
    """The message in words, with the bars, which are only to be seen."""
    text = read(shown.text)
    for block in shown.blocks:
        words = str((block.get("text") or {}).get("text") or "") if block["type"] == "section" else ""
        lines = read(words).splitlines()
        for bar, caption in pairwise(lines):
            if bar and not set(bar) - set("█▒░"):
                text = text.replace(caption, f"{bar}\n{caption}", 1)
    return text


def label(element: dict[str, Any]) -> str:
    """A button's label; of one that opens a form, what the form's own button says."""
    if element["action_id"].startswith(OPENS):
        return unpacked(element).send
    return str(element["text"]["text"])


def unpacked(element: dict[str, Any]) -> Form:
    return modals.unpack(element["value"])


def escaped(text: str) -> str:
    """As Slack sends what somebody types."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
