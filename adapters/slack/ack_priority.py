"""Requests that wait to be acknowledged go before turns: Slack gives up after three seconds, people do not."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

ROOM = 4  # turns that the core works on at once; more would only keep each other waiting
HELD = 0.5  # seconds that the next turn lets requests go first; then it goes on, and they come in between
QUIET = 0.002  # seconds without a request after which no flood of them is under way
LOOKS = 3  # rounds of the event loop until a request that lies in a socket is one that waits


class AckPriorityGate:
    """One turn after the other is let in, first come first served, when no request waits, or after HELD."""

    def __init__(self, held: float = HELD, quiet: float = QUIET) -> None:
        self._held, self._quiet = held, quiet
        self._room, self._next = asyncio.Semaphore(ROOM), asyncio.Lock()
        self._requests, self._quiet_at = 0, 0.0
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
            self._quiet_at = asyncio.get_running_loop().time() + self._quiet
            if not self._requests:
                self._none.set()

    @asynccontextmanager
    async def through(self) -> AsyncIterator[None]:
        """For the part of a turn that takes the processor; what only waits for Slack does not belong in here."""
        async with self._room:
            async with self._next:
                await self._let_requests_go_first()
            yield

    async def _let_requests_go_first(self) -> None:
        for _ in range(LOOKS):
            await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._held):
                while self._requests or self._quiet_at > loop.time():
                    await (self._none.wait() if self._requests else asyncio.sleep(self._quiet_at - loop.time()))
