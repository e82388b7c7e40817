"""The encoder gives the model's own numbers, alone or in company; what it read is kept and checked."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from filelock import FileLock, Timeout

from knowledge.facts import KnowledgeError
from knowledge.search import graph, weights
from knowledge.search.array_cache import cached_arrays, save
from knowledge.search.embedding_cache import EmbeddingFiles, cached_embeddings
from knowledge.search.encoder import DEPTHS, WIDTH, Encoder, sense
from tests.support.paths import ROOT

# The first numbers of each sentence as sentence-transformers, the model's own library, gives them.
KNOWN = {
    "how many days release do I get": [0.0035, -0.0298, 0.0481, 0.0073, -0.0071],
    "number of days out of class": [0.0332, 0.0601, 0.0416, 0.0603, 0.0061],
    "who won the football": [-0.0422, 0.0635, -0.0424, 0.0004, 0.0862],
}
COSINES = [[1.0, 0.4367, -0.0175], [0.4367, 1.0, 0.0664], [-0.0175, 0.0664, 1.0]]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_the_numbers_are_the_models_own_to_eight_bits(encoder: Encoder) -> None:
    rows = sense(encoder.read(list(KNOWN)))
    np.testing.assert_allclose(rows[:, :5], list(KNOWN.values()), atol=2e-2)
    np.testing.assert_allclose(rows @ rows.T, COSINES, atol=3e-2)


def test_reading_leaves_and_sends_nothing_about_the_machine(tmp_path: Path) -> None:
    """onnxruntime keeps what it would send to its maker in the user's cache, unless it is told not to."""
    read = "from knowledge.search.encoder import Encoder; Encoder().read(['hello'])"
    kept_from = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    home = {**kept_from, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", read], env=home, cwd=ROOT, check=True, timeout=60)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_other_weights_than_upstreams_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "UPSTREAM", "0" * 64)
    with pytest.raises(KnowledgeError, match="not those that its authors publish"):
        weights.check()


def test_the_graph_is_made_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "KEPT_IN", tmp_path)
    first = graph.made()
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == first == graph.made()


def test_a_sentence_is_read_alike_alone_and_in_company(encoder: Encoder) -> None:
    texts = [*KNOWN, "a", "", "release " * 500]
    together = encoder.read(texts)
    assert together.shape == (len(texts), WIDTH * len(DEPTHS))
    for text, row in zip(texts, together, strict=True):
        np.testing.assert_allclose(encoder.read([text])[0], row, atol=1e-5)


def test_a_glance_at_nothing_is_nothing(encoder: Encoder) -> None:
    assert not encoder.glance([""]).any()


def test_what_was_read_is_kept_and_only_new_wordings_are_read(encoder: Encoder, tmp_path: Path) -> None:
    first = cached_embeddings(["one", "two"], encoder, EmbeddingFiles(tmp_path, "c"))
    kept = (tmp_path / "embeddings-c.npz").stat().st_mtime_ns
    again = cached_embeddings(["two", "one"], encoder, EmbeddingFiles(tmp_path, "c"))
    assert (tmp_path / "embeddings-c.npz").stat().st_mtime_ns == kept
    np.testing.assert_array_equal(first, again[::-1])
    cached_embeddings(["one", "three"], encoder, EmbeddingFiles(tmp_path, "c"))
    assert (tmp_path / "embeddings-c.npz").stat().st_mtime_ns != kept


@pytest.mark.parametrize("damage", [b"", b"not a file of numbers", b"PK\x03\x04 half an archive"])
def test_a_damaged_file_is_made_again(encoder: Encoder, tmp_path: Path, damage: bytes) -> None:
    good = cached_embeddings(["one"], encoder, EmbeddingFiles(tmp_path, "c"))
    (tmp_path / "embeddings-c.npz").write_bytes(damage)
    np.testing.assert_array_equal(cached_embeddings(["one"], encoder, EmbeddingFiles(tmp_path, "c")), good)
    np.testing.assert_array_equal(cached_embeddings(["one"], encoder, EmbeddingFiles(tmp_path, "c")), good)


def test_a_folder_that_cannot_be_written_only_costs_time(encoder: Encoder, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert cached_embeddings(["one"], encoder, EmbeddingFiles(blocked)).shape == (1, WIDTH * len(DEPTHS))


def test_while_one_process_computes_the_others_wait_for_its_file(tmp_path: Path) -> None:
    file = tmp_path / "learned.npz"

    def compute() -> dict[str, np.ndarray]:
        with pytest.raises(Timeout):
            FileLock(file.with_suffix(".lock")).acquire(timeout=0)
        return {"one": np.ones(1)}

    assert cached_arrays(file, b"a digest", compute)["one"] == 1
    FileLock(file.with_suffix(".lock")).acquire(timeout=0)


def test_what_another_process_computed_meanwhile_is_not_computed_again(tmp_path: Path) -> None:
    file, computed = tmp_path / "learned.npz", list[int]()

    def compute() -> dict[str, np.ndarray]:
        computed.append(1)
        return {"one": np.ones(1)}

    with FileLock(file.with_suffix(".lock")):
        late = Thread(target=cached_arrays, args=(file, b"a digest", compute))
        late.start()
        save(file, {"one": np.ones(1), "digest": np.frombuffer(b"a digest", dtype=np.uint8)})
    late.join()
    assert not computed
