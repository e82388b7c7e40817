"""Sums of money that a question names and few answers do: "can we use the £400 for supply" means the grant."""

import re
from collections.abc import Sequence

import numpy as np

from knowledge.facts import Phase
from knowledge.model import Entry, Knowledge, Topic
from knowledge.quantities import figures
from knowledge.search.weights import Floats

MOST_ENTRIES = 5  # a sum that more answers name tells nothing
SHARE = np.float32(0.5)  # of the likelihood, for the answers that name the sum
POUNDS = re.compile(r"(?<![\w£.,])(?P<sum>\d[\d,]*)\s*(?:pounds?|quid)\b", re.IGNORECASE)


class Sums:
    """Which topics say which sum."""

    def __init__(self, knowledge: Knowledge, topics: Sequence[Topic]) -> None:
        said: dict[str, set[int]] = {}
        for at, topic in enumerate(topics):
            if isinstance(topic, Entry):
                for one in _sums(knowledge.say(topic.answers[Phase.OPEN], knowledge.window.opens)):
                    said.setdefault(one, set()).add(at)
        self._said = {one: sorted(places) for one, places in said.items() if len(places) <= MOST_ENTRIES}

    def weighed(self, text: str, likely: Floats) -> Floats:
        """The likelihoods, half of them for the topics that say a sum of the text; as they are where none does."""
        places = sorted({at for one in _sums(text) for at in self._said.get(one, ())}) if self._said else []
        if not places:
            return likely
        there = np.zeros_like(likely)
        there[places] = likely[places] + np.finfo(np.float32).tiny
        return np.asarray((1 - SHARE) * likely + SHARE * there / there.sum(), dtype=np.float32)


def _sums(text: str) -> set[str]:
    return {one for one in figures(POUNDS.sub(r"£\g<sum>", text)) if one.startswith("£")}
