"""What several messages or plans need alike is read once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping
from typing import Any, TypeVar

from bot.db.store import Store

T = TypeVar("T")


class SharedReads:
    """Remembers what was read, for one stretch of work: a tick at one hub, or the sending of what is due.

    given: what is known already, by its key; a test's records, for instance.
    """

    def __init__(self, store: Store, given: Mapping[Hashable, Any] | None = None) -> None:
        self.store = store
        self._known: dict[Hashable, Any] = dict(given or {})
        self._reading = asyncio.Lock()

    async def once(self, key: Hashable, read: Callable[[Store], Awaitable[T]]) -> T:
        """What `read` returned the first time that this key was asked for; what it raises is not remembered."""
        if key not in self._known:
            async with self._reading:
                if key not in self._known:
                    self._known[key] = await read(self.store)
        found: T = self._known[key]
        return found
