"""Dates and figures that a question takes for granted are held against the facts."""

from datetime import date

import pytest

from bot.features.faq.premises import verdict
from knowledge.model import Knowledge


@pytest.mark.parametrize(
    ("question", "entry", "said"),
    [
        ("so the deadline is 23 May yeah?", "closing-date", "No: 23 April 2026."),
        ("so the deadline is 23 April yeah?", "closing-date", "Yes: 23 April 2026."),
        ("its 15 days release this year isn't it", "release-days-year-one", "No: ten."),
        ("when is the deadline", "closing-date", ""),
    ],
)
def test_a_premise_is_confirmed_or_put_right(question: str, entry: str, said: str, knowledge: Knowledge) -> None:
    assert verdict(question, knowledge.entries[entry], knowledge, date(2026, 2, 10)) == said
