"""sheet_index.yaml: what the sheet says where, in our own words. Every entry rests on some of its sentences."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from knowledge.sheet_text import IndexedSentence
from knowledge.yaml_lines import YamlNode, read

FILE = "sheet_index.yaml"
PLACE = re.compile(r"(\w+) (\d+)\.(\d+)")
TO_WRITE = "(to write)"  # stands where a new sentence has no words of ours yet
DECLARED = ("heading", "lead-in", "not asked")
"""Why no entry need rest on a sentence: it only heads others, leads to them, or says what nobody asks about."""


def load_sheet_index(folder: Path, sections: Iterable[str]) -> Mapping[str, IndexedSentence]:
    """Each sentence by its place, such as "involve 3.1". Raises KnowledgeError with the line of a slip."""
    found: dict[str, IndexedSentence] = {}
    for key, value in read(folder / FILE, folder).pairs():
        place, sentence = _sentence(key, value, sections)
        if place in found:
            raise key.refuse(f"“{place}” stands twice; keep one.")
        found[place] = sentence
    return found


def in_order(place: str) -> tuple[int, int]:
    """Where a sentence stands within its section: "involve 3.1" → (3, 1)."""
    found = PLACE.fullmatch(place)
    return (int(found[2]), int(found[3])) if found else (0, 0)


def _sentence(key: YamlNode, value: YamlNode, sections: Iterable[str]) -> tuple[str, IndexedSentence]:
    place = PLACE.fullmatch(key.text())
    if place is None or place[1] not in sections:
        raise key.refuse("a place is a section of facts.yaml, a block and a sentence: involve 3.1.")
    fields = value.fields(["digest", "says"], ["figures", "declared", "also"])
    declared = fields["declared"].text() if "declared" in fields else ""
    if declared and declared not in DECLARED:
        raise fields["declared"].refuse(f"`{declared}` is not known here; use one of: {', '.join(DECLARED)}.")
    figures, also = (fields[name].texts() if name in fields else () for name in ("figures", "also"))
    return key.text(), IndexedSentence(
        fields["digest"].text(), fields["says"].text(), figures, declared, key.where, also
    )
