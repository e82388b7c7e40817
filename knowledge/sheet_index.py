"""What the sheet says where, in our own words: an index of its sentences that every entry rests on.

`check` holds a copy of the sheet to it: sentences that were changed, added or taken out, and words of which an
entry says that the sheet does not have them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from knowledge.model import Knowledge
from knowledge.sheet_text import IndexedSentence, sentences
from knowledge.yaml_lines import YamlNode, read

FILE = "sheet_index.yaml"
PLACE = re.compile(r"(\w+) \d+\.\d+")


def load_sheet_index(folder: Path, sections: Iterable[str]) -> Mapping[str, IndexedSentence]:
    """Each sentence by its place, such as "involve 3.1". Raises KnowledgeError with the line of a slip."""
    return dict(_sentence(key, value, sections) for key, value in read(folder / FILE, folder).pairs())


def _sentence(key: YamlNode, value: YamlNode, sections: Iterable[str]) -> tuple[str, IndexedSentence]:
    place = PLACE.fullmatch(key.text())
    if place is None or place[1] not in sections:
        raise key.refuse("a place is a section of facts.yaml, a block and a sentence: involve 3.1.")
    fields = value.fields(["digest", "says"])
    return key.text(), IndexedSentence(fields["digest"].text(), fields["says"].text())


def check(sheet: str, knowledge: Knowledge) -> Iterator[str]:
    """Each way in which the sheet's text and the knowledge base differ, as a sentence; none when they agree."""
    found = {f"{one.section} {one.place}": one.digest for one in sentences(sheet, knowledge.sections)}
    resting = {place: [one.id for one in knowledge.entries.values() if place in one.rests_on] for place in found}
    for place, kept in knowledge.sheet_index.items():
        if place not in found:
            yield f"{place} is not there any more ({kept.says})."
        elif found[place] != kept.digest:
            named = ", ".join(resting[place]) or "no entry"
            yield f"{place} has other words than before ({kept.says}); look at {named}."
    for place in found.keys() - knowledge.sheet_index.keys():
        yield f"{place} is new; say what it says in {FILE}."
    words = f" {_words(sheet)} "
    for entry in knowledge.entries.values():
        for looked_for in entry.looked_for:
            if f" {_words(looked_for)}" in words:
                yield f"`{entry.id}` says that the sheet has nothing on “{looked_for}”, and the words are there."


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
