"""Facts of another kind than their place in an answer takes: “in {cohort}” where a year belongs.

A sentence that holds both kinds has the figures of both, so that only the words around a fact tell which is meant.
"""

import re
from collections.abc import Iterator, Mapping

from knowledge.facts import Fact
from knowledge.model import Knowledge
from knowledge.quantities import figures_of_fact, number

IN = re.compile(r"\b(?:in|since|during) (?:each of )?\{(\w+)\}", re.IGNORECASE)
ONE = re.compile(r"\ban? \{(\w+)\}(?!-)", re.IGNORECASE)
PAIR = re.compile(r"\{(\w+)\} \{(\w+)\}")
COHORT = re.compile(r"cohort \d+|\d+th")
COUNT = re.compile(r"\{(\w+)\}((?:[’'\s]+(?:\{\w+\}|[\w-]+)){1,3})")
UNITS = {"release_days": "day", "residentials": "residential", "experience_years": "year"}
LENGTH = re.compile(r"\w+-\w+")  # two-day


def misplaced(knowledge: Knowledge) -> Iterator[str]:
    """Each fact that cannot be what its answer means there."""
    for entry in knowledge.entries.values():
        for text in dict.fromkeys(entry.answers.values()):
            for said, why in _misplaced(text, knowledge.facts):
                yield f"{entry.where}: `{entry.id}` says “{said}”, and {why}; name another fact."


def _misplaced(text: str, facts: Mapping[str, Fact]) -> Iterator[tuple[str, str]]:
    for found in IN.finditer(text):
        if found[1] in facts and _is_a_cohort(facts[found[1]]):
            yield found[0], "that is no time"
    for found in ONE.finditer(text):
        if found[1] in facts and number(facts[found[1]].says) is not None:
            yield found[0], "no number stands there"
    for found in PAIR.finditer(text):
        first, second = (facts.get(name) for name in found.groups())
        if first and second and (number(first.says) is None or not LENGTH.fullmatch(second.says)):
            yield found[0], "only a number and a length, such as two-day, stand side by side"
    for found in COUNT.finditer(text):
        units = re.findall(rf"\b({'|'.join(UNITS.values())})s?\b(?!-)", found[2])
        if found[1] in UNITS and units and UNITS[found[1]] not in units:
            yield found[0], f"that is no number of {units[0]}s"


def _is_a_cohort(fact: Fact) -> bool:
    """Its name, or the ordinal of it."""
    found = frozenset[str]() if fact.day else figures_of_fact(fact.says)
    return bool(found) and all(COHORT.fullmatch(one) for one in found)
