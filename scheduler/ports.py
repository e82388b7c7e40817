"""What the scheduler asks of a platform, and what a platform may answer. Adapters implement `PlatformSender`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.activity import Address
from bot.core.reply import Reply


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform accepted it; that somebody read it nobody can know. `message`: the platform's own id for it.

    replacement: why a message that was to be deleted could only be changed; in words for a hub lead.
    """

    message: str
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Throttled:
    """Not now: nothing was sent, and nothing should be, to this tenant, for `after` seconds."""

    after: float


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was sent. `why`: in words for a hub lead. `for_good`: trying again would change nothing.

    gone: the message that was to be changed or deleted is no longer there.
    """

    why: str
    for_good: bool = True
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """It may have been sent, or not: a time-out, a dropped connection, a 5xx."""

    why: str


Outcome = Sent | Throttled | Refused | Ambiguous


@dataclass(frozen=True, slots=True)
class NotThere:
    """The platform was asked, and the message is not there."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The platform cannot be asked, or did not answer. `why` in words."""

    why: str


Found = Sent | NotThere | CannotTell


class PlatformSender(Protocol):
    """One platform as the scheduler sees it. No method raises for what a platform does; outcomes are returned.

    can_look: whether `find` can tell; where it cannot, an ambiguous reminder is never sent again.
    settle: seconds after an ambiguous end until `find` can be believed.
    """

    platform: str
    can_look: bool
    settle: float

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        """Send once, without any retry. `token` names the delivery, so that `find` knows the message again."""

    async def find(self, to: Address, token: str, since: datetime) -> Found:
        """Whether the message with this token has arrived, looking at what was sent since (UTC)."""

    async def update(self, to: Address, message: str, reply: Reply) -> Outcome:
        """Change a message that was sent."""

    async def delete(self, to: Address, message: str) -> Outcome:
        """Take a message back, as far as the platform lets us."""
