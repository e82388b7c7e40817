"""The typing indicator: shown when a turn takes over a second, and again before it fades."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from adapters.teams.connector_client import Indeterminate, RateLimited, Rejected
from adapters.teams.time_source import Later

SLOW = 1.0  # seconds after which somebody is shown that an answer is on its way
AGAIN = 2.5  # seconds after which it is shown again: Teams lets it fade after three


class TypingIndicator:
    """Runs from its making until `end`. show: posts the indicator; later: schedules a call, in seconds."""

    def __init__(
        self, show: Callable[[], Awaitable[None]], later: Callable[[float, Callable[[], Any]], Later]
    ) -> None:
        self._show = show
        self._later = later
        self._next = later(SLOW, self._begin)
        self._posting: asyncio.Task[None] | None = None

    def end(self) -> None:
        self._next.cancel()
        if self._posting is not None:
            self._posting.cancel()

    def _begin(self) -> None:
        self._posting = asyncio.create_task(self._post())

    async def _post(self) -> None:
        try:
            await self._show()
        except (RateLimited, Rejected, Indeterminate):
            return
        self._next = self._later(AGAIN, self._begin)
