"""A platform's inbox: an event that is delivered twice is claimed once, also after a restart.

Claims that come in together share one write: a disk takes as long for one as for twenty.
"""

import asyncio
import hashlib
from datetime import timedelta
from typing import NamedTuple

import structlog

from adapters.inbox_repository import InboxRepository
from bot.core.clock import Clock
from bot.db.store import Store

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 200  # claims in one write
ANSWERED_WAIT = 0.05  # seconds that answered events wait for others to be deleted with
ANOTHER_RUN = timedelta(minutes=1)  # what is unanswered for longer is not being answered by another process


class WaitingEvent(NamedTuple):
    """One key that waits for the next write: its body, and everybody who claims it."""

    body: str
    claims: "list[asyncio.Future[bool]]"


class Inbox:
    """Claims of one platform.

    batch_wait: seconds that the first of several claims waits for others to share its write. Without it those
    share the next write that come in during one.
    """

    def __init__(self, store: Store, platform: str, clock: Clock, batch_wait: float = 0.0) -> None:
        self._repository = InboxRepository(store)
        self._platform, self._clock, self._batch_wait = platform, clock, batch_wait
        self._older_than = timedelta() if store.is_sqlite else ANOTHER_RUN  # SQLite has one process
        self._waiting: dict[str, WaitingEvent] = {}
        self._answered = list[str]()
        self._writing: asyncio.Task[None] | None = None
        self._later: asyncio.TimerHandle | None = None

    async def claim(self, key: str, body: str = "") -> bool:
        """Whether this is the first claim of an event. Raises what the store raises.

        key: the platform's name for the event; what is stored is its hash, which says nothing of people in it.
        body: kept until `answered`, so that a later run can answer the event; empty keeps nothing.
        """
        claimed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(_hashed(key), WaitingEvent(body, [])).claims.append(claimed)
        self._write_now()
        return await claimed

    def answered(self, key: str) -> None:
        """Delete the event's body, together with those of others that are answered about now."""
        self._answered.append(_hashed(key))
        if self._later is None and self._writing is None:
            self._later = asyncio.get_running_loop().call_later(ANSWERED_WAIT, self._write_now)

    async def take_unanswered(self) -> list[str]:
        """The bodies that an earlier run claimed and did not answer, for one more try. Never raises."""
        repository, platform = self._repository, self._platform
        try:
            found = await repository.unanswered(platform, self._clock(), self._older_than)
            return [body for key, body in found.items() if await repository.adopt(platform, key)]
        except Exception as error:
            log.error("events not looked up", error=type(error).__name__)
            return []

    async def close(self) -> None:
        """Write what still waits."""
        if self._answered or self._waiting:
            self._write_now()
        if self._writing is not None:
            await self._writing

    def _write_now(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        try:
            if self._batch_wait:
                await asyncio.sleep(self._batch_wait)
            while self._waiting or self._answered:
                batch = {key: self._waiting.pop(key) for key in list(self._waiting)[:MOST_AT_ONCE]}
                answered, self._answered = self._answered, []
                await self._write_batch(batch, answered)
        finally:
            self._writing = None

    async def _write_batch(self, batch: dict[str, WaitingEvent], answered: list[str]) -> None:
        bodies = {key: waiting.body for key, waiting in batch.items()}
        try:
            new = await self._repository.claim(self._platform, bodies, answered, self._clock())
        except Exception as error:
            _fail(error, batch)
            if answered:  # their bodies are purged in ten minutes
                log.error("answered events not deleted", error=type(error).__name__, events=len(answered))
            return
        for key, waiting in batch.items():
            for at, claimed in enumerate(waiting.claims):
                if not claimed.done():
                    claimed.set_result(key in new and at == 0)


def _fail(error: Exception, batch: dict[str, WaitingEvent]) -> None:
    for waiting in batch.values():
        for claimed in waiting.claims:
            if not claimed.done():
                claimed.set_exception(error)


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
