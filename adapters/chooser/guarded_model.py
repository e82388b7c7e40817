"""What guards the language model: a time-out, a breaker after five failures, a daily budget, a day's memory."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Protocol, TypeVar

import aiohttp
import structlog
from cachetools import TTLCache
from prometheus_client import Counter, Histogram

from adapters.chooser.tasks import OddReply, Task

log = structlog.get_logger(__name__)
T = TypeVar("T")
Spend = Callable[[], Awaitable[bool]]
"""Takes one question of the day's budget; False when it is used up."""
FAILURES = 5  # in a row; then it is left in peace
RESTS = 60.0  # seconds, then one question tries it again
MOST_REMEMBERED = 5_000  # answers
REMEMBERED = 24 * 3600.0  # seconds
ASKED = Counter("mastery_chooser", "Questions to the chooser, by what became of them", ["outcome"])
SECONDS = Histogram(
    "mastery_chooser_seconds",
    "How long the chooser took, whatever it said",
    buckets=(0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0, 10.0),
)


class AskOutcome(StrEnum):
    CHOSEN = "chosen"
    REMEMBERED = "remembered"
    RESTING = "resting"  # it failed too often
    SPENT = "spent"  # the day's budget is
    SLOW = "slow"
    UNREACHED = "unreached"
    ODD = "odd"


class LanguageModel(Protocol):
    """Whatever makes the choice: over the network, or in a test."""

    async def answer(self, task: Task) -> object:
        """What was chosen, unchecked. Raises OddReply, aiohttp's errors and OSError."""

    async def close(self) -> None: ...


class Breaker:
    """After five failures in a row nobody is asked for a minute; then one question tries, and decides.

    clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._until = 0.0

    def lets_through(self) -> bool:
        """Whether to ask now. While it rests, one a minute is let through."""
        if self._failures < FAILURES:
            return True
        if self._clock() < self._until:
            return False
        self._until = self._clock() + RESTS
        return True

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        self._until = self._clock() + RESTS


class GuardedModel:
    """timeout: seconds. clock: seconds that only grow."""

    def __init__(self, model: LanguageModel, timeout: float, clock: Callable[[], float]) -> None:
        self._model = model
        self._timeout = timeout
        self._clock = clock
        self._breaker = Breaker(clock)
        self._remembered: TTLCache[bytes, object] = TTLCache(MOST_REMEMBERED, REMEMBERED, timer=clock)

    async def ask(self, task: Task, read: Callable[[object], T], spend: Spend) -> T | None:
        """What `read` makes of the reply; None where there is none that can be used. Never raises for a reply."""
        if task.key in self._remembered:
            self._counted(AskOutcome.REMEMBERED)
            return read(self._remembered[task.key])
        if not self._breaker.lets_through():
            self._counted(AskOutcome.RESTING)
            return None
        if not await spend():
            self._counted(AskOutcome.SPENT)
            return None
        began = self._clock()
        outcome, found, reply = await self._asked(task, read)
        took = self._clock() - began
        SECONDS.observe(took)
        if found is None:
            self._breaker.failed()
            self._counted(outcome)
            return None
        self._breaker.succeeded()
        self._remembered[task.key] = reply
        self._counted(AskOutcome.CHOSEN)
        log.info("chosen", choice=reply, seconds=round(took, 3))
        return found

    async def close(self) -> None:
        await self._model.close()

    @staticmethod
    def _counted(outcome: AskOutcome) -> None:
        ASKED.labels(outcome.value).inc()

    async def _asked(self, task: Task, read: Callable[[object], T]) -> tuple[AskOutcome, T | None, object]:
        try:
            async with asyncio.timeout(self._timeout):
                reply = await self._model.answer(task)
            return AskOutcome.CHOSEN, read(reply), reply
        except TimeoutError:
            return AskOutcome.SLOW, None, None
        except OddReply as odd:
            log.warning("the chooser's reply cannot be used", why=str(odd))
            return AskOutcome.ODD, None, None
        except (aiohttp.ClientError, OSError, ValueError) as error:  # ValueError: headers that cannot be read
            log.warning("the chooser cannot be reached", why=type(error).__name__)
            return AskOutcome.UNREACHED, None, None
