"""Where people can be reached in Teams: kept for who is enrolled, refreshed always, marked when removed."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from bot.core.activity import Address, Sender
from bot.db.store import Store
from bot.features.people.repository import PeopleRegister
from bot.identity.repository import People

REMEMBERED = 10_000  # accounts whose last reference this process knows, so that it is not written again unchanged
LASTS = 5 * 60.0  # seconds until it looks again: another process may have heard of a removal, or of a new code
REMOVED = "removed"
GONE = "They have removed the bot from Teams. They need to add it again before it can write to them."


class References:
    """`store.people` keeps the references; this keeps from reading and writing the same one with every message.

    `monotonic` counts seconds.
    """

    def __init__(self, store: Store, monotonic: Callable[[], float]) -> None:
        self._store = store
        self._monotonic = monotonic
        self._seen: OrderedDict[Sender, tuple[Address, bool, float]] = OrderedDict()

    async def refresh(self, sender: Sender, address: Address, *, anew: bool = False) -> bool:
        """Keep where somebody is reached now; whether they are on record. Of who is not, nothing is kept.

        anew: although it was the same before. From a channel it is only kept where nothing better is.
        """
        if not sender.user:
            return False
        seen, known, until = self._seen.get(sender, ({}, False, 0.0))
        if seen == address and not anew and self._monotonic() < until:
            return known
        if not conversation_of(address) and (seen or await self._kept(sender)):
            return known
        known = await PeopleRegister(self._store).remember_address(sender, address)
        self._remember(sender, address, known)
        return known

    async def removed(self, sender: Sender, address: Address) -> None:
        """The bot was removed from somebody's Teams: nothing can be sent until it is added again."""
        self._seen.pop(sender, None)
        await PeopleRegister(self._store).remember_address(sender, {**address, REMOVED: True})

    async def private(self, sender: Sender, otherwise: Address) -> Address:
        """The private chat with somebody, or `otherwise`; empty when they have removed the bot."""
        kept = await self._kept(sender) or otherwise
        return kept if is_reachable(kept) else {}

    async def _kept(self, sender: Sender) -> Address:
        person = await People(self._store).of(sender)
        for account in await People(self._store).accounts(person.id) if person else ():
            if (account.platform, account.tenant, account.user) == (sender.platform, sender.tenant, sender.user):
                return account.address
        return {}

    def _remember(self, sender: Sender, address: Address, known: bool) -> None:
        self._seen[sender] = (address, known, self._monotonic() + LASTS)
        self._seen.move_to_end(sender)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)


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
