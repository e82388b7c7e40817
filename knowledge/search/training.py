"""What the ranking learns from the wordings: their terms, their meanings, and a linear reading of all of them.

Learning takes some seconds, so the result is kept under a digest of everything that it rests on: the wordings, the
aliases and this code. Change any of them and it is learned again.
"""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge.facts import Phase
from knowledge.model import Entry, Knowledge, Topic
from knowledge.search.array_cache import Arrays, cached_arrays
from knowledge.search.embedding_cache import cached_embeddings
from knowledge.search.encoder import Encoder, Floats, sense
from knowledge.search.manners import peeled
from knowledge.search.normalise import Vocabulary
from knowledge.search.tfidf import TfIdf

FILE = "learned.npz"
RESTS_ON = ("encoder", "graph", "manners", "array_cache", "training", "tfidf", "embedding_cache", "normalise")
HASHED = 768  # columns into which the literal terms are folded for the linear part
RIDGE = 0.3  # how strongly the linear parts are held back from learning single wordings by heart
EVENED = 0.5  # how far topics with many wordings are evened out against those with few; 1 is wholly


def silent(_sentence: str) -> None:
    """For whoever need not be told that something takes long."""


def learned(
    knowledge: Knowledge,
    vocabulary: Vocabulary,
    encoder: Encoder,
    cache_dir: Path | None,
    tell: Callable[[str], None] = silent,
) -> Arrays:
    """The arrays that TfIdf, Vocabulary and Ranker are made of, learned now (half a minute) or before.

    tell: is given a sentence before the learning, for whoever waits.
    W wordings, T topics; beside these, those of `TfIdf.index` and of `Vocabulary.known_words`.
      topic_starts   int64 (T,): each topic's first row among the wordings, which stand in the topics' order
      senses         float32 (W, 384): each wording's meaning, of length 1
      linear         float32 (1152, T): from an embedding of `Encoder.read` to a score for each topic
      glance_linear  float32 (384 + 768, T): the same from `Encoder.glance` beside `folded`
    """
    asked = _asked(knowledge)
    wordings = [[*_wordings(topic, knowledge), *asked[topic.id]] for topic in knowledge.topics()]
    digest = _digest(wordings, knowledge)
    path = cache_dir / FILE if cache_dir else None

    def learn() -> dict[str, np.ndarray]:
        tell(f"Learning {sum(map(len, wordings)):,} wordings. It takes about half a minute, after a change only.")
        return _learn(wordings, vocabulary, encoder, cache_dir)

    return cached_arrays(path, digest, learn)


def _learn(
    wordings: Sequence[Sequence[str]], vocabulary: Vocabulary, encoder: Encoder, cache_dir: Path | None
) -> dict[str, np.ndarray]:
    texts = [text for topic in wordings for text in topic]
    sizes = np.array([len(topic) for topic in wordings])
    words = [vocabulary.words(text, mend=False) for text in texts]
    stems = [vocabulary.stems(one) for one in words]
    index = TfIdf.index(stems)
    meanings = cached_embeddings([" ".join(one) for one in words], encoder, cache_dir)
    glances = np.hstack([encoder.glance([" ".join(one) for one in words]), folded(TfIdf(index), stems)])
    return {
        **index,
        **vocabulary.known_words(words),
        "topic_starts": np.cumsum([0, *sizes])[:-1],
        "senses": np.ascontiguousarray(sense(meanings)),
        "linear": _linear(meanings, sizes),
        "glance_linear": _linear(glances, sizes),
    }


def folded(lexical: TfIdf, wordings: Sequence[Sequence[str]]) -> Floats:
    """The literal terms of N wordings, hashed into a fixed number of columns: float32 (N, 768).

    wordings: each wording's stems. A term's column and sign come from its checksum.
    """
    rows = np.zeros((len(wordings), HASHED), dtype=np.float32)
    for row, stems in zip(rows, wordings, strict=True):
        for term, weight in lexical.weigh(stems).items():
            code = zlib.crc32(term.encode())
            row[code % HASHED] += weight if code & 0x10000 else -weight
    return rows


def _linear(features: Floats, sizes: np.ndarray) -> Floats:
    """Ridge regression from wordings' features to their topics.

    features: float32 (W, F). sizes: int64 (T,), each topic's number of wordings. Returns float32 (F, T).
    """
    weights = (1.0 / sizes**EVENED)[np.repeat(np.arange(len(sizes)), sizes)].astype(np.float32)
    weighted = features * (weights / weights.mean())[:, None]
    gram = features.T @ weighted + RIDGE * np.eye(features.shape[1], dtype=np.float32)
    starts = np.cumsum([0, *sizes])[:-1]
    sums = np.add.reduceat(weighted, starts, axis=0)  # per topic: its targets are 1 there, 0 elsewhere
    return np.linalg.solve(gram, sums.T).astype(np.float32)


def _wordings(topic: Topic, knowledge: Knowledge) -> list[str]:
    """What speaks for a topic: its title, how people put it and, for an entry, the answer's own words."""
    own = [topic.title, *topic.phrasings]
    if isinstance(topic, Entry):
        own.append(knowledge.say(topic.answers[Phase.OPEN], knowledge.window.opens))
    return own


def _asked(knowledge: Knowledge) -> defaultdict[str, list[str]]:
    """What people asked in their own words, without their manners, by what it asks."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in knowledge.asked:
        if one.teaches:
            found[one.topic].append(peeled(one.text) or one.text)
    return found


def _digest(wordings: Sequence[Sequence[str]], knowledge: Knowledge) -> bytes:
    digest = hashlib.sha256(repr((wordings, sorted(knowledge.same_words.items()))).encode())
    for module in RESTS_ON:
        digest.update((Path(__file__).parent / f"{module}.py").read_bytes())
    return digest.digest()
