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
        ("my friend said its 20 days out?", "release-days-year-one", "No: ten."),
        ("someone told me it's 23 May", "closing-date", "No: 23 April 2026."),
        ("our business manager reckons ten days", "release-days-year-one", "Yes: ten."),
        ("the caretaker says school is shut 14 to 18 december", "closing-date", ""),
        ("the school is shut 14-18 December", "closing-date", ""),
        ("my friend said twenty things", "release-days-year-one", ""),
        ("when is the deadline", "closing-date", ""),
    ],
)
def test_a_premise_is_confirmed_or_put_right(question: str, entry: str, said: str, knowledge: Knowledge) -> None:
    assert verdict(question, knowledge.entries[entry], knowledge, date(2026, 2, 10)) == said
