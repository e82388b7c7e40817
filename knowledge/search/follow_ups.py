"""Short words that lean on the turn before: "and the second year?", "is that essential", "why"."""

import re
from collections.abc import Mapping

from knowledge.model import Entry, Knowledge
from knowledge.search.normalise import split, squash

LONGEST_LEAN = 9  # words; a longer message says what it is about
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
TURNS = re.compile(r"^(?:and\s+)?(?:what|how) about\b", re.IGNORECASE)
TAKES_BACK = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|but|well|sorry|yeah|hmm)\W+)*(?:(?:no|nope|nah)\b(?!\s+(?:need|one|idea|cost))(?=\W*\w)|"
    r"(?:that(?:s| is|'s|’s)\s+)?not\s+(?:that|what)\b|i\s+meant\b|i(?:['’]?m| am)\s+not\s+an?\b)",
    re.IGNORECASE,
)
SHORTEST_QUESTION = 5  # words; a longer one brings a subject of its own


def leans_on_what_was_said(text: str) -> bool:
    """Whether the words make little sense without the turn before."""
    words = split(text)
    if len(words) > LONGEST_LEAN:
        return False
    return len(words) <= 2 or opens_as_a_follow_up(text) or bool(POINTS.search(text))


def opens_as_a_follow_up(text: str) -> bool:
    """Whether the first word says that this goes on from before: "and", "what about", "why"."""
    return bool(OPENS.match(text))


def turns_to_something_else(text: str) -> bool:
    """Whether the words may bring up another subject: "what about the closing date"."""
    return bool(TURNS.match(text))


def asks_why(text: str) -> bool:
    """Whether the text is nothing but "why?" in one of its forms."""
    return bool(WHY.match(squash(text)))


def takes_back(text: str) -> bool:
    """Whether the answer before was not meant: "no, I meant the second year", "I'm not an ECT"."""
    return bool(TAKES_BACK.match(text))


def points_back(text: str) -> bool:
    """Whether the text asks something about what was just said: "is that essential", "are they free"."""
    return len(split(text)) <= SHORTEST_QUESTION and bool(POINTS_BACK.match(text))


class FollowUps:
    """The follow-ups that entries name for themselves."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._named: Mapping[tuple[str, str], Entry] = {
            (entry.id, squash(words)): knowledge.entries[follow.entry]
            for entry in knowledge.entries.values()
            for follow in entry.follow_ups
            for words in follow.phrasings
        }

    def named(self, after: str, text: str) -> Entry | None:
        """The entry that `text` means right after the topic `after`, if the data says so word for word."""
        return self._named.get((after, squash(text)))
