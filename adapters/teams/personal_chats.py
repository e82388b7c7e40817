"""Private chats that have to be opened first, with somebody who has only ever written to the bot in a channel."""

from collections import OrderedDict

from adapters.teams.connector_client import Connectors, Indeterminate, Rejected
from adapters.teams.conversation_references import conversation_of, tenant_of
from bot.core.activity import Address

REMEMBERED = 5_000  # chats that this process has opened


class Chats:
    """Opening says nothing to anybody, and the same two always get the same chat: it may be asked for again."""

    def __init__(self, connectors: Connectors) -> None:
        self._connectors = connectors
        self._opened: OrderedDict[tuple[str, str, str], str] = OrderedDict()

    async def reached(self, to: Address) -> Address:
        """The same reference with the chat in it. Raises Busy, Rejected."""
        if conversation_of(to):
            return to
        who = (str(to["serviceUrl"]), str(to["bot"]["id"]), str(to["user"]["id"]))
        if who not in self._opened:
            try:
                self._opened[who] = await self._connectors.open_chat(*who, tenant_of(to))
            except Indeterminate as unclear:
                raise Rejected(f"the chat could not be opened: {unclear}", for_good=False) from None
            if len(self._opened) > REMEMBERED:
                self._opened.popitem(last=False)
        where = {"id": self._opened[who], "conversationType": "personal", "tenantId": tenant_of(to)}
        return {**to, "conversation": where}
