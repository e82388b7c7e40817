"""Sends replies in the thread, at Teams' pace, repeated only after a 429; shows typing while one waits."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog

from adapters.teams.activity_codec import InboundActivity
from adapters.teams.card_text import Json
from adapters.teams.connector_client import Indeterminate, RateLimited, Rejected
from adapters.teams.inbound import tenant_of
from adapters.teams.outbound import LONGEST_WAIT, Outbound
from adapters.teams.rate_limit import SendSlot
from adapters.teams.typing_indicator import TypingIndicator
from bot.core.activity import Address
from bot.core.reply import Reply

log = structlog.get_logger(__name__)

TRIES = 3
TOO_LATE = 60.0  # seconds after which an answer is of no use: whoever waited has asked again
Ask = Callable[[], Awaitable[str]]
Ended = Callable[[bool], Awaitable[None]]
"""Called once it is known what became of an answer: whether Teams took it."""


async def ignored(_taken: bool) -> None:
    """For an answer that nobody needs to know the end of."""


class ReplyPosting:
    """Sends replies. Those that wait for longer than a turn may are sent later, until `stop`."""

    def __init__(self, out: Outbound) -> None:
        self._out = out
        self._waiting: set[asyncio.Task[None]] = set()

    async def card(self, reply: Reply) -> Json:
        """The card that a pressed one is replaced by."""
        return await self._out.card(reply)

    async def answer(self, to: InboundActivity, reply: Reply, ended: Ended = ignored) -> str | None:
        """Post a reply in the activity's thread; Teams' id for it, or None when Teams did not take it.

        The id is empty while it is not known: after a long pause Teams will be asked again.
        ended: not called when the server stops during such a pause.
        """
        return await self._paced(self._place(to), self._sending(to, await self._out.written(reply)), ended)

    async def replace(self, to: InboundActivity, which: str, reply: Reply, ended: Ended = ignored) -> str | None:
        """Change a message of this conversation, such as the one whose button was pressed; its id, as `answer`."""
        said = {**await self._out.written(reply), **_envelope(to)}

        async def put() -> str:
            await self._out.connectors.update(to.service_url, to.conversation.id, which, said)
            return which

        return await self._paced(self._place(to), put, ended)

    async def opened(self, to: Address) -> Address | None:
        """The reference with the private chat in it; None when Teams does not let us open one."""
        try:
            return await self._out.chats.reached(to)
        except (RateLimited, Rejected) as error:
            log.warning("private chat not opened", kind=type(error).__name__, why=str(error))
            return None

    async def privately(self, to: Address, reply: Reply) -> str | None:
        """Post to somebody's private chat, which may have to be opened first. Returns as `answer` does."""
        return await self._paced(self._out.place(to, anyway=True), lambda: self._out.post(to, reply), ignored)

    @contextmanager
    def typing_if_slow(self, to: InboundActivity) -> Iterator[None]:
        """The typing indicator, while the block runs."""
        typing = self._sending(to, {"type": "typing"})

        async def show() -> None:
            await typing()

        indicator = TypingIndicator(show, self._out.timing.later)
        try:
            yield
        finally:
            indicator.end()

    async def stop(self) -> None:
        for one in self._waiting:
            one.cancel()
        await asyncio.gather(*self._waiting, return_exceptions=True)

    def _place(self, to: InboundActivity) -> SendSlot:
        return self._out.pace.take(to.conversation.id, tenant_of(to), LONGEST_WAIT, anyway=True)

    def _sending(self, to: InboundActivity, said: Mapping[str, Any]) -> Ask:
        whole = {**said, **_envelope(to)}

        async def post() -> str:
            return await self._out.connectors.send(to.service_url, to.conversation.id, whole, to.id or "")

        return post

    async def _paced(self, place: SendSlot, ask: Ask, ended: Ended) -> str | None:
        await self._out.wait(place.wait)
        known, message = await self._repeated(ask, TRIES, ended, wait_here=True)
        if known:
            await ended(message is not None)
        return message

    async def _repeated(self, ask: Ask, tries: int, ended: Ended, *, wait_here: bool) -> tuple[bool, str | None]:
        """Call, and call again after each 429, when Teams asks to; whether the end is known, and as `answer`.

        wait_here: pauses of up to LONGEST_WAIT are waited for; for a longer one a task of its own
        calls again and then `ended`.
        """
        for left in reversed(range(tries)):
            try:
                return True, await ask()
            except RateLimited as busy:
                pause = self._out.pause(busy)
                if not left or pause > TOO_LATE:
                    log.warning("answer not taken", kind="RateLimited", why=str(busy))
                    return True, None
                if wait_here and pause > LONGEST_WAIT:
                    self._outlive(self._later(pause, ask, left, ended))
                    return False, ""
                await self._out.wait(pause)
            except (Rejected, Indeterminate) as error:
                log.warning("answer not taken", kind=type(error).__name__, why=str(error))
                return True, None
        return True, None

    async def _later(self, pause: float, ask: Ask, tries: int, ended: Ended) -> None:
        await self._out.wait(pause)
        _, message = await self._repeated(ask, tries, ended, wait_here=False)
        await ended(message is not None)

    def _outlive(self, rest: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(rest)
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)


def _envelope(to: InboundActivity) -> Json:
    """The conversation, sender and recipient of a reply to an activity."""
    found: Json = {"conversation": {"id": to.conversation.id}, "channelId": to.channel_id}
    if to.id:
        found["replyToId"] = to.id
    if to.recipient:
        found["from"] = {"id": to.recipient.id, "name": to.recipient.name}
    if to.from_property:
        found["recipient"] = {"id": to.from_property.id, "name": to.from_property.name}
    return found
