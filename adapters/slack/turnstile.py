"""Requests that wait to be acknowledged go before turns: Slack gives up after three seconds, people do not."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

ROOM = 2  # turns that the core works on at once; more would only keep each other, and the requests, waiting
HELD = 2.0  # seconds that a turn lets requests go first; then it goes on, and they come in between


class Turnstile:
    """A few turns at a time, first come first served; none while a request waits, for as long as HELD."""

    def __init__(self, held: float = HELD) -> None:
        self._held = held
        self._room = asyncio.Semaphore(ROOM)
        self._requests = 0
        self._none = asyncio.Event()

    @contextmanager
    def request(self) -> Iterator[None]:
        """While one waits for its acknowledgement."""
        self._requests += 1
        self._none.clear()
        try:
            yield
        finally:
            self._requests -= 1
            if not self._requests:
                self._none.set()

    @asynccontextmanager
    async def through(self) -> AsyncIterator[None]:
        """For the part of a turn that takes the processor; what only waits for Slack does not belong in here."""
        at_the_latest = asyncio.get_running_loop().time() + self._held
        async with self._room:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(at_the_latest):
                    while self._requests:
                        await self._none.wait()
            yield
