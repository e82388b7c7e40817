"""Holds a cohort's answers, facts and index to each other and, where its text is at hand, to the sheet.

Every slip is a sentence that begins with its file and line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.dialog.model import Dialog
from knowledge.facts import Phase
from knowledge.figures import figures, figures_of_fact, number
from knowledge.load import read_draft
from knowledge.model import EntryStatus, Knowledge
from knowledge.names import DAYS_LEFT, NAME
from knowledge.sheet.kinds import misplaced
from knowledge.sheet.named import named_cohorts
from knowledge.sheet.review import changed_since
from knowledge.sheet_index import FILE, TO_WRITE
from knowledge.sheet_text import SheetSentence, headings, looking_for, plain, sentences, titles, words_of
from knowledge.yaml_lines import read

NUMBERS = ("release_days", "residentials", "experience_years")  # facts with which the bot reckons
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
        *_figures_of_facts(knowledge, _lines_of_facts(folder)),
        *_figures_of_answers(knowledge),
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
        elif figures(found[place].text) != frozenset(kept.figures):
            yield f"{kept.where}: {place} has other figures in the sheet: {_listed(figures(found[place].text))}."
    for place, one in found.items():
        if place not in knowledge.sheet_index:
            yield f"{sheet.name}, line {one.line}: {place} is new; say what it says in {FILE}."
    yield from _headings(sheet, knowledge)
    yield from _silences(sheet, knowledge, found.values())


def _headings(sheet: SheetFile, knowledge: Knowledge) -> Iterator[str]:
    known = {plain(heading).casefold() for heading in knowledge.sections.values()}
    there = {one.text.casefold() for one in titles(sheet.text)}
    for name, heading in knowledge.sections.items():
        if plain(heading).casefold() not in there:
            yield f"facts.yaml: `sections`: {name} has no heading “{heading}” in {sheet.name} any more."
    for one in headings(sheet.text):
        if one.text.casefold() not in known:
            yield f"{sheet.name}, line {one.line}: “{one.text}” is no section of facts.yaml; add it."
    facts = _figures_known(knowledge)
    for one in titles(sheet.text):
        if one.text.casefold() not in known and (missing := _missing(figures(one.text), facts)):
            yield f"{sheet.name}, line {one.line}: the title has {_listed(missing)}, which facts.yaml lacks."


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
        places = [knowledge.sheet_index[place] for place in entry.rests_on if place in knowledge.sheet_index]
        if places and entry.status is not EntryStatus.NOT_IN_SHEET and all(one.declared for one in places):
            yield f"{entry.where}: `{entry.id}` rests on nothing but headings and lead-ins; name what it says."


def _figures_of_facts(knowledge: Knowledge, lines: Mapping[str, str]) -> Iterator[str]:
    """Figures of the index that no fact has, facts that no sentence has, and numbers that are none."""
    known, indexed = _figures_known(knowledge), _figures_indexed(knowledge)
    for place, one in knowledge.sheet_index.items():
        for figure in _missing(one.figures, known):
            yield f"{one.where}: {place} has the figure {figure}, which facts.yaml lacks; correct one of them."
        if one.says == TO_WRITE:
            yield f"{one.where}: nobody has said yet what {place} says; write it in your own words."
        for figure in _missing(figures(one.says), frozenset(one.figures)):
            yield f"{one.where}: {place} says {figure}, which is not among its figures; correct one of them."
    for name, fact in knowledge.facts.items():
        for figure in _missing(_of_fact(name, knowledge), indexed):
            yield f"{lines[name]}: `{name}` says {figure}, and no sentence of {FILE} has it; correct one of them."
        if name in NUMBERS and number(fact.says) is None:
            yield f"{lines[name]}: `{name}` says “{fact.says}”; write a number, such as ten."
        if not _of_fact(name, knowledge):
            yield f"{lines[name]}: `{name}` says “{fact.says}”, which has no figure; facts are for figures."
    own = figures(knowledge.names.get("cohort", ""))
    if missing := sorted(one for one in figures(knowledge.sheet) - own if one.startswith("cohort")):
        yield f"facts.yaml: `sheet` names {_listed(missing)}, and the cohort is {knowledge.names.get('cohort')}."
    opens, closes = knowledge.window.opens, knowledge.window.closes
    if (closes - opens).days > 366:
        yield f"facts.yaml: the window is open for more than a year, {opens} to {closes}; correct a date."


def _figures_of_answers(knowledge: Knowledge) -> Iterator[str]:
    """Figures that an answer has and the sentences that it rests on have not; figures it writes itself."""
    for entry in knowledge.entries.values():
        places = [knowledge.sheet_index[place] for place in entry.rests_on if place in knowledge.sheet_index]
        there = frozenset(figure for one in places for figure in one.figures)
        for text in dict.fromkeys(entry.answers.values()):
            if literal := figures(NAME.sub(" ", text)):
                yield f"{entry.where}: `{entry.id}` has {_listed(literal)} of its own; name a fact in braces."
            for name in NAME.findall(text):
                if name in knowledge.facts and (missing := _missing(_of_fact(name, knowledge), there)):
                    yield (
                        f"{entry.where}: `{entry.id}` says {{{name}}} ({_listed(missing)}), which no sentence "
                        f"has that it rests on ({', '.join(entry.rests_on)}); correct the figure or `rests_on:`."
                    )


def _phases(knowledge: Knowledge) -> Iterator[str]:
    """Answers that speak of the window say so for every phase of it, each as it is then."""
    dated = {name for name, fact in knowledge.facts.items() if fact.day} | {DAYS_LEFT}
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
            yield f"eligibility.yaml: “{text[:40]}…” has {_listed(literal)} of its own; name a fact in braces."


def _texts(dialog: Dialog) -> Iterator[str]:
    """All that the walk may say."""
    yield from (dialog.title, dialog.intro, dialog.commitment, dialog.decides, *dialog.dates.values())
    for criteria in (dialog.evidence, dialog.pluses):
        yield from (criteria.intro, *criteria.items)
    for question in dialog.questions.values():
        yield from (question.ask, question.short, question.why, question.hint)
        yield from (text for _, text in question.shows)
        yield from (option.step for option in question.options)
    for outcome in dialog.outcomes:
        yield from (outcome.title, outcome.says, *outcome.next.values())


def _reviews(knowledge: Knowledge) -> Iterator[str]:
    for entry in knowledge.entries.values():
        if changed_since(entry, knowledge.sheet_index):
            review = entry.review
            yield f"{entry.where}: `{entry.id}` was changed after {review.by} reviewed it on {review.on}."


def _of_fact(name: str, knowledge: Knowledge) -> frozenset[str]:
    fact = knowledge.facts[name]
    return frozenset({fact.day.isoformat()}) if fact.day else figures_of_fact(fact.says)


def _figures_known(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(figure for name in knowledge.facts for figure in _of_fact(name, knowledge))


def _figures_indexed(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(figure for one in knowledge.sheet_index.values() for figure in one.figures)


def _missing(wanted: Iterable[str], there: frozenset[str]) -> list[str]:
    """A day without its year is there when the whole date is; "twelfth" when Cohort 12 is."""
    days = {figure[5:] for figure in there if re.fullmatch(r"\d{4}-\d\d-\d\d", figure)}
    cohorts = {f"{figure.removeprefix('cohort ')}th" for figure in there if figure.startswith("cohort ")}
    return sorted(set(wanted) - there - days - cohorts)


def _listed(found: Iterable[str]) -> str:
    return ", ".join(sorted(found))


def _lines_of_facts(folder: Path) -> Mapping[str, str]:
    top = {key.text(): value for key, value in read(folder / "facts.yaml", folder).pairs()}
    return {key.text(): key.where for key, _ in top["facts"].pairs()}
