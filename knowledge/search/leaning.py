"""Whether a message leans on the turn before, by its own words: "and the second year?", "no, I meant …", "why"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from knowledge.search.normalise import split, squash

MOST_REMEMBERED = 2_000  # texts, for a turn asks several times
LONGEST_LEAN = 9  # words; a longer message says what it is about
LONGEST_OPENED = 14  # the same for one that opens with "and", "ok" or the like
FEW = 2  # words: so few of them say nothing by themselves
OPENS = re.compile(
    r"^(?:and|but|so|then|or|ok(?:ay)?|what about|how about|what if|why|how come|really|even|also|"
    r"same|after that|before that)\b",
    re.IGNORECASE,
)
POINTS = re.compile(
    r"\b(?:that|those|these|this|it|its|they|them|one|ones|both|either|there|then)\b", re.IGNORECASE
)
WHY = re.compile(
    r"^(?:(?:but|and|so)\s+)?(?:why(?:\s+(?:not|so|though|thats|(?:is\s+)?(?:that|this)))?|whys that|how come|"
    r"says who|what for|for what reason|what(?:s| is) the reason)$"
)
POINTS_BACK = re.compile(
    r"^(?:(?:and|so|but)\s+)?(?:is|are|was|were|does|do)\s+(?:that|this|it|they|those|these)\b", re.IGNORECASE
)
OF_THEM = re.compile(
    r"^\W*(?:(?:and|so|but|ok(?:ay)?)\W+)*(?:\w+\W+){0,3}?(?:they|it|them|he|she|that)\b", re.IGNORECASE
)
TURNS = re.compile(r"^(?:and\s+)?(?:what|how) about\b", re.IGNORECASE)
TAKES_BACK = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|but|well|sorry|yeah|hmm)\W+)*(?:(?:no|nope|nah)\b(?!\s+(?:need|one|idea|cost))(?=\W*\w)|"
    r"(?:that(?:s| is|'s|’s)\s+)?not\s+(?:that|what)\b|i\s+meant\b|i(?:['’]?m| am)\s+not\s+an?\b)",
    re.IGNORECASE,
)
TAKEN_BACK = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|but|well|sorry|yeah|hmm|oh|no|nope|nah|not that|not what i (?:meant|asked)|"
    r"i (?:really |actually )?meant(?: to (?:say|ask))?|that['’]?s not it|wait|actually)\b\W*)+",
    re.IGNORECASE,
)
SHORTEST_QUESTION = 5  # words; a longer one brings a subject of its own


@lru_cache(maxsize=MOST_REMEMBERED)
def leans_on_what_was_said(text: str) -> bool:
    """Whether the words make little sense without the turn before."""
    words = split(text)
    if opens_as_a_follow_up(text):
        return len(words) <= LONGEST_OPENED
    return len(words) <= LONGEST_LEAN and (len(words) <= FEW or bool(POINTS.search(text)))


def opens_as_a_follow_up(text: str) -> bool:
    """Whether the first word says that this goes on from before: "and", "what about", "why"."""
    return bool(OPENS.match(text))


def turns_to_something_else(text: str) -> bool:
    """Whether the words may bring up another subject: "what about the closing date"."""
    return bool(TURNS.match(text))


def asks_why(text: str) -> bool:
    """Whether the text is nothing but "why?" in one of its forms."""
    return bool(WHY.match(squash(text)))


def is_of_them(text: str) -> bool:
    """Whether it is asked of something that was named before: "do they have to go away, too"."""
    return len(split(text)) <= LONGEST_OPENED and bool(OF_THEM.match(text))


@lru_cache(maxsize=MOST_REMEMBERED)
def takes_back(text: str) -> bool:
    """Whether the answer before was not meant: "no, I meant the second year", "I'm not an ECT"."""
    return bool(TAKES_BACK.match(text))


def points_back(text: str) -> bool:
    """Whether the text asks something about what was just said: "is that essential", "are they free"."""
    return len(split(text)) <= SHORTEST_QUESTION and bool(POINTS_BACK.match(text))


def without_taking_back(text: str) -> str:
    """What is meant instead: "no sorry, I meant the second year" → "the second year"."""
    return TAKEN_BACK.sub("", text).strip(" ,.!") or text


def with_what_they_lean_on(parts: Sequence[str]) -> list[str]:
    """Each part, and before a part that leans ("after that, how many?") the part that it leans on."""
    leaning = [leans_on_what_was_said(part) and opens_as_a_follow_up(part) for part in parts]
    return [f"{parts[at - 1]} {part}" if at and leaning[at] else part for at, part in enumerate(parts)]
