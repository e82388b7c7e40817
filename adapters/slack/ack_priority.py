"""Requests that await their acknowledgement go before turns: Slack gives up after three seconds."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

ROOM = 4  # turns that the core works on at once; more would only keep each other waiting
HELD = 0.5  # seconds that the next turn lets requests go first; then it goes on, and they come in between
QUIET = 0.002  # seconds without a request after which no flood of them is under way
LOOKS = 3  # rounds of the event loop until a request that lies in a socket is one that waits


class AckPriorityGate:
    """Lets turns in one by one, first come first served, when no request waits or after `held` seconds.

    quiet: seconds without a request after which no flood of them is under way.
    """

    def __init__(self, held: float = HELD, quiet: float = QUIET) -> None:
        self._held, self._quiet = held, quiet
        self._room, self._next = asyncio.Semaphore(ROOM), asyncio.Lock()
        self._requests, self._quiet_at = 0, 0.0
        self._none = asyncio.Event()

    @contextmanager
    def request(self) -> Iterator[None]:
        """Around a request, until it is acknowledged."""
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
        """Around the part of a turn that takes processor time; waiting for Slack belongs outside."""
        async with self._room:
            async with self._next:
                await self._let_requests_go_first()
            yield

    async def _let_requests_go_first(self) -> None:
        for _ in range(LOOKS):
            await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        if not self._requests and self._quiet_at <= loop.time():
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(self._held):
                while self._requests or self._quiet_at > loop.time():
                    await (self._none.wait() if self._requests else asyncio.sleep(self._quiet_at - loop.time()))
