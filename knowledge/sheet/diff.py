"""What became of each sentence from one sheet to the next: the same, changed, gone or new."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from knowledge.model import Knowledge
from knowledge.sheet.matching import OldSentence, matched
from knowledge.sheet_index import in_order
from knowledge.sheet_text import SheetSentence, plain, sentences, titles

ALIKE = 62  # of 100: two headings that say much the same


class Became(StrEnum):
    SAME = "unchanged"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """old or new is None for what is new or gone. sure: whether the two are about the same without doubt."""

    became: Became
    old: OldSentence | None
    new: SheetSentence | None
    sure: bool = True


def old_sentences(knowledge: Knowledge, text: str = "") -> list[OldSentence]:
    """The index of the old sheet, with its own words where the text is at hand and has them."""
    words = {one.name: one for one in sentences(text, knowledge.sections)}
    return [
        OldSentence(place, one.digest, one.says, words[place].text if place in words else "")
        for place, one in knowledge.sheet_index.items()
    ]


def new_sections(text: str, old: Mapping[str, str]) -> dict[str, str]:
    """Name → heading in the new sheet: the old names where headings are alike, names of their own for others."""
    found: dict[str, str] = {}
    left = dict(old)
    headings = [one.text for one in titles(text)]
    under = {one.section for one in sentences(text, {heading: heading for heading in headings})}
    headings = [one for one in headings if one in under]
    for heading in headings:
        same = next((name for name, kept in left.items() if plain(kept).casefold() == heading.casefold()), "")
        if same:
            found[same] = heading
            del left[same]
    for heading in (one for one in headings if one not in found.values()):
        near = max(left, key=lambda name: fuzz.token_set_ratio(left[name], heading), default="")
        if near and fuzz.token_set_ratio(left[near], heading) >= ALIKE:
            found[near] = heading
            del left[near]
        else:
            found[_name(heading, found.keys() | left.keys())] = heading
    return {name: found[name] for name in sorted(found, key=lambda name: headings.index(found[name]))}


def changes(old: Sequence[OldSentence], new: Sequence[SheetSentence]) -> list[SentenceChange]:
    """Every sentence of either sheet, in the new one's order; what is gone stands where it stood.

    A sentence that was split in two stands twice among the old ones, one of two that were joined among the new.
    """
    pairs = matched(old, new)
    before: dict[int, list[int]] = {}
    for was, now in (*pairs.whole, *pairs.parts):
        before.setdefault(now, []).append(was)
    found = [
        _change(None if was is None else old[was], one, (was, at) not in pairs.unsure)
        for at, one in enumerate(new)
        for was in before.get(at, [None])
    ]
    kept = {was for was, _ in (*pairs.whole, *pairs.parts)}
    for gone in (one for at, one in enumerate(old) if at not in kept):
        found.insert(_where(gone, found), SentenceChange(Became.GONE, gone, None))
    return found


def _change(old: OldSentence | None, new: SheetSentence, sure: bool) -> SentenceChange:
    return SentenceChange(_became(old, new), old, new, sure)


def _became(old: OldSentence | None, new: SheetSentence) -> Became:
    if old is None:
        return Became.NEW
    return Became.SAME if old.digest == new.digest else Became.CHANGED


def _where(gone: OldSentence, found: Sequence[SentenceChange]) -> int:
    """After the last sentence that stood before it."""
    place = in_order(gone.name)
    before = [
        at
        for at, one in enumerate(found)
        if one.old and one.old.section == gone.section and in_order(one.old.name) < place
    ]
    same = [at for at, one in enumerate(found) if one.new and one.new.section == gone.section]
    return before[-1] + 1 if before else (same[0] if same else len(found))


def _name(heading: str, taken: Iterable[str]) -> str:
    """A short name for a section: its first telling word. A year is none: facts alone name years."""
    said = "".join(c if c.isalnum() else " " for c in heading.lower()).split()
    words = [word for word in said if len(word) > 3 and not word[0].isdecimal()]
    for word in words:
        if word not in taken and word not in ("what", "when", "will", "this", "that", "does", "your", "from"):
            return word
    whole = "_".join(words or [word for word in said if word.isascii() and not word[0].isdecimal()])
    if whole and whole not in taken:
        return whole
    number = 1
    while f"section{number}" in taken:
        number += 1
    return f"section{number}"
