"""Answers that hubs have added: found by close wording only, and labelled, for they are not the sheet's."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from bot.features.ask_hub.domain import EntryState, Proposed
from knowledge.search.normalise import squash

CLOSE = 0.9  # as good as the same words: asked first, also where the sheet has an answer
SAME_WORD = 75  # of 100: "park" and "parking" differ by more, "residental" and "residential" by less
NEAR = 0.75  # much the same words: enough where the sheet does not answer
ANY_QUESTION = (
    "a an the is are am be do does did can could will would shall should may might i we you my our your me us it "
    "in on at of for to from with by and or there this that please hi hello so just any im id ill"
)
TURNING = (
    "who what when where why which how not no never without except until before after instead "
    "full part half first second third two three four five six seven eight nine ten eleven twelve "
    "monday tuesday wednesday thursday friday saturday sunday weekend morning afternoon evening night "
    "january february march april june july august september october november december "
    "autumn spring summer winter yes start begin finish end early late"
)
DENIALS = "cant cannot dont doesnt didnt isnt arent wont wouldnt shouldnt couldnt havent hasnt mustnt"
EMPTY, TURNS = frozenset(ANY_QUESTION.split()), frozenset(f"{TURNING} {DENIALS}".split())
NUMBER = re.compile(r"\d+")
MOST_REMEMBERED = 4_000  # wordings: every question is held against all that its asker's hub has


def alike(one: str, other: str) -> float:
    """How alike two questions are in their words, 0 to 1.

    A "not" or a figure in only one of them parts them, and so does a word in the place of another: "is vegan food
    available" is not "is halal food available". One may say more than the other.
    """
    first, second = squash(one), squash(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    mine, theirs = _telling(first), _telling(second)
    if turning(first) != turning(second) or not mine or not theirs:
        return 0.0
    if _without_partner(mine, theirs) and _without_partner(theirs, mine):
        return 0.0
    return fuzz.token_sort_ratio(" ".join(mine), " ".join(theirs)) / 100


def likeness(one: str, other: str) -> float:
    """How near two questions are in their letters, 0 to 1: to put a list in order, and for nothing else."""
    return fuzz.token_sort_ratio(squash(one), squash(other)) / 100


def found(text: str, entries: Iterable[Proposed]) -> tuple[Proposed | None, float]:
    """The entry with the nearest wording, and how near it is."""
    best, score = None, 0.0
    for entry in entries:
        near = max(alike(text, wording) for wording in entry.wordings)
        if near > score:
            best, score = entry, near
    return best, score


def label(entry: Proposed, hub_id: int | None) -> str:
    """Whose answer it is, under the answer."""
    whose = f"your hub, {entry.hub}" if entry.hub_id == hub_id else f"a Maths Hub, {entry.hub}"
    accepted = " and accepted for all hubs" if entry.state is EntryState.ACCEPTED else ""
    return f"Answered by {whose}{accepted}, not from the sheet."


@lru_cache(MOST_REMEMBERED)
def _telling(squashed: str) -> tuple[str, ...]:
    """Without the words that any question has."""
    words = (word for word in squashed.split() if word not in EMPTY)
    return tuple(word.removesuffix("s") if len(word) > 3 else word for word in words)


def _without_partner(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether one of these words stands in no form among the others, a slip of the thumb aside."""
    return any(all(fuzz.ratio(word, other) < SAME_WORD for other in others) for word in words)


@lru_cache(MOST_REMEMBERED)
def turning(text: str) -> frozenset[str]:
    """The words and figures that turn a question into another one."""
    return TURNS.intersection(squash(text).split()).union(NUMBER.findall(text))
