"""The embeddings of the knowledge base's wordings in a file, so that each wording is read once only."""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from knowledge.search import array_cache, graph
from knowledge.search.encoder import DEPTHS, WIDTH, Encoder, Floats

FILE = "embeddings.npz"
KEY = "S32"  # a digest in hexadecimal


def cached_embeddings(texts: Sequence[str], encoder: Encoder, cache_dir: Path | None) -> Floats:
    """`encoder.read` of each text, in order: float32 (N, 3 * 384). What the file lacks is read, on every core.

    cache_dir: where the file lies; None caches nothing. Embeddings of other texts are dropped from the file.
    The file holds keys, S32 (N,), and rows, float16 (N, 3 * 384); so what is read now is rounded alike.
    """
    keys = [_key(text) for text in texts]
    known = _load(cache_dir / FILE) if cache_dir else {}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        rows = _read(list(missing.values()), encoder).astype(np.float16)
        known = known | dict(zip(missing, rows, strict=True))
        if cache_dir:
            used = {key: known[key] for key in dict.fromkeys(keys)}
            array_cache.save(
                cache_dir / FILE, {"keys": np.array(list(used), dtype=KEY), "rows": np.array(list(used.values()))}
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
