"""A count of the last sheet as the new one has it, by the words around it: those that the fact is called after.

“release_days” is what is said of days where release is spoken of; “residential_length” is the length that stands
before residentials, written as the old one was.
"""

import re
from collections.abc import Iterable

from knowledge.facts import Fact
from knowledge.quantities import figures, figures_of_fact, number
from knowledge.sheet.figure_swaps import OF_MANY_THINGS, UNIT, kind_of
from knowledge.sheet_text import SheetSentence

LENGTH = re.compile(r"(?P<figure>[\w-]+)-(?P<unit>[a-z]+)")
STEM = 5  # letters that “residential” and “residentials”, “experience” and “experienced” have alike
FAR = 4  # words between a count and what the fact is called after
A_TIME = re.compile(r"\s+(?:a|per|each|every)\s+(?:day|week|fortnight|month|term|year)\b", re.IGNORECASE)


def near_its_name(name: str, fact: Fact, tokens: frozenset[str], new: Iterable[SheetSentence]) -> dict[str, str]:
    """The old figure → the new one, where all sentences that have it by those words agree; else nothing."""
    if [kind_of(one) for one in tokens] != ["count"]:
        return {}
    length = LENGTH.fullmatch(fact.says)
    *about, called = name.split("_")
    if length:
        found = {figure for one in new for figure in _lengths(one.text, length["unit"], about)}
    elif about and OF_MANY_THINGS.fullmatch(called.removesuffix("s")):
        found = {figure for one in new for figure in _counts(one.text, called.removesuffix("s"), about)}
    else:
        return {}
    return dict(zip(tokens, found, strict=True)) if len(found) == 1 else {}


def _lengths(text: str, unit: str, about: Iterable[str]) -> Iterable[str]:
    """ "four two-day residentials" → 2, for what residentials last."""
    for match in re.finditer(rf"\b(\w+)-{unit}\b(?P<after>(?:\s+\w+){{0,{FAR}}})", text, re.IGNORECASE):
        if number(match[1]) is not None and _speaks_of(match["after"], about):
            yield from figures_of_fact(match[1])


def _counts(text: str, unit: str, about: Iterable[str]) -> Iterable[str]:
    """ "twelve days' release" → 12, for days of release; "three days a week" counts no such days."""
    for match in UNIT.finditer(text):
        end = match.end("unit")
        if match["unit"].lower().removesuffix("s") != unit or A_TIME.match(text, end):
            continue
        words = r"(?:[\s’']+[\w-]+)"
        before = re.search(rf"{words}{{0,{FAR}}}\s*$", f" {text[: match.start()]}")
        after = re.match(rf"[’'\w]*{words}{{0,{FAR}}}", text[end:])
        beside = f"{before[0] if before else ''} {after[0] if after else ''}"
        if number(match["figure"]) is not None and _speaks_of(beside, about):
            yield from figures(f"{match['figure']} days")


def _speaks_of(text: str, about: Iterable[str]) -> bool:
    return all(re.search(rf"\b{re.escape(word[:STEM])}", text, re.IGNORECASE) for word in about)
