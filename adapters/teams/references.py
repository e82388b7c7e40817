"""Where people can be reached in Teams: kept for who is enrolled, refreshed always, marked when removed."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from bot.activity import Address, Sender
from bot.store import Store

REMEMBERED = 10_000  # accounts whose last reference this process knows, so that it is not written again unchanged
REMOVED = "removed"
GONE = "They have removed the bot from Teams. They need to add it again before it can write to them."


class References:
    """`store.people` keeps the references; this keeps from writing the same one with every message."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[Sender, Address] = OrderedDict()

    async def refresh(self, sender: Sender, address: Address) -> None:
        """Keep where somebody is reached now; of who is not enrolled, nothing. Joining keeps its own address."""
        if not address or not sender.user:
            return
        if self._known.get(sender) == address:
            return
        await self._store.people.remember_address(sender, address)
        self._remember(sender, address)

    async def removed(self, sender: Sender, address: Address) -> None:
        """The bot was removed from somebody's Teams: nothing can be sent until it is added again."""
        self._known.pop(sender, None)
        await self._store.people.remember_address(sender, {**address, REMOVED: True})

    async def private(self, sender: Sender) -> Address:
        """The private chat with somebody; empty when none is known."""
        person = await self._store.people.of(sender)
        for account in await self._store.people.accounts(person.id) if person else ():
            mine = (account.platform, account.tenant, account.user) == (
                sender.platform,
                sender.tenant,
                sender.user,
            )
            if mine and is_reachable(account.address):
                return account.address
        return {}

    def _remember(self, sender: Sender, address: Address) -> None:
        self._known[sender] = address
        self._known.move_to_end(sender)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def is_reachable(address: Mapping[str, Any]) -> bool:
    return bool(address.get("serviceUrl") and conversation_of(address)) and not address.get(REMOVED)


def conversation_of(address: Mapping[str, Any]) -> str:
    conversation = address.get("conversation")
    return str(conversation.get("id") or "") if isinstance(conversation, dict) else ""


def tenant_of(address: Mapping[str, Any]) -> str:
    conversation = address.get("conversation")
    return str(conversation.get("tenantId") or "") if isinstance(conversation, dict) else ""
