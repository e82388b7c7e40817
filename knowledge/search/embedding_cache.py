"""The embeddings of the knowledge base's wordings in a file, so that each wording is read once only."""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.search import array_cache, graph
from knowledge.search.encoder import DEPTHS, WIDTH, Encoder, Floats

FILE = "embeddings-{name}.npz"  # of each cohort by its folder's name
KEY = "S32"  # a digest in hexadecimal


@dataclass(frozen=True, slots=True)
class EmbeddingFiles:
    """folder: where the files of all cohorts lie; None caches nothing. name: of the cohort that is learned."""

    folder: Path | None
    name: str = ""

    @property
    def own(self) -> Path | None:
        return self.folder / FILE.format(name=self.name) if self.folder else None

    def known(self) -> dict[bytes, Floats]:
        """What the cohort's own file holds, and what others hold: most wordings are the same in all of them."""
        others = sorted(self.folder.glob(FILE.format(name="*"))) if self.folder else []
        return {key: row for path in others for key, row in _load(path).items()}


def cached_embeddings(texts: Sequence[str], encoder: Encoder, files: EmbeddingFiles) -> Floats:
    """`encoder.read` of each text, in order: float32 (N, 3 * 384). What the files lack is read, on every core.

    Embeddings of other texts are dropped from the cohort's own file.
    The file holds keys, S32 (N,), and rows, float16 (N, 3 * 384); so what is read now is rounded alike.
    """
    keys = [_key(text) for text in texts]
    known = files.known()
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        rows = _read(list(missing.values()), encoder).astype(np.float16)
        known = known | dict(zip(missing, rows, strict=True))
        if files.own:
            used = {key: known[key] for key in dict.fromkeys(keys)}
            array_cache.save(
                files.own, {"keys": np.array(list(used), dtype=KEY), "rows": np.array(list(used.values()))}
            )
    return np.asarray([known[key] for key in keys], dtype=np.float32)


def _read(texts: Sequence[str], encoder: Encoder) -> Floats:
    """On every core: the graph works outside the interpreter's lock. float32 (N, 3 * 384), in the texts' order."""
    cores = os.cpu_count() or 1
    if len(texts) < 2 * cores:
        return encoder.read(texts)
    shares = np.array_split(np.arange(len(texts)), cores)
    with ThreadPoolExecutor(cores) as pool:
        return np.vstack(list(pool.map(lambda share: encoder.read([texts[at] for at in share]), shares)))


def _key(text: str) -> bytes:
    return hashlib.sha256(f"{graph.version()} {DEPTHS}\n{text}".encode()).hexdigest()[:32].encode()


def _load(path: Path) -> dict[bytes, Floats]:
    arrays = array_cache.load(path)
    if arrays is None or set(arrays) != {"keys", "rows"}:
        return {}
    keys, rows = arrays["keys"], arrays["rows"]
    if rows.shape != (len(keys), WIDTH * len(DEPTHS)) or keys.dtype != np.dtype(KEY):
        return {}
    return dict(zip(keys.tolist(), rows, strict=True))
