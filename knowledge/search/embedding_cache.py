"""The embeddings of the knowledge base's wordings in a file, so that each wording is read once only."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.search import array_cache, graph
from knowledge.search.encoder import DEPTHS, WIDTH, Encoder, Floats

FILE = "embeddings.npz"
KEY = "S32"  # a digest in hexadecimal


def cached_embeddings(texts: Sequence[str], encoder: Encoder, cache_dir: Path | None) -> Floats:
    """`encoder.read` of each text, in order: float32 (N, 3 * 384). Those that the file lacks are read, 2 ms each.

    cache_dir: where the file lies; None caches nothing. Embeddings of other texts are dropped from the file.
    The file holds keys, S32 (N,), and rows, float16 (N, 3 * 384); so what is read now is rounded alike.
    """
    keys = [_key(text) for text in texts]
    known = _load(cache_dir / FILE) if cache_dir else {}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        rows = encoder.read(list(missing.values())).astype(np.float16)
        known = known | dict(zip(missing, rows, strict=True))
        if cache_dir:
            used = {key: known[key] for key in dict.fromkeys(keys)}
            array_cache.save(
                cache_dir / FILE, {"keys": np.array(list(used), dtype=KEY), "rows": np.array(list(used.values()))}
            )
    return np.asarray([known[key] for key in keys], dtype=np.float32)


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
