"""Requests that wait to be acknowledged go before turns: Slack gives up after three seconds, people do not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

ROOM = 2  # turns that the core works on at once; more would only keep each other, and the requests, waiting
QUIET = 0.005  # seconds without a request after which the next turn goes on
HELD = 0.5  # seconds that a turn waits for that; after these it goes on, and requests come in between


class Turnstile:
    """A few turns at a time, first come first served; none while requests are coming in, for as long as HELD."""

    def __init__(self, quiet: float = QUIET, held: float = HELD) -> None:
        self._quiet, self._held = quiet, held
        self._room = asyncio.Semaphore(ROOM)
        self._quiet_at = 0.0

    def request(self) -> None:
        """One has come in just now."""
        self._quiet_at = asyncio.get_running_loop().time() + self._quiet

    @asynccontextmanager
    async def through(self) -> AsyncIterator[None]:
        """For the part of a turn that takes the processor; what only waits for Slack does not belong in here."""
        loop = asyncio.get_running_loop()
        at_the_latest = loop.time() + self._held
        async with self._room:
            while (left := min(self._quiet_at, at_the_latest) - loop.time()) > 0:  # noqa: ASYNC110  a time, no event
                await asyncio.sleep(left)
            yield
