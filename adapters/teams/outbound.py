"""The way out to Teams, the same for answers and for what nobody asked for: its pace, its chats, its pauses."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from adapters.teams.card_text import Json
from adapters.teams.connector_client import Connectors, RateLimited
from adapters.teams.conversation_references import conversation_of, ends_of, tenant_of
from adapters.teams.personal_chats import Chats
from adapters.teams.rate_limit import RateLimiter, SendSlot
from adapters.teams.render import Link, card, message
from adapters.teams.time_source import Timing
from bot.core.activity import Address
from bot.core.reply import Reply

LONGEST_WAIT = 5.0  # seconds waited here for the pace; Teams drops a turn's request after about fifteen
JITTER = 0.2  # of a pause, added so that not everybody comes back at once

Links = Callable[[Reply], AbstractAsyncContextManager[Link]]
"""Makes links to a reply's files while its message is written."""


@dataclass(frozen=True, slots=True)
class Outbound:
    connectors: Connectors
    chats: Chats
    pace: RateLimiter
    links: Links
    timing: Timing

    def place(self, to: Address, *, anyway: bool = False) -> SendSlot:
        """When something may be sent to a kept reference; see `RateLimiter.take`."""
        return self.pace.take(conversation_of(to) or to["user"]["id"], tenant_of(to), LONGEST_WAIT, anyway=anyway)

    async def post(self, to: Address, reply: Reply) -> str:
        """Post to a kept reference, whose chat may have to be opened first; Teams' id. Raises as Connectors do."""
        there = await self.chats.reached(to)
        said = await self.said(there, reply)
        return await self.connectors.send(there["serviceUrl"], conversation_of(there), said)

    async def said(self, there: Address, reply: Reply) -> Json:
        return {**await self.written(reply), **ends_of(there)}

    async def written(self, reply: Reply) -> Json:
        """The message for a reply; its files can be fetched by their links from now on."""
        async with self.links(reply) as link:
            return message(reply, link)

    async def card(self, reply: Reply) -> Json:
        """As `written`, for a card that takes the place of a pressed one."""
        async with self.links(reply) as link:
            return card(reply, link)

    async def wait(self, seconds: float) -> None:
        if seconds:
            await self.timing.sleep(seconds)

    def pause(self, busy: RateLimited) -> float:
        """Seconds: what Teams asks for, and up to a fifth more."""
        return busy.after * (1 + JITTER * self.timing.jitter())
