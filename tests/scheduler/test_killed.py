"""Processes that send are killed in the middle, for real: nothing is lost, nothing doubled where one can ask."""

import pytest

from tests.drill.killing import Plan, killed
from tests.support.stores import url

__all__ = ["url"]


@pytest.mark.slow
async def test_killed_again_and_again_nothing_is_lost_and_nothing_doubled_where_one_can_ask(url: str) -> None:
    workers = 1 if url.startswith("sqlite") else 2
    found = await killed(url, Plan(people=60, kills=4, workers=workers))
    assert found.kills == 4
    assert found.lost == []
    assert not [kind for kind in found.doubled if kind.startswith("slack")]
    assert found.sent + sum(found.unknown.values()) == 2 * 60 + 50
