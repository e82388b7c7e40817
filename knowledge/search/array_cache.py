"""A file of arrays that take long to compute, for the next start.

Such a file is a convenience: written whole or not at all, never trusted (no pickles), and made again when it is
missing, damaged or for other data.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]


def cached_arrays(path: Path | None, digest: bytes, compute: Callable[[], Arrays]) -> Arrays:
    """The arrays in the file, if it was written under the same digest; else computed now, and written there.

    path: None caches nothing. digest: of everything that the arrays depend on. Returns the arrays by name, and
    the digest as `digest`, uint8 (len(digest),), when they come from a file.
    """
    known = load(path) if path else None
    if known is not None and known.get("digest", np.zeros(0)).tobytes() == digest:
        return known
    arrays = compute()
    if path:
        save(path, {**arrays, "digest": np.frombuffer(digest, dtype=np.uint8)})
    return arrays


def load(path: Path) -> Arrays | None:
    """The arrays by name, of any shape and dtype, as `save` wrote them; None when the file cannot be read."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, KeyError, BadZipFile, EOFError):
        return None


def save(path: Path, arrays: Arrays) -> None:
    """Write arrays of any shape and dtype but object. A reader never sees half a file; a full disk is no error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            np.savez(file, allow_pickle=False, **arrays)
        Path(file.name).replace(path)
    except OSError:
        return


def packed(words: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Words, none of which has a line break, as one array: uint8 (bytes of UTF-8 with line breaks between,)."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def unpacked(array: npt.NDArray[Any]) -> list[str]:
    """The words in an array that `packed` made: uint8 (bytes,)."""
    text = array.tobytes().decode()
    return text.split("\n") if text else []
