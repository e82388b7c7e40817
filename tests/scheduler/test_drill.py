"""A part of the drill with real servers; `python -m tests.drill` is the whole of it."""

import pytest

from tests.drill import kills
from tests.drill.world import SQLITE


@pytest.mark.slow
async def test_two_kills_half_a_second_apart_leave_nobody_without_an_answer() -> None:
    row = await kills.killed(SQLITE, kills=2, apart=0.5)
    assert (row.wrote, row.lost, row.doubled, row.silent) == (kills.MESSAGES, 0, 0, 0)
