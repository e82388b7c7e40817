"""The three conversations over one throw-away database, and what happens in them: said, pressed, sent."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count

from adapters.console.ask import SetClock
from adapters.console.conversation import PRESSED, Conversation, chosen_fields
from adapters.console.demo_records import DemoRecords
from adapters.trial.columns import Changed, ColumnMessages, ShownMessage, TrialPerson
from adapters.trial.sender import ColumnSender
from bot.core.activity import Sender
from bot.core.dispatcher import Core
from bot.core.reminder_rules import Rules
from bot.core.reply import Reply
from bot.db.store import Store
from scheduler import local_engine
from scheduler.clock import tick
from scheduler.delivery_context import DeliveryContext
from scheduler.health import HealthMonitor

IN_MEMORY = "sqlite+aiosqlite://"
PLATFORM, TENANT = "console", "terminal"  # as `mastery chat` and the demo have them


class MessageGone(Exception):
    """What was pressed is not on the page any more."""


class Stage:
    """Everything that happens goes through here, one thing after another.

    records: makes the demo hub's databases. changed: is told of each message. fresh: that all columns are empty
    and begin anew.
    """

    def __init__(
        self,
        core: Core,
        records: DemoRecords,
        clock: SetClock,
        rules: Rules,
        changed: Changed,
        fresh: Callable[[], None],
    ) -> None:
        self.clock, self._rules = clock, rules
        self._shared_core, self._core, self._records = core, core, records
        self._store = Store(IN_MEMORY)
        self._ids = count(1)
        self._changed, self._fresh = changed, fresh
        self._is_quiet = False
        self._doing = asyncio.Lock()
        self._empty()

    def _empty(self) -> None:
        self.columns = {who: ColumnMessages(who, lambda: next(self._ids), self._tell) for who in TrialPerson}
        self._sender = ColumnSender({str(who): column for who, column in self.columns.items()}, self.clock)
        senders = {PLATFORM: self._sender}
        self._context = DeliveryContext(self._store, senders, self.clock, rules=self._rules, in_flight=1)
        self._talks = {
            who: Conversation(self._core, Sender(PLATFORM, TENANT, who), f"demo {who}", {"terminal": str(who)})
            for who in TrialPerson
        }

    def _tell(self, who: TrialPerson, shown: ShownMessage) -> None:
        if not self._is_quiet:
            self._changed(who, shown)

    @property
    def store(self) -> Store:
        return self._store

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Nothing else happens while the block runs."""
        async with self._doing:
            yield

    async def begin(self, at: datetime) -> None:
        """A new demo hub on that day, and a word of welcome in each column."""
        await self.close()
        self.clock.moment = at
        self._store = await self._records.opened(at)
        self._core = self._shared_core.over(self._store)
        self._empty()
        self._is_quiet = True
        await self.come_round()
        for column in self.columns.values():  # what the demo has caused is no news to who opens the page
            column.messages.clear()
        self._is_quiet = False
        self._fresh()
        for who, talk in self._talks.items():
            self.columns[who].answered(await talk.open(), at)

    async def close(self) -> None:
        await self._records.close(self._store)

    async def say(self, who: TrialPerson, line: str) -> None:
        """Words, or `[Label] field=value` for a button of the last reply. Raises NoSuchButton."""
        talk, column = self._talks[who], self.columns[who]
        press = PRESSED.fullmatch(line.strip())
        pressed = _with_label(column, press["label"]) if press else None
        reply = await talk.say(line)
        typed = chosen_fields(press["fields"]).values() if press else ()
        self._show(who, " · ".join([press["label"], *typed]) if press else line, reply, pressed)
        await self.deliver()

    async def press(self, who: TrialPerson, message: int, number: int) -> None:
        """A button of a message, by its place among them. Raises MessageGone."""
        column = self.columns[who]
        shown = column.find(message)
        if shown is None or not 0 <= number < len(shown.reply.buttons):
            raise MessageGone
        button = shown.reply.buttons[number]
        self._show(who, button.label, await self._talks[who].press(button.action, button.values), shown)
        await self.deliver()

    async def send(self, who: TrialPerson, message: int, number: int, filled: Mapping[str, str]) -> None:
        """A form of a message, filled in. Raises MessageGone."""
        column = self.columns[who]
        shown = column.find(message)
        if shown is None or not 0 <= number < len(shown.reply.forms):
            raise MessageGone
        form = shown.reply.forms[number]
        values = {**{one.name: "" for one in form.fields}, **filled, **form.values}
        reply = await self._talks[who].press(form.action, values)
        if reply.errors.keys() & {one.name for one in form.fields}:
            column.refused(shown, reply, values)
        else:
            self._show(who, form.send, reply, shown)
        await self.deliver()

    def _show(self, who: TrialPerson, words: str, reply: Reply, pressed: ShownMessage | None) -> None:
        """What was said or pressed, and the reply; a message that becomes its own outcome says it already."""
        if pressed is None or not reply.replaces:
            self.columns[who].said(words, self.clock())
        self.columns[who].answered(reply, self.clock(), pressed)

    async def deliver(self) -> None:
        """What is ready to be sent now, such as a question to the hub's lead."""
        before = {who: len(column.messages) for who, column in self.columns.items()}
        while await local_engine.drain(self._context):
            pass
        self._pressable_from(before)

    async def come_round(self) -> None:
        """All that is due by the clock as it stands."""
        before = {who: len(column.messages) for who, column in self.columns.items()}
        await tick(self._context, HealthMonitor(self.clock()))
        self._pressable_from(before)

    def _pressable_from(self, before: Mapping[TrialPerson, int]) -> None:
        for who, column in self.columns.items():
            for one in column.messages[before[who] :]:
                self._talks[who].show(one.reply)


def _with_label(column: ColumnMessages, label: str) -> ShownMessage | None:
    """The newest message that has something to press of that name."""
    for one in reversed(column.messages):
        labels = [*(button.label for button in one.reply.buttons), *(form.send for form in one.reply.forms)]
        if label.casefold() in map(str.casefold, labels):
            return one
    return None
