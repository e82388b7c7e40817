"""A record's number is read from a button or from words, and nothing else is taken for one."""

import pytest

from bot.core.errors import BotError, StaleButton
from bot.core.values import LARGEST_ID, record_id


class NoSuchThing(BotError):
    """There is no such thing."""


@pytest.mark.parametrize(("text", "number"), [("7", 7), (" #12 ", 12), ("007", 7), (str(LARGEST_ID), LARGEST_ID)])
def test_a_number_is_read(text: str, number: int) -> None:
    assert record_id(text) == number


@pytest.mark.parametrize(
    "text", ["", "#", "##1", "-1", "1.5", "1 2", "²", "٣", "seven", str(LARGEST_ID + 1), "9" * 5_000]
)
def test_anything_else_is_a_button_that_does_nothing_any_more(text: str) -> None:
    with pytest.raises(StaleButton):
        record_id(text)
    with pytest.raises(NoSuchThing):
        record_id(text, NoSuchThing)
