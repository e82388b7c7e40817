"""What the bot sends unasked, into the columns; what is meant for anybody else of the demo hub goes nowhere."""

from collections.abc import Mapping
from datetime import datetime

from adapters.trial.columns import ColumnMessages, ShownMessage
from bot.core.activity import Address
from bot.core.clock import Clock
from bot.core.reply import Reply, Text
from scheduler.ports import CannotTell, Found, Outcome, Sent

WITHDRAWN = Reply((Text("This message was withdrawn."),), "withdrawn")


class ColumnSender:
    """Implements `scheduler.ports.PlatformSender`; an address names the column: {"terminal": "lead"}."""

    platform = "console"
    can_look = False
    settle = 0.0

    def __init__(self, columns: Mapping[str, ColumnMessages], clock: Clock) -> None:
        self._columns, self._clock = columns, clock
        self._sent: dict[str, tuple[ColumnMessages, ShownMessage]] = {}

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        column = self._columns.get(str(to.get("terminal", "")))
        if column is not None:
            self._sent[token] = (column, column.unasked(reply, self._clock()))
        return Sent(token)

    async def find(self, to: Address, token: str, since: datetime) -> Found:  # noqa: ARG002
        return CannotTell("a column is not asked")

    async def update(self, to: Address, message: str, reply: Reply) -> Outcome:  # noqa: ARG002
        if found := self._sent.get(message):
            found[0].change(found[1], reply)
        return Sent(message)

    async def delete(self, to: Address, message: str) -> Outcome:
        return await self.update(to, message, WITHDRAWN)
