"""What the encoder read in each wording of the knowledge base, kept in a file so that it is read once only.

The file is a convenience: it is written whole or not at all, holds nothing but vectors of our own wordings, and is
made again when it is missing, damaged or belongs to another model.
"""

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.encoder import DEPTHS, PACKAGE, WIDTH, Encoder, Floats

FILE = "readings.npz"
KEY = "S32"  # a digest in hexadecimal


def readings(texts: Sequence[str], encoder: Encoder, folder: Path | None) -> Floats:
    """One row a text, in order. Without a folder nothing is kept, and every text is read now (2 ms each)."""
    keys = [_key(text) for text in texts]
    kept = _load(folder / FILE) if folder else {}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    if missing:
        rows = encoder.read(list(missing.values())).astype(np.float16)
        kept = kept | dict(zip(missing, rows, strict=True))
        if folder:
            _save(folder, {key: kept[key] for key in dict.fromkeys(keys)})
    return np.asarray([kept[key] for key in keys], dtype=np.float32)


def _key(text: str) -> bytes:
    return hashlib.sha256(f"{PACKAGE} {DEPTHS}\n{text}".encode()).hexdigest()[:32].encode()


def _load(path: Path) -> dict[bytes, Floats]:
    try:
        with np.load(path, allow_pickle=False) as file:
            keys, rows = file["keys"], file["rows"]
    except (OSError, ValueError, KeyError, BadZipFile, EOFError):
        return {}
    if rows.shape != (len(keys), WIDTH * len(DEPTHS)) or keys.dtype != np.dtype(KEY):
        return {}
    return dict(zip(keys.tolist(), rows, strict=True))


def _save(folder: Path, kept: dict[bytes, Floats]) -> None:
    """Beside the place, then into it, so that a reader never sees half a file. A full disk only costs time."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".tmp", delete=False) as file:
            np.savez(file, keys=np.array(list(kept), dtype=KEY), rows=np.array(list(kept.values())))
        Path(file.name).replace(folder / FILE)
    except OSError:
        return
