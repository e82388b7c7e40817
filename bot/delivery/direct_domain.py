"""Direct messages: what is sent once to one account or channel, under a key that says what it is about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.activity import Address, Sender
from bot.core.identity import Account
from bot.core.reply import Reply

CHANNEL = "#"  # how the name begins that stands in place of an account, for what goes to a channel
RELAY_IS_OF_USE = timedelta(days=30)
RELAYS_ARE_KEPT = timedelta(days=30)  # after they were sent
RELAYS_AT_MOST = timedelta(days=365)  # after they were written


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """Something to send without being asked: what names it, whom it goes to, and what it says."""

    key: str
    to: Sender
    address: Address
    reply: Reply

    @classmethod
    def to_account(cls, about: str, account: Account, reply: Reply) -> "OutgoingMessage":
        """about: the beginning of its key, such as `asked:17:0`; each account gets the message once."""
        return cls(key_to(about, account), account.sender, account.address, reply)


def key_to(about: str, account: Account) -> str:
    """The key of the message about that to this account."""
    return f"{about}:{account.platform}:{account.tenant}:{account.user}"


@dataclass(frozen=True, slots=True)
class DirectMessage:
    """A post that waits to be sent, or was. One of a key is sent once."""

    id: int
    post: OutgoingMessage
    made_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class UndeliveredMessage:
    """What a channel did not take, and why in words; `refused`: it did not arrive, so the channel is of no use."""

    relay: DirectMessage
    refused: bool
    why: str
