"""Private chats that have to be opened first, with somebody who has only ever written to the bot in a channel."""

from cachetools import LRUCache

from adapters.teams.connector_client import Connectors, Indeterminate, Rejected
from adapters.teams.conversation_references import conversation_of, tenant_of
from bot.core.activity import Address

REMEMBERED = 5_000  # chats that this process has opened


class Chats:
    """Opens chats. Opening shows nobody anything and always gives the same chat, so it may be repeated."""

    def __init__(self, connectors: Connectors) -> None:
        self._connectors = connectors
        self._opened = LRUCache[tuple[str, str, str], str](REMEMBERED)

    async def reached(self, to: Address) -> Address:
        """The same reference with the chat in it. Raises RateLimited, Rejected."""
        if conversation_of(to):
            return to
        who = (str(to["serviceUrl"]), str(to["bot"]["id"]), str(to["user"]["id"]))
        chat = self._opened.get(who)
        if chat is None:
            try:
                chat = self._opened[who] = await self._connectors.open_chat(*who, tenant_of(to))
            except Indeterminate as unclear:
                raise Rejected(f"the chat could not be opened: {unclear}", for_good=False) from None
        where = {"id": chat, "conversationType": "personal", "tenantId": tenant_of(to)}
        return {**to, "conversation": where}
