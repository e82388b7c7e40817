"""Turns that an earlier run took in and did not answer: answered by messages, for their requests are gone."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable

import structlog

from adapters.inbox import Inbox
from adapters.inbox_repository import UnansweredEvent
from adapters.teams.activity_codec import InboundActivity, NotAnActivity, arrived

log = structlog.get_logger(__name__)
Answer = Callable[[InboundActivity], Awaitable[None]]


class ResumedTurns:
    """answer: what a turn does; give_up: what is done when it is too late for that, or was tried too often."""

    def __init__(self, inbox: Inbox, answer: Answer, give_up: Answer) -> None:
        self._inbox, self._answer, self._give_up = inbox, answer, give_up
        self._tasks = set[asyncio.Task[None]]()

    async def begin(self) -> None:
        """Begin them as tasks. Never raises."""
        for event, worth in await self._inbox.take_unanswered():
            task = asyncio.create_task(self._again(event, self._answer if worth else self._give_up))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """What has not ended stays for the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _again(self, event: UnansweredEvent, do: Answer) -> None:
        try:
            activity = arrived(json.loads(event.body))
        except (ValueError, NotAnActivity) as error:  # an older version may have stored it in another shape
            log.error("event not taken up again", error=type(error).__name__)
            self._inbox.done(event.key)
            return
        try:
            await do(activity)
        except Exception as error:
            log.error("event not taken up now", error=type(error).__name__, reference=secrets.token_hex(4))
            self._inbox.put_back(event.key)  # the next look counts another try
