"""Slack's pace: about one message a second into each channel, whoever they are for."""

import asyncio

from cachetools import LRUCache

from adapters.slack.context import Seconds, Sleep

A_CHANNEL = 1.0  # seconds between two messages into one channel; Slack's own figure
MOST_CHANNELS = 10_000  # whose pace is kept in mind


class ChannelPace:
    """When the next message into a channel may go: a second after the one before."""

    def __init__(self, seconds: Seconds, sleep: Sleep = asyncio.sleep) -> None:
        self._seconds, self._sleep = seconds, sleep
        self._next = LRUCache[str, float](MOST_CHANNELS)

    async def turn(self, team: str, channel: str) -> None:
        """Wait for it."""
        name, now = f"{team}:{channel}", self._seconds()
        at = max(now, self._next.get(name, now))
        self._next[name] = at + A_CHANNEL
        if at > now:
            await self._sleep(at - now)
