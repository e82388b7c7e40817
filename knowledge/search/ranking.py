"""How likely each topic is what a text means: a glance at its words, then a closer reading if need be."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.model import Knowledge, Topic
from knowledge.search.encoder import Encoder, Floats, sense
from knowledge.search.normalise import Vocabulary
from knowledge.search.tfidf import TfIdf
from knowledge.search.training import folded, learned

MOST_REMEMBERED = 2_000  # rankings of the latest texts; many people ask the same thing


@dataclass(frozen=True, slots=True)
class Mix:
    """What each signal counts for; found on questions that none of the wordings were written for."""

    nearest: float = 0.3  # the nearest wording's meaning
    linear: float = 0.7  # all wordings' meanings together
    literal: float = 0.1  # the most words shared with one wording
    sharpness: float = 25.0  # turns scores into likelihoods that add up to 1
    glance_sharpness: float = 12.0
    glance_enough: float = 0.6  # a glance this sure is not followed by a reading


@dataclass(frozen=True, slots=True)
class Ranking:
    """likely: float32 (topics,), adds up to 1. nearest: the highest cosine of a single wording's meaning."""

    likely: Floats
    nearest: float

    def best(self, count: int) -> list[int]:
        """The numbers of the likeliest topics, the best first."""
        return [int(at) for at in np.argsort(-self.likely)[:count]]


class Ranker:
    """Learns every topic's wordings (seconds), or takes what is cached, then ranks the topics for any text.

    `rank(text)` takes microseconds to some milliseconds; the latest 2,000 rankings are remembered.
    cache_dir: for what is learned; None learns anew at every start. Raises KnowledgeError without the model.
    """

    def __init__(self, knowledge: Knowledge, cache_dir: Path | None = None, mix: Mix | None = None) -> None:
        self.mix = mix or Mix()
        self.topics: list[Topic] = list(knowledge.topics())
        self._encoder = Encoder()
        self._vocabulary = Vocabulary(knowledge.same_words, self._encoder.is_a_word)
        arrays = learned(knowledge, self._vocabulary, self._encoder, cache_dir)
        self._vocabulary.know(arrays)
        self._lexical = TfIdf(arrays)
        self._starts, self._senses = arrays["topic_starts"], arrays["senses"]
        self._linear, self._glance_linear = arrays["linear"], arrays["glance_linear"]
        self.rank = lru_cache(maxsize=MOST_REMEMBERED)(self._rank)

    def _rank(self, text: str) -> Ranking:
        words = self._vocabulary.words(text)
        stems = self._vocabulary.stems(words)
        literal = np.maximum.reduceat(self._lexical.cosines(stems), self._starts)
        glanced = self._glance(" ".join(words), stems, literal)
        if glanced.likely.max() >= self.mix.glance_enough:
            return glanced
        return self._read(" ".join(words), literal)

    def _glance(self, text: str, stems: Sequence[str], literal: Floats) -> Ranking:
        """literal: float32 (topics,), the most that the text shares with one wording of each."""
        seen = np.hstack([self._encoder.glance([text]), folded(self._lexical, [stems])])[0]
        scores = seen @ self._glance_linear + literal
        return Ranking(_softmax(scores * self.mix.glance_sharpness), 1.0)

    def _read(self, text: str, literal: Floats) -> Ranking:
        """literal: as in `_glance`."""
        meaning = self._encoder.read([text])[0]
        near = self._senses @ sense(meaning)
        scores = (
            self.mix.nearest * np.maximum.reduceat(near, self._starts)
            + self.mix.linear * (meaning @ self._linear)
            + self.mix.literal * literal
        )
        return Ranking(_softmax(scores * self.mix.sharpness), float(near.max()))


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)
