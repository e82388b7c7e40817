"""Each event is claimed before it is acknowledged, and kept until it is answered; several share one write."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import structlog

from adapters.inbox import Inbox
from adapters.slack.inbound import Payload
from bot.core.clock import Clock
from bot.db.store import Store

log = structlog.get_logger(__name__)

SLACK = "slack"
MOST_AT_ONCE = 200
SOON = 0.05  # seconds that answered events wait for others to be crossed off with
ANOTHER_RUN = timedelta(minutes=1)  # after that, what is not answered yet is not being answered by another process


class SlackClaims:
    """One write for all that come in together: what a disk takes for one, it takes for twenty."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._waiting: dict[str, tuple[str, list[asyncio.Future[bool]]]] = {}
        self._answered = list[str]()
        self._writing: asyncio.Task[None] | None = None
        self._later: asyncio.TimerHandle | None = None

    async def first_time(self, key: str, payload: Payload) -> bool:
        """Whether nobody took this event in before; then it is kept. Raises what the store raises."""
        claimed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if key in self._waiting:
            self._waiting[key][1].append(claimed)
        else:
            self._waiting[key] = (json.dumps(payload), [claimed])
        self._write_now()
        return await claimed

    def answered(self, key: str) -> None:
        """What was in it is deleted, together with whatever else was answered meanwhile."""
        self._answered.append(key)
        if self._later is None and self._writing is None:
            self._later = asyncio.get_running_loop().call_later(SOON, self._write_now)

    async def left(self) -> list[Payload]:
        """What an earlier run acknowledged and did not answer, for one more try. Never raises."""
        untouched = timedelta() if self._store.is_sqlite else ANOTHER_RUN
        try:
            found = await Inbox(self._store).left(SLACK, self._clock(), untouched)
            mine = [body for key, body in found.items() if await Inbox(self._store).adopt(SLACK, key)]
        except Exception as error:
            log.error("events not looked up", error=type(error).__name__)
            return []
        return [json.loads(body) for body in mine]

    async def close(self) -> None:
        """Cross off what was answered."""
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
            while self._waiting or self._answered:
                batch = {key: self._waiting.pop(key) for key in list(self._waiting)[:MOST_AT_ONCE]}
                answered, self._answered = self._answered, []
                await self._take(batch, answered)
        finally:
            self._writing = None

    async def _take(self, batch: dict[str, tuple[str, list["asyncio.Future[bool]"]]], answered: list[str]) -> None:
        bodies = {key: body for key, (body, _) in batch.items()}
        try:
            fresh = await Inbox(self._store).take(SLACK, bodies, answered, self._clock())
        except Exception as error:
            self._lost(error, batch, answered)
            return
        for key, (_, waiting) in batch.items():
            for at, claimed in enumerate(waiting):
                if not claimed.done():
                    claimed.set_result(key in fresh and at == 0)

    def _lost(self, error: Exception, batch: dict[str, Any], answered: list[str]) -> None:
        """Who waits is told; what only was to be crossed off is purged in its time."""
        for _, waiting in batch.values():
            for claimed in waiting:
                if not claimed.done():
                    claimed.set_exception(error)
        if answered:
            log.error("answered events not crossed off", error=type(error).__name__, events=len(answered))
