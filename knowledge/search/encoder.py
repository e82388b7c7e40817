"""all-MiniLM-L6-v2: a sentence → numbers that say what it means, offline.

The word vectors are mapped from the installed weights; the six layers run in onnxruntime as a graph of eight
bits (`graph.py`). There are two depths: `glance` averages the word vectors (microseconds), `read` runs the layers
(about two milliseconds). See docs/decisions/025.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from knowledge.facts import KnowledgeError
from knowledge.search import graph, weights
from knowledge.search.graph import DEPTHS, NORM_FLOOR, WIDTH
from knowledge.search.weights import Floats

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["DEPTHS", "WIDTH", "Encoder", "Floats", "sense"]

LONGEST = 64  # tokens read of one sentence; a question is rarely longer than forty


class Encoder:
    """Opens in about 60 ms; the layers are opened at the first reading, in about 100 ms.

    Raises KnowledgeError when the model's package or onnxruntime is not installed.
    """

    def __init__(self) -> None:
        self._tokenizer = Tokenizer.from_file(str(weights.folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        tensors = weights.tensors()
        self._words = tensors["embeddings.word_embeddings.weight"]
        self._places = (
            tensors["embeddings.position_embeddings.weight"][:LONGEST]
            + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = [np.array(tensors[f"embeddings.LayerNorm.{name}"]) for name in ("weight", "bias")]

    @cached_property
    def _layers(self) -> "InferenceSession":
        try:
            from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  only a reading needs it
        except ImportError as error:
            raise KnowledgeError(
                f"onnxruntime, which reads questions, cannot be loaded on this machine: {error}"
            ) from error
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors only: it warns of machines that hide their processor's names
        return InferenceSession(graph.made(), options, providers=["CPUExecutionProvider"])

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

        `sense` takes the last part. Each text is read by itself: eight bits are scaled by what is read together.
        """
        rows = np.empty((len(texts), len(DEPTHS), WIDTH), dtype=np.float32)
        for row, encoded in zip(rows, self._tokenizer.encode_batch(list(texts)), strict=True):
            row[:] = np.concatenate(self._layers.run(None, {graph.INPUT: self._embedded(encoded.ids)}))
            _of_length_one(row)
        return rows.reshape(len(texts), -1)

    def _embedded(self, ids: list[int]) -> Floats:
        """The words' vectors with their places, normed: float32 (1, words, 384)."""
        x = self._words[ids] + self._places[: len(ids)]
        x -= x.mean(1, keepdims=True)
        x /= np.sqrt(np.einsum("ij,ij->i", x, x) / np.float32(WIDTH) + np.float32(NORM_FLOOR))[:, None]
        x *= self._norm[0]
        x += self._norm[1]
        return np.asarray(x[None])


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
