"""What a platform did with a message that follows something to its end: noted, so that it is changed then."""

import secrets

import structlog

from bot.core.activity import Address, Sender
from bot.core.clock import Clock
from bot.core.reply import Reply
from bot.db.store import Store
from bot.delivery.live_messages import LiveMessages

log = structlog.get_logger(__name__)


class FollowedMessages:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._messages, self._clock = LiveMessages(store), clock

    async def shown(self, to: Sender, address: Address, message: str | None, reply: Reply) -> None:
        """Note it if the reply follows something and the platform named the message. Never raises.

        What fails costs the message its change, and nobody their answer.
        """
        if not (reply.follows and message):
            return
        try:
            await self._messages.shown(to, address, message, reply.follows, self._clock())
        except Exception:
            log.exception("a message will not be changed", reference=secrets.token_hex(4), follows=reply.follows)
