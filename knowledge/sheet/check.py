"""Holds a cohort's answers, facts and index to each other and, where its text is at hand, to the sheet.

Every slip is a sentence that begins with its file and line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.dialog.model import Dialog
from knowledge.facts import Phase
from knowledge.load import read_draft
from knowledge.model import EntryStatus, Knowledge
from knowledge.names import DAYS_LEFT, NAME
from knowledge.quantities import figures, small_figures
from knowledge.sheet.check_figures import figures_known, figures_of_answers, figures_of_facts, listed, missing
from knowledge.sheet.kinds import misplaced
from knowledge.sheet.named import named_cohorts
from knowledge.sheet.review import changed_since
from knowledge.sheet_index import FILE
from knowledge.sheet_text import (
    IndexedSentence,
    SheetSentence,
    headings,
    looking_for,
    plain,
    sentences,
    titles,
    words_of,
)
from knowledge.yaml_lines import read

PAST = re.compile(r"\b(?:closed|passed|was|were)\b", re.IGNORECASE)
OPENED = re.compile(r"\b(?:opened on|are open until|form is on)\b", re.IGNORECASE)
OVER = re.compile(r"\b(?:has passed|have closed|closed on)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A copy of the sheet. name: of its file."""

    name: str
    text: str


def check(folder: Path, sheet: SheetFile | None = None, knowledge: Knowledge | None = None) -> list[str]:
    """Each slip as a sentence; none when all agree. Raises KnowledgeError for a folder that cannot be read.

    knowledge: what the folder holds, where it has been read already.
    """
    knowledge = knowledge or read_draft(folder)
    found = [
        *_resting(knowledge),
        *figures_of_facts(knowledge, _lines_of_facts(folder)),
        *figures_of_answers(knowledge),
        *misplaced(knowledge),
        *_phases(knowledge),
        *_walk(knowledge),
        *_reviews(knowledge),
        *named_cohorts(folder),
    ]
    if sheet:
        found += held_to_the_text(sheet, knowledge)
    return list(dict.fromkeys(found))


def held_to_the_text(sheet: SheetFile, knowledge: Knowledge) -> Iterator[str]:
    """Sentences that are gone, changed or new, headings without a name, and silences that have ended."""
    found = {one.name: one for one in sentences(sheet.text, knowledge.sections)}
    for place, kept in knowledge.sheet_index.items():
        resting = ", ".join(one.id for one in knowledge.entries.values() if place in one.rests_on) or "no entry"
        if place not in found:
            yield f"{kept.where}: {place} is not in the sheet any more ({kept.says}); look at {resting}."
        elif found[place].digest != kept.digest:
            line = f"{sheet.name}, line {found[place].line}"
            yield f"{kept.where}: {place} has other words now ({line}; {kept.says}); look at {resting}."
        elif not _same_figures(found[place].text, kept):
            yield f"{kept.where}: {place} has other figures in the sheet: {listed(figures(found[place].text))}."
    for place, one in found.items():
        if place not in knowledge.sheet_index:
            yield f"{sheet.name}, line {one.line}: {place} is new; say what it says in {FILE}."
    yield from _headings(sheet, knowledge)
    yield from _silences(sheet, knowledge, found.values())


def _same_figures(text: str, kept: IndexedSentence) -> bool:
    return figures(text) == frozenset(kept.figures) and small_figures(text) >= frozenset(kept.also)


def _headings(sheet: SheetFile, knowledge: Knowledge) -> Iterator[str]:
    known = {plain(heading).casefold() for heading in knowledge.sections.values()}
    there = {one.text.casefold() for one in titles(sheet.text)}
    for name, heading in knowledge.sections.items():
        if plain(heading).casefold() not in there:
            yield f"facts.yaml: `sections`: {name} has no heading “{heading}” in {sheet.name} any more."
    for one in headings(sheet.text):
        if one.text.casefold() not in known:
            yield f"{sheet.name}, line {one.line}: “{one.text}” is no section of facts.yaml; add it."
    facts = figures_known(knowledge)
    for one in titles(sheet.text):
        if one.text.casefold() not in known and (left := missing(figures(one.text), facts)):
            yield f"{sheet.name}, line {one.line}: the title has {listed(left)}, which facts.yaml lacks."


def _silences(sheet: SheetFile, knowledge: Knowledge, found: Iterable[SheetSentence]) -> Iterator[str]:
    said = [(one, words_of(one.text)) for one in found]
    for entry in knowledge.entries.values():
        for looked_for in entry.looked_for:
            wanted = looking_for(looked_for)
            if there := next((one for one, words in said if wanted.search(words)), None):
                yield (
                    f"{sheet.name}, line {there.line}: `{entry.id}` ({entry.where}) says that the sheet "
                    f"has nothing on “{looked_for}”, and {there.name} has the words."
                )


def _resting(knowledge: Knowledge) -> Iterator[str]:
    rested = {place for entry in knowledge.entries.values() for place in entry.rests_on}
    for place, one in knowledge.sheet_index.items():
        if place not in rested and not one.declared:
            yield f"{one.where}: no entry rests on {place} ({one.says}); write one, or add `declared: lead-in`."
    for entry in knowledge.entries.values():
        theirs = list(dict.fromkeys(place.split()[0] for place in entry.rests_on))
        if theirs and entry.section not in theirs:
            yield (
                f"{entry.where}: `{entry.id}` names the section `{entry.section}` as its source, and its "
                f"sentences stand in {' and '.join(theirs)}; write one of theirs."
            )
        places = [knowledge.sheet_index[place] for place in entry.rests_on if place in knowledge.sheet_index]
        if places and entry.status is not EntryStatus.NOT_IN_SHEET and all(one.declared for one in places):
            yield f"{entry.where}: `{entry.id}` rests on nothing but headings and lead-ins; name what it says."


def _phases(knowledge: Knowledge) -> Iterator[str]:
    """Answers that speak of the window say so for every phase of it, each as it is then."""
    window = (knowledge.window.opens, knowledge.window.closes)
    dated = {name for name, fact in knowledge.facts.items() if fact.day in window} | {DAYS_LEFT}
    closing = next((name for name, fact in knowledge.facts.items() if fact.day == knowledge.window.closes), "")
    for entry in knowledge.entries.values():
        texts = entry.answers
        if not any(dated & set(NAME.findall(text)) for text in texts.values()):
            continue
        if len(set(texts.values())) == 1:
            yield f"{entry.where}: `{entry.id}` names a date of the window in one text; write one for each phase."
            continue
        for phase, slip in _tenses(texts, closing):
            yield f"{entry.where}: `{entry.id}`, `{phase}:` {slip}."


def _tenses(texts: Mapping[Phase, str], closing: str) -> Iterator[tuple[Phase, str]]:
    for phase, text in texts.items():
        named = set(NAME.findall(text))
        if phase in (Phase.BEFORE, Phase.CLOSED) and DAYS_LEFT in named:
            yield phase, "counts days that are left, and there are none to count"
        to_come = re.search(rf"\bcloses? on \{{{closing}\}}", text)
        if phase is Phase.CLOSED and closing in named and (to_come or not PAST.search(text)):
            yield phase, "does not say that the closing date is past"
        if phase is Phase.BEFORE and OPENED.search(text):
            yield phase, "says that the window is open, or the form there, and it is not then"
        if phase is not Phase.CLOSED and OVER.search(text):
            yield phase, "says that the window is over, and it is not then"
        if phase is Phase.LAST_DAY and closing in named and "today" not in text.lower():
            yield phase, "does not say that it is the last day, today"
        if phase in (Phase.BEFORE, Phase.OPEN) and re.search(r"\b(?:closes?|due) today\b|\btoday, \{", text):
            yield phase, "says today, and it is another day then"


def _walk(knowledge: Knowledge) -> Iterator[str]:
    """The eligibility check asks or shows every sentence of its section, and writes no figure itself."""
    dialog = knowledge.dialog
    for place in sorted((dialog.rests_on | set(dialog.beside)) - knowledge.sheet_index.keys()):
        yield f"eligibility.yaml: rests on “{place}”, which {FILE} does not have; correct the place."
    for place, one in knowledge.sheet_index.items():
        settled = one.declared or place in dialog.rests_on or place in dialog.beside
        if place.startswith(f"{dialog.section} ") and not settled:
            yield f"{one.where}: the eligibility check neither asks nor shows {place} ({one.says}); add it."
    for text in _texts(dialog):
        if literal := figures(NAME.sub(" ", text)):
            yield f"eligibility.yaml: “{text[:40]}…” has {listed(literal)} of its own; name a fact in braces."


def _texts(dialog: Dialog) -> Iterator[str]:
    """All that the walk may say."""
    yield from (*dialog.names_in_data, dialog.intro, dialog.commitment, dialog.decides, *dialog.dates.values())
    for criteria in (dialog.evidence, dialog.pluses):
        yield from (criteria.intro, *criteria.items)
    for question in dialog.questions.values():
        yield from (question.ask, question.why, question.hint)
        yield from (text for _, text in question.shows)
        yield from (option.step for option in question.options)
    for outcome in dialog.outcomes:
        yield from (outcome.says, *outcome.next.values())


def _reviews(knowledge: Knowledge) -> Iterator[str]:
    for entry in knowledge.entries.values():
        if changed_since(entry, knowledge.sheet_index):
            review = entry.review
            yield f"{entry.where}: `{entry.id}` was changed after {review.by} reviewed it on {review.on}."


def _lines_of_facts(folder: Path) -> Mapping[str, str]:
    top = {key.text(): value for key, value in read(folder / "facts.yaml", folder).pairs()}
    return {key.text(): key.where for key, _ in top["facts"].pairs()}
