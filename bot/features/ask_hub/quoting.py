"""Small pieces that the desk's replies are made of: quotes that fit, an age in words, values that fit a button."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

LONGEST_VALUES = 1_800  # characters of JSON that a button carries; Slack takes 2,000, the adapter's own included
ROOM_FOR_TEXT = 1_100  # of it, for the question
ROOM_FOR_BEFORE = 450  # of it, for what was asked before
MOST_BEFORE = 2  # turns
LONGEST_QUOTE = 160  # characters of a question in a list


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The text in quotation marks, shortened at a word."""
    return f"“{shortened(text, longest + 2)}”"


def shortened(text: str, longest: int) -> str:
    """At most so many characters, cut at a word where there is one."""
    if len(text) <= longest:
        return text
    return text[: longest - 2].rsplit(" ", 1)[0].rstrip(".,;:") + " …"


def cut(text: str, room: int) -> str:
    """As much of the text as takes `room` characters of JSON, where what is not ASCII takes six or twelve."""
    while (over := len(json.dumps(text)) - room) > 0:
        text = text[: -max(1, over // 12)]
    return text


def before_of(turns: Sequence[str], text: str) -> tuple[str, ...]:
    """The turns that led to a question, without the question itself, as many as a button can carry."""
    earlier = [turn for turn in turns if turn != text][-MOST_BEFORE:]
    return tuple(cut(turn, ROOM_FOR_BEFORE // MOST_BEFORE) for turn in earlier)


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
