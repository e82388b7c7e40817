"""Teams as the scheduler sees it: one message, at Teams' pace, once; how it ended in words that are true."""

import random
from collections.abc import Awaitable, Callable
from datetime import datetime

from adapters.teams.activities import PLATFORM
from adapters.teams.connectors import Busy, Connectors, NotTaken, Unclear
from adapters.teams.pace import Pace
from adapters.teams.references import GONE, conversation_of, is_reachable, tenant_of
from adapters.teams.render import Link, message
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
    """`sleep` and `jitter` (a number from 0 to 1) are given, so that tests need no waiting."""

    platform = PLATFORM
    can_look = False
    settle = 0.0

    def __init__(
        self,
        connectors: Connectors,
        pace: Pace,
        link: Link,
        sleep: Callable[[float], Awaitable[None]],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._connectors = connectors
        self._pace = pace
        self._link = link
        self._sleep = sleep
        self._jitter = jitter

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:  # noqa: ARG002  Teams takes no key
        """Send once. Teams' create takes no key and cannot be asked, so what is unclear stays so."""

        async def post() -> str:
            return await self._connectors.send(
                to["serviceUrl"], conversation_of(to), _proactive(to, reply, self._link)
            )

        return await self._paced(to, post)

    async def find(self, to: Address, token: str, since: datetime) -> Found:  # noqa: ARG002
        return CannotTell("Teams cannot be asked whether a message arrived")

    async def update(self, to: Address, message: str, reply: Reply) -> Outcome:
        async def put() -> str:
            changed = _proactive(to, reply, self._link)
            await self._connectors.update(to["serviceUrl"], conversation_of(to), message, changed)
            return message

        return await self._paced(to, put)

    async def delete(self, to: Address, message: str) -> Outcome:
        async def remove() -> str:
            await self._connectors.delete(to["serviceUrl"], conversation_of(to), message)
            return message

        return await self._paced(to, remove)

    async def _paced(self, to: Address, ask: Callable[[], Awaitable[str]]) -> Outcome:
        if not is_reachable(to):
            return Refused(GONE if to else "Nobody has written to the bot from this account yet.")
        wait = self._pace.take(conversation_of(to), tenant_of(to), LONGEST_WAIT)
        if wait > LONGEST_WAIT:
            return Throttled(wait)
        if wait:
            await self._sleep(wait)
        try:
            return Sent(await ask())
        except Busy as busy:
            return Throttled(busy.after * (1 + JITTER * self._jitter()))
        except NotTaken as refused:
            why, gone = f"Teams did not take it: {refused.code}.", refused.code == NO_MESSAGE
            return Refused(WHY.get(refused.code, why), refused.for_good, gone)
        except Unclear as unclear:
            return Ambiguous(str(unclear))


def _proactive(to: Address, reply: Reply, link: Link) -> dict[str, object]:
    """To a channel there is no recipient."""
    ends = {"from": to.get("bot"), "recipient": to.get("user"), "conversation": to.get("conversation")}
    return {**message(reply, link), **{name: end for name, end in ends.items() if end}}
