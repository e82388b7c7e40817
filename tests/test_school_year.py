"""A school year in a few seconds: each reminder that is owed is sent once, or accounted for."""

from datetime import date
from pathlib import Path

import pytest

from tests.school_year import Outcomes, lived
from tests.stores import Made, made, postgres, url

__all__ = ["made", "postgres", "url"]


def is_right(found: Outcomes) -> None:
    assert found.wrong == []
    assert {"nudge", "residential", "report"} <= set(found.rules)
    assert all(counts["sent"] for counts in found.rules.values())


async def test_an_autumn_of_reminders_is_sent_or_accounted_for(made: Made, tmp_path: Path) -> None:
    is_right(await lived(made.sqlite(tmp_path), 20, 3, date(2026, 11, 28)))


@pytest.mark.slow
async def test_a_school_year_of_reminders_is_sent_or_accounted_for(url: str) -> None:
    is_right(await lived(url, 60, 3))
