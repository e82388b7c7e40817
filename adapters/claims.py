"""Activities that were taken in: one that a platform delivers twice is answered once, also after a restart.

Claims of activities that come in together share one write.
"""

import asyncio
import hashlib

from adapters.inbox import Inbox
from bot.core.clock import Clock
from bot.db.store import Store

MOST_AT_ONCE = 200
TOGETHER = 0.003  # seconds that a claim waits for others to share its write; nobody notices, and the disk does


class Claims:
    def __init__(self, store: Store, platform: str, clock: Clock) -> None:
        self._store = store
        self._platform = platform
        self._clock = clock
        self._waiting: list[tuple[str, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def first_time(self, key: str) -> bool:
        """Claim an event; what is kept of its name says nothing of the people in it. Raises as the store does."""
        hashed = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
        claimed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((hashed, claimed))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await claimed

    async def _write(self) -> None:
        try:
            await asyncio.sleep(TOGETHER)
            while self._waiting:
                batch = self._waiting[:MOST_AT_ONCE]
                del self._waiting[:MOST_AT_ONCE]
                await self._claim(batch)
        finally:
            self._writing = None

    async def _claim(self, batch: list[tuple[str, "asyncio.Future[bool]"]]) -> None:
        try:
            names = {key: "" for key, _ in batch}
            fresh = await Inbox(self._store).take(self._platform, names, (), self._clock())
        except Exception as error:
            for _, claimed in batch:
                if not claimed.done():
                    claimed.set_exception(error)
            return
        for key, claimed in batch:
            if not claimed.done():
                claimed.set_result(key in fresh)
            fresh.discard(key)
