"""Small pieces of replies about hub questions: an age in words, and values that fit a button."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.core.fitting import cut_to_json

LONGEST_VALUES = 1_800  # characters of JSON that a button carries; Slack takes 2,000, the adapter's own included
ROOM_FOR_TEXT = 1_100  # of it, for the question
ROOM_FOR_BEFORE = 450  # of it, for what was asked before
MOST_BEFORE = 2  # turns


def before_of(turns: Sequence[str], text: str) -> tuple[str, ...]:
    """The turns that led to a question, without the question itself, as many as a button can carry."""
    earlier = [turn for turn in turns if turn != text][-MOST_BEFORE:]
    return tuple(cut_to_json(turn, ROOM_FOR_BEFORE // MOST_BEFORE) for turn in earlier)


def fits(values: Mapping[str, str]) -> bool:
    """Whether a button can carry these values."""
    return len(json.dumps(dict(values))) <= LONGEST_VALUES


def age(since: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that is not over yet: "3 days", "2 hours", "a moment"."""
    passed = max(now - since, timedelta())
    for unit, size in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if count := passed // size:
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "a moment"
