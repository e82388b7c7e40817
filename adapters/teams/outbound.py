"""The way out to Teams, the same for answers and for what nobody asked for: its pace, its chats, its pauses."""

from dataclasses import dataclass

from adapters.teams.chats import Chats
from adapters.teams.connectors import Busy, Connectors
from adapters.teams.elements import Json
from adapters.teams.pace import Pace, Place
from adapters.teams.references import conversation_of, ends_of, tenant_of
from adapters.teams.render import Link, message
from adapters.teams.timing import Timing
from bot.activity import Address
from bot.reply import Reply

LONGEST_WAIT = 5.0  # seconds waited here for the pace; Teams drops a turn's request after about fifteen
JITTER = 0.2  # of a pause, added so that not everybody comes back at once


@dataclass(frozen=True, slots=True)
class Outbound:
    connectors: Connectors
    chats: Chats
    pace: Pace
    link: Link
    timing: Timing

    def place(self, to: Address, *, anyway: bool = False) -> Place:
        """When something may be sent to a kept reference; see `Pace.take`."""
        return self.pace.take(conversation_of(to) or to["user"]["id"], tenant_of(to), LONGEST_WAIT, anyway=anyway)

    async def post(self, to: Address, reply: Reply) -> str:
        """Post to a kept reference, whose chat may have to be opened first; Teams' id. Raises as Connectors do."""
        there = await self.chats.reached(to)
        return await self.connectors.send(there["serviceUrl"], conversation_of(there), self.said(there, reply))

    def said(self, there: Address, reply: Reply) -> Json:
        return {**message(reply, self.link), **ends_of(there)}

    async def wait(self, seconds: float) -> None:
        if seconds:
            await self.timing.sleep(seconds)

    def pause(self, busy: Busy) -> float:
        """Seconds: what Teams asks for, and up to a fifth more."""
        return busy.after * (1 + JITTER * self.timing.jitter())
