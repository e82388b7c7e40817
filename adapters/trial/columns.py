"""What each of the three sees: messages in order. Of a dialog, the newest step alone can be pressed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.core.reply import Reply, Text


class TrialPerson(StrEnum):
    """Whose column it is; as `mastery chat --as` calls them."""

    TEACHER = "teacher"
    SPECIALIST = "specialist"
    LEAD = "lead"


class Origin(StrEnum):
    """Where a message comes from: typed or pressed, the bot's reply to it, or sent by the bot unasked."""

    YOU = "you"
    REPLY = "reply"
    UNASKED = "unasked"


@dataclass(slots=True)
class ShownMessage:
    """One message of a column. `at`: when, by the page's clock. `filled`: what was typed into its form."""

    id: int
    origin: Origin
    reply: Reply
    at: datetime
    filled: Mapping[str, str] = field(default_factory=dict)


Changed = Callable[[TrialPerson, ShownMessage], None]
"""Is told of a message that is new, or that has changed in its place."""


class ColumnMessages:
    """The messages of one column. ids: hands out numbers that no other column has."""

    def __init__(self, who: TrialPerson, ids: Callable[[], int], changed: Changed) -> None:
        self.who, self._ids, self._changed = who, ids, changed
        self.messages: list[ShownMessage] = []

    def find(self, number: int) -> ShownMessage | None:
        return next((one for one in self.messages if one.id == number), None)

    def said(self, text: str, at: datetime) -> None:
        """What its owner typed, or the label that they pressed."""
        self._add(Origin.YOU, Reply((Text(text),), "said"), at)

    def answered(self, reply: Reply, at: datetime, pressed: ShownMessage | None = None) -> ShownMessage:
        """The reply and what follows it; in place of the message that was pressed, where the reply asks for that.

        Returns the first of them.
        """
        first, *others = reply.messages
        if pressed is not None and first.replaces:
            self.change(pressed, first)
            shown = pressed
        else:
            shown = self._add(Origin.REPLY, first, at)
        for one in others:
            self._add(Origin.REPLY, one, at)
        return shown

    def unasked(self, reply: Reply, at: datetime) -> ShownMessage:
        """What the bot sends by itself; returns the first message of it."""
        added = [self._add(Origin.UNASKED, one, at) for one in reply.messages]
        return added[0]

    def refused(self, pressed: ShownMessage, reply: Reply, filled: Mapping[str, str]) -> None:
        """The form that was sent stays, with what was typed into it and what is wrong."""
        pressed.filled = filled
        self.change(pressed, pressed.reply, reply.errors)

    def change(self, shown: ShownMessage, reply: Reply, errors: Mapping[str, str] | None = None) -> None:
        shown.reply = replace(reply, then=None, errors=errors or {})
        self._changed(self.who, shown)
        self._retire_before(shown)

    def _add(self, origin: Origin, reply: Reply, at: datetime) -> ShownMessage:
        shown = ShownMessage(self._ids(), origin, reply, at)
        self.messages.append(shown)
        self._changed(self.who, shown)
        self._retire_before(shown)
        return shown

    def _retire_before(self, shown: ShownMessage) -> None:
        """The step before the newest one of a dialog becomes the words that are left of it."""
        if (step := shown.reply.step) is None:
            return
        for one in self.messages:
            if one is not shown and one.reply.step is not None and one.reply.step.name == step.name:
                self._retire(one, step.before)

    def _retire(self, one: ShownMessage, words: str) -> None:
        one.reply = Reply((Text(words),), one.reply.kind)
        self._changed(self.who, one)
