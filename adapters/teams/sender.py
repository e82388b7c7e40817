"""Teams as the scheduler sees it: one message, at Teams' pace, once; how it ended in words that are true."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from adapters.teams.connector_client import Indeterminate, RateLimited, Rejected
from adapters.teams.conversation_references import GONE, conversation_of, is_reachable
from adapters.teams.inbound import PLATFORM
from adapters.teams.outbound import Outbound
from bot.core.activity import Address
from bot.core.reply import Reply
from scheduler.ports import Ambiguous, CannotTell, Found, Outcome, Refused, Sent, Throttled

NO_MESSAGE = "ActivityNotFoundInConversation"
CROWDED = "This chat has been sent as much as Teams allows for now."
NAMELESS = "Teams has not said which message it was, so it cannot be changed."
BLOCKED = "They have blocked the bot in Teams. Only they can unblock it: open its chat, then “Unblock”."
WHY = {
    "MessageWritesBlocked": BLOCKED,
    "BotNotInConversationRoster": GONE,
    "ConversationNotFound": "Teams no longer knows this chat. It works again once they write to the bot.",
    "ForbiddenOperationException": "Their Teams does not let the bot write to them. Their IT can allow the app.",
}


class TeamsSender:
    platform = PLATFORM
    can_look = False
    settle = 0.0

    def __init__(self, out: Outbound) -> None:
        self._out = out

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:  # noqa: ARG002  Teams takes no key
        """Send once. Teams' create takes no key and cannot be asked, so what is unclear stays so."""
        return await self._paced(to, lambda: self._out.post(to, reply))

    async def find(self, to: Address, token: str, since: datetime) -> Found:  # noqa: ARG002
        return CannotTell("Teams cannot be asked whether a message arrived")

    async def update(self, to: Address, message: str, reply: Reply) -> Outcome:
        async def put() -> str:
            there = await self._out.chats.reached(to)
            changed = await self._out.said(there, reply)
            await self._out.connectors.update(there["serviceUrl"], conversation_of(there), message, changed)
            return message

        return await self._paced(to, put) if message else Refused(NAMELESS)

    async def delete(self, to: Address, message: str) -> Outcome:
        async def remove() -> str:
            there = await self._out.chats.reached(to)
            await self._out.connectors.delete(there["serviceUrl"], conversation_of(there), message)
            return message

        return await self._paced(to, remove) if message else Refused(NAMELESS)

    async def _paced(self, to: Address, ask: Callable[[], Awaitable[str]]) -> Outcome:
        if not is_reachable(to):
            return Refused(GONE if to else "Nobody has written to the bot from this account yet.")
        place = self._out.place(to)
        if not place.taken:
            return Throttled(place.wait) if place.all_wait else Refused(CROWDED, for_good=False)
        await self._out.wait(place.wait)
        try:
            return Sent(await ask())
        except RateLimited as busy:
            return Throttled(self._out.pause(busy))
        except Rejected as refused:
            why, gone = f"Teams did not take it: {refused.code}.", refused.code == NO_MESSAGE
            return Refused(WHY.get(refused.code, why), refused.for_good, gone)
        except Indeterminate as unclear:
            return Ambiguous(str(unclear))
