"""The sentences around the answers, read from replies.yaml: every one is there, or the start is refused."""

from collections.abc import Mapping
from pathlib import Path

from knowledge.yaml_lines import read

NAMES = (
    *("choice", "choice_ask", "reason", "reason_ends", "not_found", "nearest", "nothing_more"),
    *("unknown_word", "off_topic", "premise_holds", "premise_fails"),
)


def load_replies(path: Path, root: Path) -> Mapping[str, str]:
    """Each sentence by its name. Raises KnowledgeError with the line of a name that is missing or unknown.

    root: only shortens the file's name in what is said of it.
    """
    return {name: node.text() for name, node in read(path, root).fields(NAMES).items()}
