"""Sparse TF-IDF over words, pairs of words and pieces of words: what a wording literally shares with another."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from knowledge.encoder import Floats

PAIR = 0.6  # weight of two words in a row, beside a word's 1
PIECE = 0.35  # weight of three or four letters in a row
PIECES = (3, 4)


def terms(stems: Sequence[str]) -> Counter[str]:
    """Everything that counts in a wording: stems, `a b` pairs, and `#piece`s of words."""
    found: Counter[str] = Counter(stems)
    found.update(f"{first} {second}" for first, second in pairwise(stems))
    for stem in stems:
        padded = f"<{stem}>"
        for size in PIECES:
            found.update(f"#{padded[at : at + size]}" for at in range(len(padded) - size + 1))
    return found


def _kind_weight(term: str) -> float:
    if term.startswith("#"):
        return PIECE
    return PAIR if " " in term else 1.0


class Lexical:
    """An inverted index of wordings; a query's cosine with every one of them at once."""

    def __init__(self, wordings: Iterable[Sequence[str]]) -> None:
        bags = [terms(stems) for stems in wordings]
        self.size = len(bags)
        seen: Counter[str] = Counter(term for bag in bags for term in bag)
        self._idf = {
            term: _kind_weight(term) * float(np.log((self.size + 1) / (count + 0.5)))
            for term, count in seen.items()
        }
        self._unseen = float(np.log(self.size + 1))
        postings: defaultdict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for at, bag in enumerate(bags):
            weights = self._weigh_bag(bag)
            for term, weight in weights.items():
                rows, values = postings[term]
                rows.append(at)
                values.append(weight)
        self._postings = {
            term: (np.asarray(rows, dtype=np.int32), np.asarray(values, dtype=np.float32))
            for term, (rows, values) in postings.items()
        }

    def _weigh_bag(self, bag: Counter[str]) -> dict[str, float]:
        weights = {
            term: self._idf.get(term, self._unseen * _kind_weight(term)) * (1 + np.log(count)).item()
            for term, count in bag.items()
        }
        length = sum(weight * weight for weight in weights.values()) ** 0.5
        return {term: weight / length for term, weight in weights.items()} if length else {}

    def weigh(self, stems: Sequence[str]) -> dict[str, float]:
        """The wording's terms with their weights, of length one together."""
        return self._weigh_bag(terms(stems))

    def cosines(self, stems: Sequence[str]) -> Floats:
        """How alike the query is to each wording, 0 to 1, in the order they were given."""
        rows: list[np.ndarray] = []
        values: list[Floats] = []
        for term, weight in self.weigh(stems).items():
            if term in self._postings:
                at, strengths = self._postings[term]
                rows.append(at)
                values.append(strengths * np.float32(weight))
        if not rows:
            return np.zeros(self.size, dtype=np.float32)
        return np.bincount(np.concatenate(rows), np.concatenate(values), self.size).astype(np.float32)

    def known(self, term: str) -> bool:
        return term in self._postings
