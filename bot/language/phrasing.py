"""Two days from first to last in words: Thu 12 Nov and Fri 13 Nov."""

import re
from datetime import date, timedelta

from bot.language.dates import in_words, said_in

THANKS = re.compile(r"(?:[\s,.]+(?:please|pls|thanks|thank you|ta|cheers))+[\s.!]*$", re.I)


def span(first: date, last: date) -> str:
    if first == last:
        return in_words(first)
    joint = "and" if last - first == timedelta(days=1) else "to"
    if first.year == last.year:
        return f"{first:%a} {first.day} {first:%b} {joint} {in_words(last)}"
    return f"{in_words(first)} {joint} {in_words(last)}"


def span_with_year(first: date, last: date) -> str:
    """The same, always with its year: for dates that a whole hub plans by."""
    with said_in(0):
        return span(first, last)


def until(day: date, today: date) -> str:
    """How far away a day is, as people say it."""
    away = (day - today).days
    if away in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[away + 1]
    return f"in {away} days" if away > 0 else f"{-away} days ago"


def without_thanks(words: str) -> str:
    """Without “please” and “thanks” at the end."""
    return THANKS.sub("", words)
