"""Turns of one person come one after another; those of different people do not wait for each other."""

import asyncio
from collections import Counter, defaultdict

from bot.core.activity import Sender


class Queues:
    """One lock a person while they have turns in hand, and none once they don't."""

    def __init__(self) -> None:
        self._locks: defaultdict[Sender, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: Counter[Sender] = Counter()

    @property
    def idle(self) -> bool:
        return not self._locks

    def turn_of(self, sender: Sender) -> "_TurnOf":
        """`async with` it: the block runs when that person's turns before it are over."""
        return _TurnOf(self, sender)

    async def begin(self, sender: Sender) -> None:
        self._waiting[sender] += 1
        try:
            await self._locks[sender].acquire()
        except BaseException:
            self._leave(sender)
            raise

    def end(self, sender: Sender) -> None:
        self._locks[sender].release()
        self._leave(sender)

    def _leave(self, sender: Sender) -> None:
        self._waiting[sender] -= 1
        if not self._waiting[sender]:
            del self._waiting[sender], self._locks[sender]


class _TurnOf:
    """A class, for every turn goes through it: a generator in its place takes three times as long."""

    __slots__ = ("_queues", "_sender")

    def __init__(self, queues: Queues, sender: Sender) -> None:
        self._queues, self._sender = queues, sender

    async def __aenter__(self) -> None:
        await self._queues.begin(self._sender)

    async def __aexit__(self, *_raised: object) -> None:
        self._queues.end(self._sender)
