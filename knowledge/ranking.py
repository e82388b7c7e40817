"""How likely each topic is what a text means: a glance at its words, then a closer reading if need be."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.encoder import Encoder, Floats, sense
from knowledge.lexical import Lexical
from knowledge.model import Entry, Knowledge, Phase, Topic
from knowledge.readings import readings
from knowledge.words import Vocabulary

HASHED = 768  # columns into which the literal terms are folded for the linear part
RIDGE = 0.3  # how strongly the linear parts are held back from learning single wordings by heart
EVENED = 0.75  # how far topics with many wordings are evened out against those with few; 1 is wholly
MOST_REMEMBERED = 2_000  # rankings of the latest texts; many people ask the same thing


@dataclass(frozen=True, slots=True)
class Mix:
    """What each signal counts for; found on questions that none of the wordings were written for."""

    nearest: float = 0.3  # the nearest wording's meaning
    linear: float = 0.7  # all wordings' meanings together
    literal: float = 0.1  # the most words shared with one wording
    sharpness: float = 25.0  # turns scores into likelihoods that add up to 1
    glance_sharpness: float = 12.0
    glance_enough: float = 0.8  # a glance this sure is not followed by a reading


@dataclass(frozen=True, slots=True)
class Ranking:
    """Likelihood of each topic, and how near in meaning the nearest single wording came (0 to 1)."""

    likely: Floats
    nearest: float

    def best(self, count: int) -> list[int]:
        return [int(at) for at in np.argsort(-self.likely)[:count]]


class Ranker:
    """Learns every topic's wordings once, then ranks the topics for any text."""

    def __init__(self, knowledge: Knowledge, kept_in: Path | None = None, mix: Mix | None = None) -> None:
        self.mix = mix or Mix()
        self.topics: list[Topic] = list(knowledge.topics())
        wordings = [_wordings(topic, knowledge) for topic in self.topics]
        texts = [text for topic in wordings for text in topic]
        self._sizes = np.array([len(topic) for topic in wordings])
        self._starts = np.cumsum([0, *self._sizes])[:-1]
        self._encoder = Encoder()
        self._vocabulary = Vocabulary(knowledge.same_words, self._encoder.is_a_word)
        self._vocabulary.learn(texts)
        words = [self._vocabulary.words(text, mend=False) for text in texts]
        stems = [self._vocabulary.stems(one) for one in words]
        self._lexical = Lexical(stems)
        meanings = readings([" ".join(one) for one in words], self._encoder, kept_in)
        self._senses = np.ascontiguousarray(sense(meanings))
        self._linear = self._learn(meanings)
        glances = self._encoder.glance([" ".join(one) for one in words])
        self._glance_linear = self._learn(np.hstack([glances, self._fold(stems)]))
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
        seen = np.hstack([self._encoder.glance([text]), self._fold([stems])])[0]
        scores = seen @ self._glance_linear + literal
        return Ranking(_softmax(scores * self.mix.glance_sharpness), 1.0)

    def _read(self, text: str, literal: Floats) -> Ranking:
        meaning = self._encoder.read([text])[0]
        near = self._senses @ sense(meaning)
        scores = (
            self.mix.nearest * np.maximum.reduceat(near, self._starts)
            + self.mix.linear * (meaning @ self._linear)
            + self.mix.literal * literal
        )
        return Ranking(_softmax(scores * self.mix.sharpness), float(near.max()))

    def _fold(self, wordings: Sequence[Sequence[str]]) -> Floats:
        """The literal terms in a fixed number of columns, each term's column and sign by its checksum."""
        folded = np.zeros((len(wordings), HASHED), dtype=np.float32)
        for row, stems in zip(folded, wordings, strict=True):
            for term, weight in self._lexical.weigh(stems).items():
                code = zlib.crc32(term.encode())
                row[code % HASHED] += weight if code & 0x10000 else -weight
        return folded

    def _learn(self, features: Floats) -> Floats:
        """Ridge regression from a wording's features to its topic."""
        owners = np.repeat(np.arange(len(self._sizes)), self._sizes)
        weights = (1.0 / self._sizes**EVENED)[owners].astype(np.float32)
        weighted = features * (weights / weights.mean())[:, None]
        gram = features.T @ weighted + RIDGE * np.eye(features.shape[1], dtype=np.float32)
        sums = np.add.reduceat(weighted, self._starts, axis=0)  # per topic: its targets are 1 there, 0 elsewhere
        return np.linalg.solve(gram, sums.T).astype(np.float32)


def _wordings(topic: Topic, knowledge: Knowledge) -> list[str]:
    """What speaks for a topic: its title, how people put it and, for an entry, the answer's own words."""
    own = [topic.title, *topic.phrasings]
    if isinstance(topic, Entry):
        own.append(knowledge.say(topic.answers[Phase.OPEN], knowledge.window.opens))
    return own


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)
