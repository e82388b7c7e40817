"""Sparse TF-IDF over words, pairs of words and pieces of words: what a wording literally shares with another."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log

import numpy as np

from knowledge.search.array_cache import Arrays, packed, unpacked
from knowledge.search.encoder import Floats

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


class TfIdf:
    """An inverted index of wordings; a query's cosine with every one of them at once."""

    def __init__(self, arrays: Arrays) -> None:
        """arrays: what `index` returned, now or at an earlier start."""
        self.size = int(arrays["size"])
        self._unseen = log(self.size + 1)
        names = unpacked(arrays["terms"])
        self._at = {term: at for at, term in enumerate(names)}
        self._idf = arrays["idf"]
        self._starts, self._rows, self._values = arrays["starts"], arrays["rows"], arrays["values"]

    @staticmethod
    def index(wordings: Iterable[Sequence[str]]) -> dict[str, np.ndarray]:
        """An inverted index of W wordings, each given as its stems, with V different terms and P postings.

        size    int64 (): W
        terms   uint8 (bytes,): the terms, `array_cache.packed`
        idf     float32 (V,): each term's weight, its kind and rarity together
        starts  int64 (V + 1,): where each term's postings begin, and where the last ones end
        rows    int32 (P,): the postings' wordings, by number
        values  float32 (P,): the postings' weights; all of a wording's have length 1 together
        """
        bags = [terms(stems) for stems in wordings]
        seen: Counter[str] = Counter(term for bag in bags for term in bag)
        idf = {term: _kind_weight(term) * log((len(bags) + 1) / (count + 0.5)) for term, count in seen.items()}
        postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, bag in enumerate(bags):
            for term, weight in _of_length_one(
                {term: idf[term] * (1 + log(n)) for term, n in bag.items()}
            ).items():
                postings[term].append((at, weight))
        flat = [pair for term in idf for pair in postings[term]]
        return {
            "size": np.array(len(bags)),
            "terms": packed(idf),
            "idf": np.array(list(idf.values()), dtype=np.float32),
            "starts": np.cumsum([0, *(len(postings[term]) for term in idf)]),
            "rows": np.array([at for at, _ in flat], dtype=np.int32),
            "values": np.array([weight for _, weight in flat], dtype=np.float32),
        }

    def weigh(self, stems: Sequence[str]) -> dict[str, float]:
        """Term → weight for one wording, given as its stems; the weights have length 1 together."""
        return _of_length_one(
            {term: self._telling(term) * (1 + log(count)) for term, count in terms(stems).items()}
        )

    def _telling(self, term: str) -> float:
        at = self._at.get(term)
        return self._unseen * _kind_weight(term) if at is None else float(self._idf[at])

    def cosines(self, stems: Sequence[str]) -> Floats:
        """The cosine of a query, given as its stems, with each wording: float32 (W,), 0 to 1."""
        rows: list[np.ndarray] = []
        values: list[Floats] = []
        for term, weight in self.weigh(stems).items():
            at = self._at.get(term)
            if at is not None:
                part = slice(self._starts[at], self._starts[at + 1])
                rows.append(self._rows[part])
                values.append(self._values[part] * np.float32(weight))
        if not rows:
            return np.zeros(self.size, dtype=np.float32)
        return np.bincount(np.concatenate(rows), np.concatenate(values), self.size).astype(np.float32)


def _of_length_one(weights: dict[str, float]) -> dict[str, float]:
    length = sum(weight * weight for weight in weights.values()) ** 0.5
    return {term: weight / length for term, weight in weights.items()} if length else {}
