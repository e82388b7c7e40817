"""A file of arrays that take long to compute, for the next start.

Such a file is a convenience: written whole or not at all, never trusted (no pickles), and made again when it is
missing, damaged or for other data.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from filelock import FileLock

LONGEST_WAIT = 600  # seconds for another process that computes the same

Arrays = Mapping[str, npt.NDArray[Any]]


def cached_arrays(path: Path | None, digest: bytes, compute: Callable[[], Arrays]) -> Arrays:
    """The arrays in the file, if it was written under the same digest; else computed now, and written there.

    path: None caches nothing. digest: of everything that the arrays depend on. Returns the arrays by name, and
    the digest as `digest`, uint8 (len(digest),), when they come from a file.
    """
    if path is None:
        return compute()
    if (known := _under(digest, path)) is not None:
        return known
    with _one_at_a_time(path):
        if (known := _under(digest, path)) is not None:
            return known
        arrays = compute()
        save(path, {**arrays, "digest": np.frombuffer(digest, dtype=np.uint8)})
        return arrays


def _under(digest: bytes, path: Path) -> Arrays | None:
    known = load(path)
    return known if known is not None and known.get("digest", np.zeros(0)).tobytes() == digest else None


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Processes that start together compute once: the others wait for the file of the first.

    Where there can be no lock, or it is held for longer than LONGEST_WAIT, each computes for itself.
    """
    lock = FileLock(path.with_suffix(".lock"), timeout=LONGEST_WAIT)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except (OSError, NotImplementedError):  # filelock's own Timeout is an OSError
        pass
    try:
        yield
    finally:
        lock.release()


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
