"""How likely each topic is what a text means: a glance at its words and a reading of its meaning, mixed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.model import Knowledge, Topic
from knowledge.search.classifier import softmax
from knowledge.search.encoder import Encoder, Floats, sense
from knowledge.search.money import Sums
from knowledge.search.new_answers import NewAnswers
from knowledge.search.normalise import Vocabulary
from knowledge.search.tfidf import TfIdf
from knowledge.search.training import folded, learned, silent

MOST_REMEMBERED = 2_000  # rankings of the latest texts; many people ask the same thing


@dataclass(frozen=True, slots=True)
class Mix:
    """What each signal counts for in the logarithm of a likelihood; fitted on questions of authors held back.

    So a likelihood of 0.8 is right about four times in five.
    """

    linear: float = 0.9  # all wordings' meanings and words together
    nearest: float = 6.0  # the nearest wording's meaning
    literal: float = 9.0  # the most words shared with one wording


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

    `rank(text)` takes some milliseconds; the latest 2,000 rankings are remembered.
    cache_dir: for what is learned; None learns anew at every start. tell: is given a sentence before that.
    Raises KnowledgeError without the model.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        cache_dir: Path | None = None,
        mix: Mix | None = None,
        tell: Callable[[str], None] = silent,
        encoder: Encoder | None = None,
    ) -> None:
        self.mix = mix or Mix()
        self.topics: list[Topic] = list(knowledge.topics())
        self._encoder = encoder or Encoder()
        self._vocabulary = Vocabulary(knowledge.same_words, self._encoder.is_a_word)
        arrays = learned(knowledge, self._vocabulary, self._encoder, cache_dir, tell)
        self._vocabulary.know(arrays)
        self._lexical = TfIdf(arrays)
        self._starts, self._senses = arrays["topic_starts"], arrays["senses"]
        self._linear = arrays["linear"]
        self._new = NewAnswers(arrays)
        self._sums = Sums(knowledge, self.topics)
        self.rank = lru_cache(maxsize=MOST_REMEMBERED)(self._rank)

    def words(self, text: str) -> list[str]:
        """The words as they are compared: abbreviations written out, slips mended."""
        return self._vocabulary.words(text)

    def knows(self, word: str) -> bool:
        """Whether any wording holds the word, or one that it is a slip or an abbreviation of."""
        return self._vocabulary.knows(word)

    def _rank(self, text: str) -> Ranking:
        """Every text is glanced at and read; where the two disagree, the likelihood is spread."""
        words = self._vocabulary.words(text)
        stems = self._vocabulary.stems(words)
        joined = " ".join(words)
        literal = np.maximum.reduceat(self._lexical.cosines(stems), self._starts)
        seen = np.hstack([self._encoder.glance([joined]), folded(self._lexical, [stems])])[0]
        meaning = self._encoder.read([joined])[0]
        near = self._senses @ sense(meaning)
        scores = (
            np.float32(self.mix.linear) * (np.concatenate([meaning, seen]) @ self._linear)
            + np.float32(self.mix.nearest) * np.maximum.reduceat(near, self._starts)
            + np.float32(self.mix.literal) * literal
            + self._new.scores(sense(meaning))
        )
        likely = self._sums.weighed(text, softmax(np.asarray(scores, dtype=np.float32)))
        return Ranking(likely, float(near.max()))
