"""A school year in a few seconds: each reminder that is owed is sent once, or accounted for."""

from datetime import date

import pytest

from tests.school_year import JULY, lived
from tests.stores import made, postgres, url

__all__ = ["made", "postgres", "url"]


@pytest.mark.parametrize(
    ("people", "until"), [(20, date(2026, 12, 4)), pytest.param(60, JULY, marks=pytest.mark.slow)]
)
async def test_each_reminder_that_is_owed_is_sent_once_or_accounted_for(
    url: str, people: int, until: date
) -> None:
    found = await lived(url, people, 3, until)
    assert found.wrong == []
    assert {"nudge", "residential", "report"} <= set(found.rules)
    assert all(counts["sent"] for counts in found.rules.values())
