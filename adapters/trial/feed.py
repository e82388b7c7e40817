"""What has changed on the page, as server-sent events; who comes back after a break gets what it missed."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

KEPT = 1_000  # events that a page which was away can catch up on


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """number: grows by one with each."""

    number: int
    name: str
    data: dict[str, Any]

    def written(self) -> bytes:
        """As EventSource reads it."""
        return f"id: {self.number}\nevent: {self.name}\ndata: {json.dumps(self.data)}\n\n".encode()


class PageEvents:
    def __init__(self) -> None:
        self._events: deque[FeedEvent] = deque(maxlen=KEPT)
        self._more = asyncio.Event()
        self.last = 0

    def put(self, name: str, **data: Any) -> None:
        self.last += 1
        self._events.append(FeedEvent(self.last, name, data))
        self._more.set()
        self._more = asyncio.Event()

    async def since(self, number: int) -> AsyncIterator[FeedEvent]:
        """Every event after that one, for ever; a page that missed too much is told to load anew."""
        if number > self.last or (self._events and number < self._events[0].number - 1):
            yield FeedEvent(self.last, "reload", {})
            number = self.last
        while True:
            more = self._more
            for one in [event for event in self._events if event.number > number]:
                number = one.number
                yield one
            if self.last == number:
                await more.wait()
