"""A school year in a few seconds: each reminder that is owed is sent once, or accounted for."""

from datetime import date
from pathlib import Path

import pytest

from tests.drill.school_year import Outcomes, lived
from tests.support.stores import Made, url

__all__ = ["url"]


def is_right(found: Outcomes) -> None:
    assert found.wrong == []
    assert {"nudge", "residential", "report"} <= set(found.rules)
    assert all(counts["sent"] for counts in found.rules.values())


async def test_an_autumn_of_reminders_is_sent_or_accounted_for(made: Made, tmp_path: Path) -> None:
    with made.sqlite(tmp_path) as url:
        is_right(await lived(url, 20, 3, date(2026, 11, 28)))


@pytest.mark.slow
async def test_a_school_year_of_reminders_is_sent_or_accounted_for(url: str) -> None:
    is_right(await lived(url, 60, 3))
