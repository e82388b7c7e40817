"""Activities that were taken in, so that one that Teams delivers twice is answered once, also after a restart."""

import hashlib
from collections import OrderedDict

from adapters.teams.activities import PLATFORM
from bot.clock import Clock
from bot.store import Store

REMEMBERED = 20_000  # keys that this process knows without asking the records


class Claims:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._taken: OrderedDict[str, None] = OrderedDict()

    async def first_time(self, key: str) -> bool:
        """Claim an event. What is kept of its name says nothing of the people in it."""
        hashed = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
        if hashed in self._taken:
            return False
        self._taken[hashed] = None
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        return await self._store.events.first_time(PLATFORM, hashed, self._clock())
