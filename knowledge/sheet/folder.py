"""A cohort's folder as plain values, every scalar a text, and back: for what writes data files.

`knowledge.load` reads the same files with their lines and judges them; here nothing is judged.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.follow_up_words import OWN_SUBJECTS
from knowledge.sheet_index import FILE as INDEX

FACTS, WALK = "facts.yaml", "eligibility.yaml"
IN_A_ROW = frozenset(
    {
        "rests_on",
        "related",
        "looked_for",
        "figures",
        "also",
        "about",
        "words",
        "beside",
        "named",
        "more",
        "emptied",
    }
)
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _InARow(list[Any]):
    """A list that is written on one line."""


class _Mapped(dict[str, Any]):
    """A mapping that is written on one line."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless
        super().increase_indent(flow, False)


_Dumper.add_representer(
    _InARow, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)
_Dumper.add_representer(
    _Mapped, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)


@dataclass
class FolderFiles:
    """facts, index and walk as their files have them; entries by file. comments: what opens each file.

    subjects: what follow-ups are asked of, beside the subjects that all cohorts share; most folders have none.
    """

    facts: dict[str, Any]
    index: dict[str, dict[str, Any]]
    walk: dict[str, Any]
    entries: dict[str, list[dict[str, Any]]]
    comments: dict[str, str] = field(default_factory=dict)
    subjects: list[dict[str, Any]] = field(default_factory=list)

    def all_entries(self) -> Iterable[tuple[str, dict[str, Any]]]:
        """Each entry with its file."""
        return ((file, entry) for file, entries in self.entries.items() for entry in entries)


def read_files(folder: Path) -> FolderFiles:
    """What the folder holds; it has been loaded before, so that every file is there."""
    comments: dict[str, str] = {}

    def values(path: Path) -> Any:
        text = path.read_text(encoding="utf-8")
        comments[path.relative_to(folder).as_posix()] = "".join(re.findall(r"\A(?:#.*\n)*", text)[:1])
        return yaml.load(text, Loader)  # noqa: S506  a base loader makes texts, lists and mappings only

    entries = {file.name: values(file) for file in sorted((folder / "entries").glob("*.yaml"))}
    subjects = values(folder / OWN_SUBJECTS) if (folder / OWN_SUBJECTS).exists() else []
    facts, index, walk = (values(folder / name) for name in (FACTS, INDEX, WALK))
    return FolderFiles(facts, index, walk, entries, comments, subjects)


def write_files(files: FolderFiles, folder: Path, before: FolderFiles | None = None) -> list[str]:
    """Write every file that differs from `before`; their names. A folder that is new gets all."""
    old = _texts(before) if before else {}
    written = []
    for name, text in _texts(files).items():
        if old.get(name) != text:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
            written.append(name)
    for name in old.keys() - _texts(files).keys():
        (folder / name).unlink()
        written.append(name)
    return written


def _texts(files: FolderFiles) -> dict[str, str]:
    facts = {name: _laid_out(value, name) for name, value in files.facts.items()}
    facts |= {"facts": {name: _Mapped(value) for name, value in files.facts["facts"].items()}}
    index = {
        place: _Mapped({name: _laid_out(value, name) for name, value in one.items()})
        for place, one in files.index.items()
    }
    found = {FACTS: _dumped(facts), INDEX: _dumped(index, 10_000), WALK: _dumped(_laid_out(files.walk, ""))}
    found |= {OWN_SUBJECTS: _dumped(_laid_out(files.subjects, ""))} if files.subjects else {}
    found |= {f"entries/{name}": _dumped(_laid_out(these, "")) for name, these in files.entries.items() if these}
    return {name: files.comments.get(name, "") + text for name, text in found.items()}


def _laid_out(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        laid = {key: _laid_out(one, key) for key, one in value.items()}
        return _Mapped(laid) if name == "reviewed" else laid
    if isinstance(value, list):
        items = [_laid_out(one, "") for one in value]
        return _InARow(items) if name in IN_A_ROW else items
    return value


def _dumped(value: Any, width: int = 110) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width))
