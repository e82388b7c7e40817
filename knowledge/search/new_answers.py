"""What else speaks for an answer that a cohort has of its own: nobody has been heard asking for it yet.

All others are known by dozens of wordings, many of them strangers', against which five of an officer's lose. So
such an answer is likelier from the start, and its own sentences count where a question is near to them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from knowledge.facts import Phase
from knowledge.model import Entry, Knowledge
from knowledge.search.array_cache import Arrays
from knowledge.search.weights import Floats

FEW = 6  # wordings: with more of them it needs less of this
FADES = 0.7  # how fast, as a power
FROM_THE_START = (
    3.0  # in the logarithm of a likelihood. Fitted on answers whose strangers' wordings were held back
)
SAID = 2.75  # what the likeness to the nearest of its sentences counts for; also fitted
SENTENCE = re.compile(r"(?<=[.!?])\s+")
OF_THE_HUB = re.compile(r"\bMaths Hub can tell\b")


def scarcity(knowledge: Knowledge) -> dict[str, float]:
    """How little is known of how people ask for each added answer that no stranger asked for; 1 at most."""
    heard = {one.topic for one in knowledge.asked}
    unheard = [one for one in knowledge.entries.values() if one.is_added and one.id not in heard]
    return {entry.id: min(1.0, (FEW / max(1, len(entry.phrasings))) ** FADES) for entry in unheard}


def said_by(entry: Entry, knowledge: Knowledge) -> Iterator[str]:
    """Its title, its answer's sentences, and what it rests on in our words."""
    yield entry.title
    answer = knowledge.say(entry.answers[Phase.OPEN], knowledge.window.opens)
    yield from (one for one in SENTENCE.split(answer) if not OF_THE_HUB.search(one))
    yield from (knowledge.sheet_index[place].says for place in entry.rests_on if place in knowledge.sheet_index)


def sentences_of(knowledge: Knowledge, scarce: Mapping[str, float]) -> list[tuple[str, str]]:
    """The id of each such answer with each of its sentences."""
    return [(name, text) for name in scarce for text in said_by(knowledge.entries[name], knowledge)]


class NewAnswers:
    """What is added to the score of each topic for a text."""

    def __init__(self, arrays: Arrays) -> None:
        """arrays: scarce float32 (T,); said float32 (S, 384), sentences; said_of int64 (S,), whose they are."""
        self._scarce, self._said, self._of = arrays["scarce"], arrays["said"], arrays["said_of"]
        self._there = np.flatnonzero(self._scarce)

    def scores(self, meaning: Floats) -> Floats:
        """meaning: float32 (384,). Returns float32 (T,), zeros but for those answers."""
        found = np.zeros(len(self._scarce), dtype=np.float32)
        if not len(self._there):
            return found
        near = np.zeros_like(found)
        np.maximum.at(near, self._of, self._said @ meaning)
        found[self._there] = FROM_THE_START + SAID * near[self._there]
        return np.asarray(found * self._scarce, dtype=np.float32)


def arrays_of(
    names: Sequence[str], scarce: Mapping[str, float], of: Sequence[str], said: Floats
) -> dict[str, np.ndarray]:
    """names: of all topics, in order. of: whose each row of `said` is."""
    at = {name: number for number, name in enumerate(names)}
    return {
        "scarce": np.array([scarce.get(name, 0.0) for name in names], dtype=np.float32),
        "said": said.astype(np.float32),
        "said_of": np.array([at[name] for name in of], dtype=np.int64),
    }
