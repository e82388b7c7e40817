"""Turns of one person come one after another; those of different people do not wait for each other."""

import asyncio

from bot.core.activity import Sender

Account = tuple[str, str, str]


class _Line:
    """Those who wait for one person's turn to end, and whoever has it."""

    __slots__ = ("lock", "waiting")

    def __init__(self) -> None:
        self.lock, self.waiting = asyncio.Lock(), 0


class Queues:
    """One lock a person while they have turns in hand, and none once they don't."""

    def __init__(self) -> None:
        self._lines: dict[Account, _Line] = {}

    @property
    def idle(self) -> bool:
        return not self._lines

    def turn_of(self, sender: Sender) -> "_TurnOf":
        """`async with` it: the block runs when that person's turns before it are over."""
        return _TurnOf(self._lines, (sender.platform, sender.tenant, sender.user))


class _TurnOf:
    """A class, for every turn goes through it: a generator in its place takes three times as long."""

    __slots__ = ("_account", "_line", "_lines")

    def __init__(self, lines: dict[Account, _Line], account: Account) -> None:
        self._lines, self._account = lines, account

    async def __aenter__(self) -> None:
        self._line = self._lines.get(self._account) or self._lines.setdefault(self._account, _Line())
        self._line.waiting += 1
        try:
            await self._line.lock.acquire()
        except BaseException:
            self._leave()
            raise

    async def __aexit__(self, *_raised: object) -> None:
        self._line.lock.release()
        self._leave()

    def _leave(self) -> None:
        self._line.waiting -= 1
        if not self._line.waiting:
            del self._lines[self._account]
