"""Answers on their way out: in the thread, at Teams' pace, repeated only after a 429; typing while one waits."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog

from adapters.teams.activities import tenant_of as tenant_of_activity
from adapters.teams.chats import Chats
from adapters.teams.connectors import Busy, Connectors, NotTaken, Unclear
from adapters.teams.pace import Pace
from adapters.teams.references import conversation_of, ends_of, tenant_of
from adapters.teams.render import Link, message
from adapters.teams.showing import Showing
from adapters.teams.timing import Timing
from adapters.teams.wire import Arrived
from bot.activity import Address
from bot.reply import Reply

log = structlog.get_logger(__name__)

TRIES = 3
LONGEST_WAIT = 5.0  # seconds; Teams drops the request of a turn that takes longer than about fifteen


class Posting:
    def __init__(
        self,
        connectors: Connectors,
        chats: Chats,
        pace: Pace,
        link: Link,
        timing: Timing,
    ) -> None:
        self._connectors = connectors
        self._chats = chats
        self._pace = pace
        self._link = link
        self._timing = timing

    @property
    def link(self) -> Link:
        return self._link

    async def answer(self, to: Arrived, reply: Reply) -> bool:
        """Post in reply to an activity, in its thread; whether Teams took it."""
        said = {**message(reply, self._link), **_envelope(to)}
        return await self._once(to.conversation.id, tenant_of_activity(to), self._sending(to, said))

    async def replace(self, to: Arrived, reply: Reply) -> bool:
        """Change the message whose button was pressed."""
        said = {**message(reply, self._link), **_envelope(to)}

        async def put() -> None:
            await self._connectors.update(to.service_url, to.conversation.id, to.reply_to_id, said)

        return await self._once(to.conversation.id, tenant_of_activity(to), put)

    async def privately(self, to: Address, reply: Reply) -> bool:
        """Post to somebody's private chat, which may have to be opened first."""
        said = message(reply, self._link)

        async def post() -> None:
            there = await self._chats.reached(to)
            await self._connectors.send(there["serviceUrl"], conversation_of(there), {**said, **ends_of(there)})

        return await self._once(conversation_of(to) or to["user"]["id"], tenant_of(to), post)

    @contextmanager
    def typing_if_slow(self, to: Arrived) -> Iterator[None]:
        """Shows that an answer is on its way, as long as the block takes."""
        showing = Showing(self._sending(to, {"type": "typing", **_envelope(to)}), self._timing.later)
        try:
            yield
        finally:
            showing.end()

    def _sending(self, to: Arrived, said: Mapping[str, Any]) -> Callable[[], Awaitable[None]]:
        async def post() -> None:
            await self._connectors.send(to.service_url, to.conversation.id, said, to.id or "")

        return post

    async def _once(self, conversation: str, tenant: str, ask: Callable[[], Awaitable[None]]) -> bool:
        """Ask at Teams' pace, and again only when Teams said that it took nothing."""
        await self._sleep_for(self._pace.take(conversation, tenant, LONGEST_WAIT))
        for _ in range(TRIES):
            try:
                await ask()
            except Busy as busy:
                await self._sleep_for(busy.after * (1 + 0.2 * self._timing.jitter()))
            except (NotTaken, Unclear) as error:
                log.warning("answer not taken", kind=type(error).__name__, why=str(error))
                return False
            else:
                return True
        log.warning("answer not taken", kind="Busy", why=f"{TRIES} times 429")
        return False

    async def _sleep_for(self, wait: float) -> None:
        if wait:
            await self._timing.sleep(min(wait, LONGEST_WAIT))


def _envelope(to: Arrived) -> dict[str, Any]:
    """Who it is from and for; the ends of what it answers, turned round."""
    found: dict[str, Any] = {"conversation": {"id": to.conversation.id}, "channelId": to.channel_id}
    if to.id:
        found["replyToId"] = to.id
    if to.recipient:
        found["from"] = {"id": to.recipient.id, "name": to.recipient.name}
    if to.from_property:
        found["recipient"] = {"id": to.from_property.id, "name": to.from_property.name}
    return found
