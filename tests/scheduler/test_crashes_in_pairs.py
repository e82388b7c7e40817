"""The process dies twice: at every two points close together, and one message at a time at any two."""

from itertools import combinations

import pytest

from tests.support.crashing import (
    CrashWorld,
    Fate,
    Step,
    by_handfuls,
    calm,
    drain,
    one_by_one,
    points_of,
    wrong,
    wrong_unasked,
)
from tests.support.fakes.platform import FakePlatform

__all__ = ["calm"]
VERY_CLOSE, CLOSE, ANY = 6, 12, 1_000  # points between two crashes at the most


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "apart"), [(drain, CLOSE), (by_handfuls, CLOSE), (one_by_one, ANY)])
async def test_two_crashes_lose_and_double_nothing(calm: tuple[Fate, int], engine: Step, apart: int) -> None:
    meant, _ = calm
    for pair in combinations(range(1, await points_of(engine) + 1), 2):
        if pair[1] - pair[0] <= apart:
            world = CrashWorld(frozenset(pair), step=engine)
            assert wrong(world, await world.live(), meant) == "", f"crashes at {pair}"


@pytest.mark.slow
async def test_where_nobody_can_ask_two_crashes_close_together_double_announcements_at_most(
    calm: tuple[Fate, int],
) -> None:
    meant, points = calm
    for pair in combinations(range(1, points + 1), 2):
        if pair[1] - pair[0] <= VERY_CLOSE:
            world = CrashWorld(frozenset(pair), platform=FakePlatform(can_look=False))
            assert wrong_unasked(world, await world.live(), meant) == "", f"crashes at {pair}"
