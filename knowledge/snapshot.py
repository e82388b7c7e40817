"""A cohort's folder as it was at one moment: its files as texts, to be kept in the records and read anywhere.

Who reviewed an answer stays in the folder: in what is kept, no person is named.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.facts import KnowledgeError
from knowledge.load import load, read_draft
from knowledge.model import Knowledge

KEPT = (".yaml", ".jsonl")
SOMEBODY = "somebody"
SIGNED = re.compile(r"(reviewed:\s*\{?\s*by:\s*)(.*?)(,?\s+['\"]?on['\"]?:\s)", re.DOTALL)
WALK_SIGNED = re.compile(r"(^review:\s*['\"]?reviewed by\s+)(.*?)(\s+on\s+\d{4}-)", re.DOTALL | re.MULTILINE)
SHORT = 8  # hexadecimal digits of a digest that tell two snapshots of one folder apart


@dataclass(frozen=True)
class Snapshot:
    """folder: its name. files: path in the folder → text."""

    folder: str
    files: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """The same for the same texts, whatever the folder is called."""
        return hashlib.sha256(repr(sorted(self.files.items())).encode()).hexdigest()[:32]

    @property
    def name(self) -> str:
        """What its knowledge is called, and the file of what was learned from it: cohort_13@1a2b3c4d."""
        return f"{self.folder}@{self.digest[:SHORT]}"


def taken(folder: Path) -> Snapshot:
    """The folder as it is now, without the reviewers' names. Raises KnowledgeError where it cannot be read."""
    files = {}
    try:
        for path in sorted(folder.rglob("*")):
            if path.suffix in KEPT:
                text = path.read_text(encoding="utf-8")
                files[path.relative_to(folder).as_posix()] = WALK_SIGNED.sub(
                    rf"\1{SOMEBODY}\3", SIGNED.sub(rf"\1{SOMEBODY}\3", text)
                )
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{folder.name}: cannot be read ({error}).") from None
    return Snapshot(folder.name, files)


@contextmanager
def unfolded(snapshot: Snapshot) -> Iterator[Path]:
    """A folder that holds the files while the block runs."""
    with TemporaryDirectory(prefix="mastery-knowledge-") as place:
        folder = Path(place) / snapshot.folder
        for name, text in snapshot.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        yield folder


def read_snapshot(snapshot: Snapshot, *, draft: bool = False) -> Knowledge:
    """The knowledge in it. draft: what waits to be reviewed is no slip. Raises KnowledgeError."""
    with unfolded(snapshot) as folder:
        knowledge = read_draft(folder) if draft else load(folder)
    named = {entry.review.by for entry in knowledge.entries.values()} - {"", SOMEBODY}
    if named or (
        knowledge.dialog.review and not knowledge.dialog.waits and SOMEBODY not in knowledge.dialog.review
    ):
        raise KnowledgeError(
            f"{snapshot.folder}: a reviewer's name cannot be taken out; write `reviewed: {{by: …, on: …, of: …}}`."
        )
    return replace(knowledge, name=snapshot.name)
