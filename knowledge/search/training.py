"""What the ranking learns from the wordings: their terms, their meanings, and a linear reading of all of them.

Learning takes some seconds, so the result is kept under a digest of everything that it rests on: the wordings, the
aliases and this code. Change any of them and it is learned again.
"""

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.facts import Phase
from knowledge.model import Entry, Knowledge, Topic
from knowledge.search.array_cache import Arrays, cached_arrays
from knowledge.search.classifier import fitted, ridge
from knowledge.search.embedding_cache import EmbeddingFiles, cached_embeddings
from knowledge.search.encoder import WIDTH, Encoder, Floats, sense
from knowledge.search.manners import peeled
from knowledge.search.new_answers import arrays_of, scarcity, sentences_of
from knowledge.search.normalise import Vocabulary
from knowledge.search.tfidf import TfIdf

FILE = "learned-{name}.npz"  # of each cohort by its folder's name
RESTS_ON = (
    *("encoder", "graph", "manners", "array_cache", "training", "classifier", "tfidf", "embedding_cache"),
    "normalise",
    "new_answers",
)
HASHED = 768  # columns into which the literal terms are folded for the linear part
EVENED = 0.5  # how far topics with many wordings are evened out against those with few; 1 is wholly
ALSO = 0.35  # what a topic that answers as well is worth beside the wording's own
READ, GLANCED = np.float32(15.5), np.float32(6.9)  # how far the fit starts from each ridge regression


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that means its topic. also: the ids of topics that answer it as well."""

    text: str
    also: tuple[str, ...] = ()


def silent(_sentence: str) -> None:
    """For whoever need not be told that something takes long."""


def learned(
    knowledge: Knowledge,
    vocabulary: Vocabulary,
    encoder: Encoder,
    cache_dir: Path | None,
    tell: Callable[[str], None] = silent,
) -> Arrays:
    """The arrays that TfIdf, Vocabulary, NewAnswers and Ranker are made of, learned now (half a minute) or before.

    tell: is given a sentence before the learning, for whoever waits.
    W wordings, T topics; beside these, those of `TfIdf.index`, `Vocabulary.known_words`, `new_answers.arrays_of`.
      topic_starts   int64 (T,): each topic's first row among the wordings, which stand in the topics' order
      senses         float32 (W, 384): each wording's meaning, of length 1
      linear         float32 (1152 + 384 + 768, T): from an embedding of `Encoder.read` beside one of
                     `Encoder.glance` and `folded` to a score for each topic
    """
    wordings = _by_topic(knowledge)
    scarce = scarcity(knowledge)
    told = sentences_of(knowledge, scarce)
    digest = _digest((wordings, told), knowledge)
    path = cache_dir / FILE.format(name=knowledge.name) if cache_dir else None

    def learn() -> dict[str, np.ndarray]:
        count = sum(map(len, wordings.values()))
        tell(f"Learning {count:,} wordings of the {knowledge.sheet}: half a minute, after a change only.")
        files = EmbeddingFiles(cache_dir, knowledge.name)
        texts = [" ".join(vocabulary.words(text, mend=False)) for _, text in told]
        said = sense(encoder.read(texts)) if texts else np.zeros((0, WIDTH), dtype=np.float32)
        own = arrays_of([*wordings], scarce, [name for name, _ in told], said)
        return {**_learn(wordings, vocabulary, encoder, files), **own}

    return cached_arrays(path, digest, learn)


def _learn(
    wordings: Mapping[str, Sequence[Wording]], vocabulary: Vocabulary, encoder: Encoder, files: EmbeddingFiles
) -> dict[str, np.ndarray]:
    texts = [one.text for topic in wordings.values() for one in topic]
    sizes = np.array([len(topic) for topic in wordings.values()])
    words = [vocabulary.words(text, mend=False) for text in texts]
    stems = [vocabulary.stems(one) for one in words]
    index = TfIdf.index(stems)
    meanings = cached_embeddings([" ".join(one) for one in words], encoder, files)
    glances = np.hstack([encoder.glance([" ".join(one) for one in words]), folded(TfIdf(index), stems)])
    return {
        **index,
        **vocabulary.known_words(words),
        "topic_starts": np.cumsum([0, *sizes])[:-1],
        "senses": np.ascontiguousarray(sense(meanings)),
        "linear": _linear(meanings, glances, wordings),
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


def _linear(meanings: Floats, glances: Floats, wordings: Mapping[str, Sequence[Wording]]) -> Floats:
    """The weights from both kinds of features to the topics: float32 (1152 + 1152, T)."""
    sizes = np.array([len(topic) for topic in wordings.values()])
    counted = np.repeat(1.0 / sizes**EVENED, sizes).astype(np.float32)
    counted /= counted.mean()
    only, targets = _targets(wordings)
    start = np.vstack(
        [READ * ridge(meanings, counted, only), GLANCED * ridge(glances, counted, only)], dtype=np.float32
    )
    return fitted(np.hstack([meanings, glances]), counted, targets, start)


def _targets(wordings: Mapping[str, Sequence[Wording]]) -> tuple[Floats, Floats]:
    """What each wording means: its own topic only, and with those that answer it as well; float32 (W, T)."""
    numbers = {name: number for number, name in enumerate(wordings)}
    rows = [(numbers[name], one.also) for name, topic in wordings.items() for one in topic]
    only = np.zeros((len(rows), len(numbers)), dtype=np.float32)
    only[np.arange(len(rows)), [own for own, _ in rows]] = 1
    shared = only.copy()
    for row, (_, also) in zip(shared, rows, strict=True):
        row[[numbers[name] for name in also]] += np.float32(ALSO)
    return only, shared / shared.sum(1, keepdims=True)


def _by_topic(knowledge: Knowledge) -> dict[str, list[Wording]]:
    """Every topic's wordings by its id: our own, then what people asked, without their manners."""
    found = {topic.id: [Wording(text) for text in _wordings(topic, knowledge)] for topic in knowledge.topics()}
    for one in knowledge.asked:
        if one.teaches:
            found[one.topic].append(Wording(peeled(one.text) or one.text, one.also))
    return found


def _wordings(topic: Topic, knowledge: Knowledge) -> list[str]:
    """What speaks for a topic: its title, how people put it and, for an entry, the answer's own words."""
    own = [topic.title, *topic.phrasings]
    if isinstance(topic, Entry):
        own.append(knowledge.say(topic.answers[Phase.OPEN], knowledge.window.opens))
    return own


def _digest(texts: object, knowledge: Knowledge) -> bytes:
    digest = hashlib.sha256(repr((texts, sorted(knowledge.same_words.items()))).encode())
    for module in RESTS_ON:
        digest.update((Path(__file__).parent / f"{module}.py").read_bytes())
    return digest.digest()
