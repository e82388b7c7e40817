"""Sends replies in the thread, at Teams' pace, repeated only after a 429; shows typing while one waits."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog

from adapters.teams.activity_codec import InboundActivity
from adapters.teams.card_elements import Json
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
Ask = Callable[[], Awaitable[object]]
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

    async def answer(self, to: InboundActivity, reply: Reply, ended: Ended = ignored) -> bool:
        """Post a reply in the activity's thread; True when Teams took it, or will be asked again after a pause.

        ended: not called when the server stops during such a pause.
        """
        return await self._paced(self._place(to), self._sending(to, await self._out.written(reply)), ended)

    async def replace(self, to: InboundActivity, reply: Reply, ended: Ended = ignored) -> bool:
        """Change the message whose button was pressed."""
        said = {**await self._out.written(reply), **_envelope(to)}

        async def put() -> None:
            await self._out.connectors.update(to.service_url, to.conversation.id, to.reply_to_id, said)

        return await self._paced(self._place(to), put, ended)

    async def privately(self, to: Address, reply: Reply) -> bool:
        """Post to somebody's private chat, which may have to be opened first."""

        async def post() -> None:
            await self._out.post(to, reply)

        return await self._paced(self._out.place(to, anyway=True), post, ignored)

    @contextmanager
    def typing_if_slow(self, to: InboundActivity) -> Iterator[None]:
        """The typing indicator, while the block runs."""
        indicator = TypingIndicator(self._sending(to, {"type": "typing"}), self._out.timing.later)
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

    def _sending(self, to: InboundActivity, said: Mapping[str, Any]) -> Callable[[], Awaitable[None]]:
        whole = {**said, **_envelope(to)}

        async def post() -> None:
            await self._out.connectors.send(to.service_url, to.conversation.id, whole, to.id or "")

        return post

    async def _paced(self, place: SendSlot, ask: Ask, ended: Ended) -> bool:
        await self._out.wait(place.wait)
        taken = await self._repeated(ask, TRIES, ended, wait_here=True)
        if taken is not None:
            await ended(taken)
        return taken is not False

    async def _repeated(self, ask: Ask, tries: int, ended: Ended, *, wait_here: bool) -> bool | None:
        """Call, and call again after each 429, when Teams asks to; whether Teams took it.

        wait_here: pauses of up to LONGEST_WAIT are waited for; for a longer one this returns None, and a task of
        its own calls again and then `ended`.
        """
        for left in reversed(range(tries)):
            try:
                await ask()
            except RateLimited as busy:
                pause = self._out.pause(busy)
                if not left or pause > TOO_LATE:
                    log.warning("answer not taken", kind="RateLimited", why=str(busy))
                    return False
                if wait_here and pause > LONGEST_WAIT:
                    self._outlive(self._later(pause, ask, left, ended))
                    return None
                await self._out.wait(pause)
            except (Rejected, Indeterminate) as error:
                log.warning("answer not taken", kind=type(error).__name__, why=str(error))
                return False
            else:
                return True
        return False

    async def _later(self, pause: float, ask: Ask, tries: int, ended: Ended) -> None:
        await self._out.wait(pause)
        await ended(await self._repeated(ask, tries, ended, wait_here=False) is True)

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
