"""What waits and what counts seconds, in one place, so that tests wait for nothing."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic as seconds
from typing import Any

from bot import clock


@dataclass(frozen=True, slots=True)
class Timing:
    """`watch` waits beside a turn, to see whether it is slow; `jitter` is a number from 0 to 1."""

    sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep
    watch: Callable[[float], Awaitable[Any]] = asyncio.sleep
    monotonic: Callable[[], float] = seconds
    jitter: Callable[[], float] = random.random
    now: clock.Clock = clock.system
