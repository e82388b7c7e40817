"""The way out to Teams, the same for answers and for what nobody asked for: its pace, its chats, its pauses."""

from dataclasses import dataclass

from adapters.teams.card_elements import Json
from adapters.teams.connector_client import Connectors, RateLimited
from adapters.teams.conversation_references import conversation_of, ends_of, tenant_of
from adapters.teams.personal_chats import Chats
from adapters.teams.rate_limit import RateLimiter, SendSlot
from adapters.teams.render import Link, message
from adapters.teams.time_source import Timing
from bot.core.activity import Address
from bot.core.reply import Reply

LONGEST_WAIT = 5.0  # seconds waited here for the pace; Teams drops a turn's request after about fifteen
JITTER = 0.2  # of a pause, added so that not everybody comes back at once


@dataclass(frozen=True, slots=True)
class Outbound:
    connectors: Connectors
    chats: Chats
    pace: RateLimiter
    link: Link
    timing: Timing

    def place(self, to: Address, *, anyway: bool = False) -> SendSlot:
        """When something may be sent to a kept reference; see `RateLimiter.take`."""
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

    def pause(self, busy: RateLimited) -> float:
        """Seconds: what Teams asks for, and up to a fifth more."""
        return busy.after * (1 + JITTER * self.timing.jitter())
