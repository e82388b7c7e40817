"""Where people can be reached in Teams: kept for who is enrolled, refreshed always, marked when removed."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cachetools import TTLCache

from bot.core.activity import Address, Sender
from bot.db.store import Store
from bot.features.people.repository import PeopleRegister
from bot.identity.repository import People

REMEMBERED = 10_000  # accounts whose last reference this process knows, so that it is not written again unchanged
LASTS = 5 * 60.0  # seconds until it looks again: another process may have heard of a removal, or of a new code
REMOVED = "removed"
GONE = "They have removed the bot from Teams. They need to add it again before it can write to them."


class LastSeen(NamedTuple):
    """The reference in somebody's last message, and whether they are on record."""

    address: Address
    on_record: bool


class References:
    """References on record, cached so that one is not read and written again with every message.

    monotonic: counts seconds.
    """

    def __init__(self, store: Store, monotonic: Callable[[], float]) -> None:
        self._store = store
        self._seen: TTLCache[Sender, LastSeen] = TTLCache(REMEMBERED, LASTS, monotonic)

    async def refresh(self, sender: Sender, address: Address, *, anew: bool = False) -> bool:
        """Store where somebody is reached now; returns whether they are on record. Of strangers nothing is stored.

        An address without a chat, as a channel's is, replaces none that is stored.
        anew: store it although it is the same as before.
        """
        if not sender.user:
            return False
        seen = self._seen.get(sender)
        if seen and seen.address == address and not anew:
            return seen.on_record
        if not conversation_of(address) and (seen or await self._stored(sender)):
            return seen.on_record if seen else True
        on_record = await PeopleRegister(self._store).remember_address(sender, address)
        self._seen[sender] = LastSeen(address, on_record)
        return on_record

    async def removed(self, sender: Sender, address: Address) -> None:
        """The bot was removed from somebody's Teams: nothing can be sent until it is added again."""
        self._seen.pop(sender, None)
        await PeopleRegister(self._store).remember_address(sender, {**address, REMOVED: True})

    async def private(self, sender: Sender, otherwise: Address) -> Address:
        """The private chat with somebody, or `otherwise`; empty when they have removed the bot."""
        address = await self._stored(sender) or otherwise
        return address if is_reachable(address) else {}

    async def _stored(self, sender: Sender) -> Address:
        person = await People(self._store).of(sender)
        for account in await People(self._store).accounts(person.id) if person else ():
            if (account.platform, account.tenant, account.user) == (sender.platform, sender.tenant, sender.user):
                return account.address
        return {}


def is_reachable(address: Mapping[str, Any]) -> bool:
    """Whether there is a chat, or somebody with whom one can be opened."""
    there = conversation_of(address) or all((address.get(end) or {}).get("id") for end in ("bot", "user"))
    return bool(address.get("serviceUrl") and there) and not address.get(REMOVED)


def conversation_of(address: Mapping[str, Any]) -> str:
    conversation = address.get("conversation")
    return str(conversation.get("id") or "") if isinstance(conversation, dict) else ""


def tenant_of(address: Mapping[str, Any]) -> str:
    conversation = address.get("conversation")
    return str(conversation.get("tenantId") or "") if isinstance(conversation, dict) else ""


def ends_of(address: Mapping[str, Any]) -> dict[str, Any]:
    """Who a message is from, for whom and where, as far as it is said; to a channel there is no recipient."""
    ends = {"from": "bot", "recipient": "user", "conversation": "conversation"}
    return {name: address[end] for name, end in ends.items() if address.get(end)}
