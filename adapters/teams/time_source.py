"""What waits and what counts seconds, in one place, so that tests wait for nothing."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic as seconds
from typing import Any, Protocol

from bot.core import clock


class Later(Protocol):
    """Something that happens later unless it is cancelled."""

    def cancel(self) -> None: ...


def later(wait: float, what: Callable[[], Any]) -> Later:
    return asyncio.get_running_loop().call_later(wait, what)


@dataclass(frozen=True, slots=True)
class Timing:
    """`later` looks after a turn, to see whether it is slow; `jitter` is a number from 0 to 1.

    now: for the records; wall: what tokens' times are compared with.
    """

    sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep
    later: Callable[[float, Callable[[], Any]], Later] = later
    monotonic: Callable[[], float] = seconds
    jitter: Callable[[], float] = random.random
    now: clock.Clock = clock.system
    wall: clock.Clock = clock.system
