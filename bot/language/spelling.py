"""Slips of the fingers in the names of days and months: one letter too many, too few, wrong, or two in turn.

A slip counts only where one name alone is that near, and where the word is no word of its own.
"""

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.language.words import word_set

SHORTEST = 6  # letters; shorter names are too near to other words
WELL_KNOWN = {
    "wensday": "wednesday",
    "wendsday": "wednesday",
    "wednsday": "wednesday",
    "tomoz": "tomorrow",
    "tomo": "tomorrow",
    "tomorow": "tomorrow",
    "tmrw": "tomorrow",
    "tmw": "tomorrow",
    "2moro": "tomorrow",
    "yday": "yesterday",
    "yesterdays": "yesterday",
    "todays": "today",
    "tomorrows": "tomorrow",
    "yest": "yesterday",
    "febuary": "february",
    "feburary": "february",
    "aftn": "afternoon",
    "arvo": "afternoon",
    "aft": "afternoon",
    "morn": "morning",
    "b4": "before",
    "xmas": "christmas",
    "hlf": "half",
    "whoel": "whole",
    "setember": "september",
}
NAMES = (
    *["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    *["january", "february", "august", "september", "october", "november", "december"],
    *["yesterday", "tomorrow", "morning", "afternoon", "fortnight", "christmas"],
)
OTHER_WORDS = word_set("sundry mourning mornings afternoons august's moaning warning mooring moring augusta")


def _shorter(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _neighbours() -> dict[str, set[str]]:
    """Each name under itself and under every form of it that lacks a letter."""
    found: dict[str, set[str]] = {}
    for name in NAMES:
        for short in _shorter(name):
            found.setdefault(short, set()).add(name)
    return found


NEIGHBOURS = _neighbours()


@lru_cache(maxsize=4096)
def corrected(word: str) -> str:
    """The name that a slip stands for, or the word itself."""
    if word in WELL_KNOWN:
        return WELL_KNOWN[word]
    if len(word) < SHORTEST - 1 or len(word) > 11 or word in OTHER_WORDS:
        return word
    if word.endswith("s") and word[:-1] in NAMES:
        return word
    near = {name for short in _shorter(word) for name in NEIGHBOURS.get(short, ())}
    close = [name for name in near if OSA.distance(word, name, score_cutoff=1) <= 1]
    return close[0] if len(close) == 1 and (len(word) >= SHORTEST or close[0][0] == word[0]) else word
