"""Teams as the scheduler sees it: one message, at Teams' pace, once; how it ended in words that are true."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from adapters.teams.activities import PLATFORM
from adapters.teams.chats import Chats
from adapters.teams.connectors import Busy, Connectors, NotTaken, Unclear
from adapters.teams.pace import Pace
from adapters.teams.references import GONE, conversation_of, ends_of, is_reachable, tenant_of
from adapters.teams.render import Link, message
from adapters.teams.timing import Timing
from bot.activity import Address
from bot.reply import Reply
from scheduler.ports import Ambiguous, CannotTell, Found, Outcome, Refused, Sent, Throttled

LONGEST_WAIT = 5.0  # seconds waited here for the pace; more is left to the scheduler
JITTER = 0.2  # of a pause, added so that not everybody comes back at once
NO_MESSAGE = "ActivityNotFoundInConversation"
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

    def __init__(
        self,
        connectors: Connectors,
        chats: Chats,
        pace: Pace,
        link: Link,
        timing: Timing,
    ) -> None:
        self._connectors = connectors
        self._chats = chats
        self._pace = pace
        self._link = link
        self._timing = timing

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:  # noqa: ARG002  Teams takes no key
        """Send once. Teams' create takes no key and cannot be asked, so what is unclear stays so."""

        async def post(there: Address) -> str:
            return await self._connectors.send(
                there["serviceUrl"], conversation_of(there), self._said(there, reply)
            )

        return await self._paced(to, post)

    async def find(self, to: Address, token: str, since: datetime) -> Found:  # noqa: ARG002
        return CannotTell("Teams cannot be asked whether a message arrived")

    async def update(self, to: Address, message: str, reply: Reply) -> Outcome:
        async def put(there: Address) -> str:
            changed = self._said(there, reply)
            await self._connectors.update(there["serviceUrl"], conversation_of(there), message, changed)
            return message

        return await self._paced(to, put)

    async def delete(self, to: Address, message: str) -> Outcome:
        async def remove(there: Address) -> str:
            await self._connectors.delete(there["serviceUrl"], conversation_of(there), message)
            return message

        return await self._paced(to, remove)

    def _said(self, to: Address, reply: Reply) -> dict[str, object]:
        return {**message(reply, self._link), **ends_of(to)}

    async def _paced(self, to: Address, ask: Callable[[Address], Awaitable[str]]) -> Outcome:
        if not is_reachable(to):
            return Refused(GONE if to else "Nobody has written to the bot from this account yet.")
        where = conversation_of(to) or to["user"]["id"]
        wait = self._pace.take(where, tenant_of(to), LONGEST_WAIT)
        if wait > LONGEST_WAIT:
            return Throttled(wait)
        if wait:
            await self._timing.sleep(wait)
        try:
            return Sent(await ask(await self._chats.reached(to)))
        except Busy as busy:
            return Throttled(busy.after * (1 + JITTER * self._timing.jitter()))
        except NotTaken as refused:
            why, gone = f"Teams did not take it: {refused.code}.", refused.code == NO_MESSAGE
            return Refused(WHY.get(refused.code, why), refused.for_good, gone)
        except Unclear as unclear:
            return Ambiguous(str(unclear))
