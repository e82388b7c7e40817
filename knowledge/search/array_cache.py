"""Arrays that were worked out once, kept in a file for the next start.

Such a file is a convenience: written whole or not at all, never trusted (no pickles), and made again when it is
missing, damaged or for other data.
"""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]


def load(path: Path) -> Arrays | None:
    """What `save` wrote there; None when there is nothing that can be read."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, KeyError, BadZipFile, EOFError):
        return None


def save(path: Path, arrays: Arrays) -> None:
    """Beside the place, then into it, so that a reader never sees half a file. A full disk only costs time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            np.savez(file, allow_pickle=False, **arrays)
        Path(file.name).replace(path)
    except OSError:
        return


def packed(words: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Words without line breaks, as bytes in an array."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def unpacked(array: npt.NDArray[Any]) -> list[str]:
    text = array.tobytes().decode()
    return text.split("\n") if text else []
