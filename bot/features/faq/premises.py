"""What a question takes for granted, held against the facts: "the deadline is 23 May?" → "No: 23 April 2026."."""

import re
from collections.abc import Iterator
from datetime import date
from string import Formatter

from knowledge.facts import Fact
from knowledge.model import Entry, Knowledge
from knowledge.numerals import UNITS, VALUES

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(MONTHS)})[a-z]*\b|"
    rf"\b({'|'.join(MONTHS)})[a-z]*\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*/)",
    re.IGNORECASE,
)
COUNT = rf"(\d{{1,2}}|{'|'.join(UNITS)})"
COUNTED = {  # the facts that are figures, and what a question counts when it names them
    "release_days": re.compile(rf"\b{COUNT}\s+(?:release\s+)?days?\b", re.IGNORECASE),
    "residentials": re.compile(rf"\b{COUNT}\s+residentials?\b", re.IGNORECASE),
    "experience_years": re.compile(rf"\b{COUNT}\s+years?['’]?\b", re.IGNORECASE),
}
WHO = (
    r"(?:(?:my|our|a|the|some|another|one of (?:my|our))\s+[\w-]+(?:\s+[\w-]+)?|"
    r"someone|somebody|people|they|he|she)"
)
HEARSAY = (
    rf"{WHO}\s+(?:said|says|told me|told us|reckons?|thinks?|thought|swears?|claims?|mentioned|saying)|"
    r"i(?:['’]?ve| have)?\s+(?:heard|read|been told|seen)|i(?:['’]?m| was| am)\s+(?:sure|told)|"
    r"apparently|rumou?r has it"
)
SUPPOSES = re.compile(
    rf"^\W*(?:(?:but|and|so|well|oh|hi|hmm)\W+)*(?:{HEARSAY}|"
    r"so|is it|isn['’]?t it|it['’]?s|its|is the|the|i thought|am i right)\b|"
    r"\b(?:yeah|yes|right|correct|true|isn['’]?t it|innit|is that right|same this time)\W*$",
    re.IGNORECASE,
)
TO = re.compile(r"\d(?:st|nd|rd|th)?\s*(?:to|[-–]|until|till)\s*$", re.IGNORECASE)
FROM = re.compile(r"^\s*(?:to|[-–]|until|till)\s*\d", re.IGNORECASE)
ASKS = re.compile(r"\b(?:what|when|where|who|why|how|which|if|unless|between)\b", re.IGNORECASE)


def verdict(question: str, entry: Entry, knowledge: Knowledge, today: date) -> str:
    """ "No: 23 April 2026." or "Yes: ten." before the entry's answer; empty where nothing is taken for granted."""
    if not SUPPOSES.search(question) or ASKS.search(question):
        return ""
    text = entry.answers[knowledge.window.phase(today)]
    named = [name for _, name, _, _ in Formatter().parse(text) if name in knowledge.facts]
    for fact, holds in _held(question, [knowledge.facts[name] for name in named if name]):
        return knowledge.reply("premise_holds" if holds else "premise_fails", says=fact.says)
    return ""


def _held(question: str, facts: list[Fact]) -> Iterator[tuple[Fact, bool]]:
    """Each fact of which the question names a value, and whether it is the fact's own."""
    for found in DATE.finditer(question):
        day, month = int(found[1] or found[4]), MONTHS.index((found[2] or found[3]).lower()) + 1
        if _of_a_span(question, found):
            continue
        dated = [(fact, fact.day) for fact in facts if fact.day]
        for fact, its in dated:
            if (its.day, its.month) == (day, month):
                yield fact, True
        if dated:
            yield dated[0][0], False
    for fact in facts:
        if (pattern := COUNTED.get(fact.name)) and (counted := pattern.search(question)):
            yield fact, _number(counted[1]) == _number(fact.says)


def _of_a_span(question: str, found: re.Match[str]) -> bool:
    """Whether the date is an end of several days, "14 to 18 December", which no fact is."""
    return TO.search(question[: found.start()]) is not None or FROM.match(question[found.end() :]) is not None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else VALUES[text.lower()]
