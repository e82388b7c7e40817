"""“Typing …” while somebody waits: shown again before it fades, and no more once Teams does not take it."""

import asyncio
from collections.abc import Callable
from typing import Any

from adapters.teams.connector_client import RateLimited
from adapters.teams.time_source import Later
from adapters.teams.typing_indicator import AGAIN, SLOW, TypingIndicator


class Timer:
    """What is to happen later, done when the test says so."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.cancelled = 0
        self._what: Callable[[], Any] = lambda: None

    def later(self, wait: float, what: Callable[[], Any]) -> Later:
        self.waits.append(wait)
        self._what = what
        return self

    def cancel(self) -> None:
        self.cancelled += 1

    async def rings(self, showing: TypingIndicator) -> None:
        self._what()
        assert showing._posting is not None
        await showing._posting


async def test_it_is_shown_again_before_it_fades_until_the_turn_ends() -> None:
    timer, shown = Timer(), list[str]()

    async def show() -> None:
        shown.append("typing")

    showing = TypingIndicator(show, timer.later)
    for _ in range(3):
        await timer.rings(showing)
    assert timer.waits == [SLOW, AGAIN, AGAIN, AGAIN]
    assert AGAIN < 3
    assert len(shown) == 3
    showing.end()
    assert timer.cancelled == 1


async def test_what_teams_does_not_take_is_not_repeated() -> None:
    timer = Timer()

    async def show() -> None:
        raise RateLimited(5)

    showing = TypingIndicator(show, timer.later)
    await timer.rings(showing)
    assert timer.waits == [SLOW]


async def test_the_end_of_the_turn_ends_what_is_being_posted() -> None:
    timer, never = Timer(), asyncio.Event()

    async def show() -> None:
        await never.wait()

    showing = TypingIndicator(show, timer.later)
    showing._begin()
    assert showing._posting is not None
    showing.end()
    await asyncio.wait([showing._posting], timeout=60)
    assert showing._posting.cancelled()
