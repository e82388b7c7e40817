"""Holds the figures of a cohort's answers, facts and sentences to each other."""

import re
from collections.abc import Iterable, Iterator, Mapping

from knowledge.facts import CONFIRMED
from knowledge.model import Knowledge
from knowledge.names import NAME
from knowledge.quantities import figures, figures_of_fact, number, ordinal, school_years
from knowledge.sheet_index import FILE, TO_WRITE
from knowledge.sheet_text import IndexedSentence

NUMBERS = ("release_days", "residentials", "experience_years")  # facts with which the bot reckons


def figures_of_facts(knowledge: Knowledge, lines: Mapping[str, str]) -> Iterator[str]:
    """Figures of the index that no fact has, facts that no sentence has, and numbers that are none."""
    known, indexed = figures_known(knowledge), figures_indexed(knowledge)
    indexed |= figures(" ; ".join(knowledge.sections.values()))
    for place, one in knowledge.sheet_index.items():
        for figure in missing(one.figures, known):
            yield f"{one.where}: {place} has the figure {figure}, which facts.yaml lacks; correct one of them."
        if one.says == TO_WRITE:
            yield f"{one.where}: nobody has said yet what {place} says; write it in your own words."
        for figure in missing(figures(one.says), of_sentence(one)):
            yield (
                f"{one.where}: {place} says “{_as_said(figure)}” in our words, and the sentence has "
                "no such figure; say it without."
            )
    for name, fact in knowledge.facts.items():
        for figure in () if fact.review == CONFIRMED else missing(of_fact(name, knowledge), indexed):
            yield f"{lines[name]}: `{name}` says {figure}, and no sentence of {FILE} has it; correct one of them."
        if name in NUMBERS and number(fact.says) is None:
            yield f"{lines[name]}: `{name}` says “{fact.says}”; write a number, such as ten."
        if not of_fact(name, knowledge):
            yield f"{lines[name]}: `{name}` says “{fact.says}”, which has no figure; facts are for figures."
    own = figures(knowledge.names.get("cohort", ""))
    if left := sorted(one for one in figures(knowledge.sheet) - own if one.startswith("cohort")):
        yield f"facts.yaml: `sheet` names {listed(left)}, and the cohort is {knowledge.names.get('cohort')}."
    opens, closes = knowledge.window.opens, knowledge.window.closes
    if (closes - opens).days > 366:
        yield f"facts.yaml: the window is open for more than a year, {opens} to {closes}; correct a date."


def figures_of_answers(knowledge: Knowledge) -> Iterator[str]:
    """Figures that an answer has and its sentences, and their headings, have not; figures it writes itself."""
    for entry in knowledge.entries.values():
        places = [knowledge.sheet_index[place] for place in entry.rests_on if place in knowledge.sheet_index]
        there = frozenset(figure for one in places for figure in of_sentence(one))
        there |= figures(" ; ".join(knowledge.sections.get(place.split()[0], "") for place in entry.rests_on))
        for text in dict.fromkeys(entry.answers.values()):
            if literal := figures(NAME.sub(" ", text)):
                yield f"{entry.where}: `{entry.id}` has {listed(literal)} of its own; name a fact in braces."
            for name in NAME.findall(text):
                confirmed = name in knowledge.facts and knowledge.facts[name].review == CONFIRMED
                if (
                    name in knowledge.facts
                    and not confirmed
                    and (left := missing(of_fact(name, knowledge), there))
                ):
                    yield (
                        f"{entry.where}: `{entry.id}` says {{{name}}} ({listed(left)}), which no sentence "
                        f"has that it rests on ({', '.join(entry.rests_on)}); correct the figure or `rests_on:`."
                    )


def _as_said(figure: str) -> str:
    """ "3th", which is how figures are compared → "third"."""
    return ordinal(int(figure[:-2])) if re.fullmatch(r"\d+th", figure) else figure


def of_fact(name: str, knowledge: Knowledge) -> frozenset[str]:
    fact = knowledge.facts[name]
    return frozenset({fact.day.isoformat()}) if fact.day else figures_of_fact(fact.says)


def figures_known(knowledge: Knowledge) -> frozenset[str]:
    """Those of the facts, and the cohorts before and after, which have names: {last_cohort}, {next_cohort}."""
    beside = (knowledge.names.get(name, "").lower() for name in ("last_cohort", "next_cohort"))
    return frozenset(figure for name in knowledge.facts for figure in of_fact(name, knowledge)) | {*beside}


def figures_indexed(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(figure for one in knowledge.sheet_index.values() for figure in of_sentence(one))


def of_sentence(one: IndexedSentence) -> frozenset[str]:
    return frozenset(one.figures) | frozenset(one.also)


def missing(wanted: Iterable[str], there: frozenset[str]) -> list[str]:
    """A day without its year is there when the whole date is; "twelfth" when Cohort 12 is."""
    days = {figure[5:] for figure in there if re.fullmatch(r"\d{4}-\d\d-\d\d", figure)}
    cohorts = {f"{figure.removeprefix('cohort ')}th" for figure in there if figure.startswith("cohort ")}
    return sorted(set(wanted) - there - days - cohorts - school_years(there))


def listed(found: Iterable[str]) -> str:
    return ", ".join(sorted(found))
