"""Manners at either end of a message hide nothing, and a sentence that begins like manners is kept whole."""

import pytest

from knowledge.search.leaning import takes_back
from knowledge.search.manners import peeled


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("great thanks, when do apps close", "when do apps close"),
        ("hi there, can i apply please", "can i apply"),
        ("ok thanks, and where?", "where?"),
        ("what is the year 2 fee lol thanks", "what is the year 2 fee"),
        ("TA in y4 here, really love maths. eligible?", "TA in y4 here, really love maths. eligible?"),
        ("thanks so much!", ""),
        ("haha ok", ""),
        ("Thank you so much for being there, honestly", ""),
        ("sorry for all the questions", ""),
        ("thanks for the info, when does it close", "for the info, when does it close"),
        ("£££", "£££"),
    ],
)
def test_what_is_left_without_manners(said: str, asked: str) -> None:
    assert peeled(said) == asked


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("no, I meant the second year", True),
        ("ok im not an ECT", True),
        ("no", False),
        ("when does it close", False),
    ],
)
def test_an_answer_that_was_not_meant_is_taken_back(said: str, back: bool) -> None:
    assert takes_back(said) is back
