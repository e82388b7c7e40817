"""Next year's folder, begun from this year's: facts found in the new text, entries carried over and marked."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge.model import Entry, EntryStatus, Knowledge, ReviewState
from knowledge.names import NAME
from knowledge.quantities import figures, small_figures
from knowledge.sheet.carried_facts import carried_facts, old_to_new, reworded
from knowledge.sheet.diff import Became, SentenceChange, changes, new_sections, old_sentences
from knowledge.sheet.folder import FolderFiles, read_files
from knowledge.sheet.matching import ALIKE, nearest
from knowledge.sheet.perhaps_now import perhaps_now
from knowledge.sheet_index import TO_WRITE
from knowledge.sheet_text import looking_for, sentences, words_of

WALK_TO_REVIEW = "to review"
LOOK_FIRST, PERHAPS = "look first", "changed, perhaps about something else"
PERHAPS_NOW = "perhaps now"
SPOKEN_OF = 0.66  # so alike is a new sentence to the title of what the old sheet did not say; both are short
STEM = 6  # letters
IN_EVERY_SHEET = ("school", "teach", "special", "resid", "program", "maths", "appl", "sheet")
DENIES = re.compile(r"\b(?:no|not|never|none|cannot|without|neither|nor)\b|n['’]t\b", re.IGNORECASE)
LEADS_IN = (":", ",", "–", "…")  # a sentence that goes on in the list below it


@dataclass(frozen=True, slots=True)
class NewFolder:
    """files: as they will be written. states: entry id → how it stands, and why in words."""

    files: FolderFiles
    changes: Sequence[SentenceChange]
    states: Mapping[str, tuple[ReviewState, str]]


def begun(old: Knowledge, folder: Path, sheet: str, old_sheet: str = "") -> NewFolder:
    """What next year's folder holds to begin with.

    folder: the old cohort's. sheet: the new sheet's text. old_sheet: the old one's, where it is at hand.
    """
    sections = new_sections(sheet, old.sections)
    found = changes(old_sentences(old, old_sheet), sentences(sheet, sections))
    places: dict[str, list[str]] = {}
    for one in found:
        if one.old and one.new:
            places.setdefault(one.old.name, []).append(one.new.name)
    facts = carried_facts(old, found, sheet)
    files = read_files(folder)
    states = {entry["id"]: _state(entry, found, sheet) for _, entry in files.all_entries()}
    _silences_by_meaning(states, files, found)
    swaps = old_to_new(old, facts)
    files.facts = {
        "from": folder.name,
        "sheet": _renamed(old, facts),
        "sections": sections,
        "window": files.facts["window"],
        "facts": {name: _in_section(fact, sections) for name, fact in facts.items()},
    }
    files.index = _index(found, old, swaps)
    lost = [name for name in states if not _moved(old.entries[name].rests_on, places)]
    guessed = perhaps_now(old, lost, [one.new for one in found if one.new])
    for _, entry in files.all_entries():
        name = entry["id"]
        rests_on = _moved(old.entries[name].rests_on, places) or [guessed.get(name, next(iter(files.index)))]
        if name in guessed:
            states[name] = (states[name][0], f"{states[name][1]}; {PERHAPS_NOW}: {guessed[name]}")
        _carry(entry, old.entries[name], states[name], rests_on)
    files.walk = _in_sections(_walk(files.walk, places, found, old), sections)
    files.comments = dict.fromkeys(files.comments, "")
    return NewFolder(files, found, states)


def _renamed(old: Knowledge, facts: Mapping[str, Mapping[str, Any]]) -> str:
    """ "Cohort 12 information sheet" → "Cohort 13 information sheet"."""
    before, after = old.names.get("cohort", ""), facts.get("cohort", {}).get("says", "")
    return old.sheet.replace(before, after) if before and after else old.sheet


def _in_section(fact: dict[str, Any], sections: Mapping[str, str]) -> dict[str, Any]:
    return fact if fact["section"] in sections else {**fact, "section": next(iter(sections))}


def _index(found: Sequence[SentenceChange], old: Knowledge, swaps: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Our words are carried over for one sentence that became one; of two, somebody has to say what each says."""
    became = Counter(one.old.name for one in found if one.old)
    index: dict[str, dict[str, Any]] = {}
    for one in found:
        if one.new:
            alone = one.new.name not in index and one.old and one.sure and became[one.old.name] == 1
            index[one.new.name] = _indexed(one if alone else replace(one, old=None), old, swaps)
    return index


def _indexed(change: SentenceChange, old: Knowledge, swaps: Mapping[str, str]) -> dict[str, Any]:
    """A sentence of the new index; one that only has other figures keeps our words, with those figures."""
    if change.new is None:
        raise ValueError("what is gone has no place in the new index")
    kept = old.sheet_index.get(change.old.name) if change.old else None
    says, there = reworded(kept.says, swaps) if kept else TO_WRITE, figures(change.new.text)
    lacks = figures(says) - there - {f"{one.removeprefix('cohort ')}th" for one in there}
    found: dict[str, Any] = {"digest": change.new.digest, "says": TO_WRITE if lacks else says}
    if there:
        found["figures"] = sorted(there)
    if small := small_figures(change.new.text):
        found["also"] = sorted(small)
    if kept and kept.declared and (kept.declared != "lead-in" or change.new.text.endswith(LEADS_IN)):
        found["declared"] = kept.declared
    return found


def _state(entry: Mapping[str, Any], found: Sequence[SentenceChange], sheet: str) -> tuple[ReviewState, str]:
    """How an answer stands to the new sheet."""
    by_place = {one.old.name: one for one in found if one.old}
    resting = [by_place[place] for place in entry["rests_on"] if place in by_place]
    gone = [one.old.name for one in resting if one.became is Became.GONE and one.old]
    changed = [_said(one) for one in resting if one.became is Became.CHANGED]
    words = words_of(sheet)
    named = [one for one in entry.get("looked_for", ()) if not NAME.search(one)]  # a fact's is another one now
    spoken_of = [one for one in named if looking_for(one).search(words)]
    if gone:
        first = [one for one in changed if one.startswith(LOOK_FIRST)]
        return ReviewState.GONE, "; ".join([*first, f"gone: {', '.join(gone)}"])
    if spoken_of:
        return ReviewState.TO_REVIEW, f"the sheet has “{', '.join(spoken_of)}” now"
    if changed:
        return ReviewState.TO_REVIEW, "; ".join(sorted(changed, key=lambda said: not said.startswith(LOOK_FIRST)))
    return ReviewState.UNCHANGED, ""


def _said(one: SentenceChange) -> str:
    """How a sentence changed; what most likely contradicts the answer is said first."""
    if not one.old or not one.new:
        return ""
    was, now = one.old.text or one.old.says, one.new.text
    if not one.sure:
        return f"{PERHAPS}: {one.old.name} → {one.new.name}"
    if bool(DENIES.search(was)) is not bool(DENIES.search(now)):
        return f"{LOOK_FIRST}: {one.old.name} says “not” in one of the sheets only ({one.new.name})"
    if one.old.text and figures(was) != figures(now):
        return f"{LOOK_FIRST}: {one.old.name} has other figures ({one.new.name})"
    return f"changed: {one.old.name} → {one.new.name}"


def _silences_by_meaning(
    states: dict[str, tuple[ReviewState, str]], files: FolderFiles, found: Sequence[SentenceChange]
) -> None:
    """What the old sheet did not say, and a new sentence of the new one may."""
    silent = [
        one
        for _, one in files.all_entries()
        if one["status"] == EntryStatus.NOT_IN_SHEET.value and states[one["id"]][0] is not ReviewState.GONE
    ]
    new = [one.new for one in found if one.new and (one.became is Became.NEW or not one.sure)]
    for one, (alike, sentence) in zip(silent, nearest([one["title"] for one in silent], new), strict=False):
        if alike >= SPOKEN_OF or (alike >= ALIKE and _share_a_word(f"{one['id']} {one['title']}", sentence.text)):
            why = f"{LOOK_FIRST}: the sheet may speak of it now: {sentence.name}"
            before = states[one["id"]][1]
            states[one["id"]] = (ReviewState.TO_REVIEW, f"{why}; {before}" if before else why)


def _share_a_word(title: str, text: str) -> bool:
    """Whether a telling word of a title stands in a sentence, in whatever form: interview, interviews."""
    mine, there = (
        {word[:STEM] for word in re.findall(r"[a-z]{5,}", one.lower()) if not word.startswith(IN_EVERY_SHEET)}
        for one in (title, text)
    )
    return bool(mine & there)


def _carry(
    entry: dict[str, Any],
    old: Entry,
    state: tuple[ReviewState, str],
    rests_on: list[str],
) -> None:
    """Mark an entry and rest it on the new places; one without any left rests on the likeliest, as a guess."""
    entry["section"] = rests_on[0].split()[0]
    entry["rests_on"] = rests_on
    entry["review"] = state[0].value
    entry.pop("why", None)
    if state[1]:
        entry["why"] = state[1]
    entry.pop("reviewed", None)
    if old.status is EntryStatus.NOT_IN_SHEET and not entry.get("looked_for"):
        entry["looked_for"] = [old.title]


def _moved(rests_on: Iterable[str], places: Mapping[str, Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(now for place in rests_on for now in places.get(place, ())))


def _in_sections(walk: dict[str, Any], sections: Mapping[str, str]) -> dict[str, Any]:
    """The walk and each question in a section that the new sheet has: where most of their sentences stand."""

    def section(one: Mapping[str, Any], places: Sequence[str], otherwise: str) -> str:
        found = Counter(place.split()[0] for place in places)
        return (
            str(one["section"])
            if one["section"] in sections
            else max(found, key=found.__getitem__, default=otherwise)
        )

    questions = walk["questions"]
    every = [place for one in questions for place in one.get("rests_on", [])]
    own = section(walk, every, next(iter(sections)))
    return {
        **walk,
        "section": own,
        "questions": [{**one, "section": section(one, one.get("rests_on", []), own)} for one in questions],
    }


def _walk(
    walk: dict[str, Any], places: Mapping[str, Sequence[str]], found: Sequence[SentenceChange], old: Knowledge
) -> dict[str, Any]:
    """The walk on the new places; what in its section changed, is gone or is new stands under `review:`."""
    dialog = old.dialog
    mine = [
        one
        for one in found
        if one.became is not Became.SAME
        and ((one.old and one.old.name in dialog.rests_on) or (one.new and one.new.section == dialog.section))
    ]
    said = [f"{one.became.value}: {place.name}" for one in mine if (place := one.new or one.old)]

    def moved(value: Any, name: str = "") -> Any:
        if name in ("rests_on", "beside"):
            return _moved(value, places)
        if isinstance(value, Mapping):
            return {key: moved(one, key) for key, one in value.items()}
        return [moved(one) for one in value] if isinstance(value, list) else value

    new = {key: value for key, value in moved(walk).items() if key != "review"}
    return {**new, "review": f"{WALK_TO_REVIEW} ({'; '.join(said)})" if said else WALK_TO_REVIEW}
