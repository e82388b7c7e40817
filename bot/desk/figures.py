"""Figures and dates of an answer that are not those of the sheet, so that no hub contradicts it unseen."""

import re
from collections.abc import Iterable, Iterator, Mapping

import Stemmer

from knowledge.house_rules import MONTHS
from knowledge.model import Fact
from knowledge.words import split

WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen twenty thirty"
)
IN_FIGURES = dict(zip(WORDS.split(), [*range(2, 17), 20, 30], strict=True))
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})(?:\s+\d{{4}})?\b"
    rf"|\b(?:{MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b"
    rf"|\b(?:{MONTHS})(?:\s+\d{{4}})?\b|\b\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b",
    re.IGNORECASE,
)
MAY = re.compile(r"\bMay(?:\s+\d{4})\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?May\b(?:\s+\d{4})?")
FIGURE = re.compile(rf"£\s?\d[\d,.]*|\d[\d,./]*%?|\b(?:{'|'.join(IN_FIGURES)})\b", re.IGNORECASE)
YEAR = re.compile(r"20\d\d(?:/\d\d)?")
CLAUSE = re.compile(r"[,;:.!?]\s")
AROUND = 4  # words on each side that say what a figure counts
ORDINALS = ("st", "nd", "rd", "th")
TELLS_NOTHING = frozenset({"and", "in", "of", "the", "a", "to", "for"})

_stem = Stemmer.Stemmer("english").stemWord


def differing(answer: str, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Each figure and date that is not the sheet's, in words, with the fact that it stands beside."""
    return tuple(dict.fromkeys([*_dates(answer, facts), *_figures(answer, facts)]))


def _dates(answer: str, facts: Mapping[str, Fact]) -> Iterator[str]:
    days = [fact for fact in facts.values() if fact.day is not None]
    for found in [*DATE.finditer(answer), *MAY.finditer(answer)]:
        about = _facts_about(_around(answer, found.start(), found.end()), days)
        if not any(_same_day(found.group(), fact) for fact in about or days):
            yield _said(found.group(), about or days)


def _figures(answer: str, facts: Mapping[str, Fact]) -> Iterator[str]:
    without_dates = MAY.sub(" ", DATE.sub(" ", answer))
    counted = [fact for fact in facts.values() if fact.day is None]
    for found in FIGURE.finditer(without_dates):
        figure = found.group().rstrip(".,/")
        beside = _around(without_dates, found.start(), found.end())
        year = YEAR.fullmatch(figure)
        about = [] if year else _facts_about(beside, counted)
        if not any(_value(figure) in _values(fact) for fact in (counted if year else about)):
            yield _said(figure, about)


def _said(figure: str, about: list[Fact]) -> str:
    """With the facts whose names are the shortest: "residentials" rather than "residential terms"."""
    least = min((fact.name.count("_") for fact in about), default=0)
    named = [fact for fact in about if fact.name.count("_") == least]
    has = " or ".join(f"{fact.says} ({fact.name.replace('_', ' ')})" for fact in named)
    return f"“{figure}”: the sheet has {has}" if has else f"“{figure}”: the sheet has no such figure"


def _around(text: str, start: int, end: int) -> set[str]:
    """The stems of the words that stand beside a figure, in the same clause."""
    before, after = CLAUSE.split(text[:start])[-1], CLAUSE.split(text[end:])[0]
    beside = [*split(before)[-AROUND:], *split(after)[:AROUND]]
    return {_stem(word) for word in beside} - TELLS_NOTHING


def _facts_about(stems: set[str], facts: Iterable[Fact]) -> list[Fact]:
    """The facts whose names stand beside the figure: those that share the most words with what is there."""
    shared = [(len(stems & set(map(_stem, fact.name.split("_")))), fact) for fact in facts]
    most = max((count for count, _ in shared), default=0)
    return [fact for count, fact in shared if most and count == most]


def _values(fact: Fact) -> set[str]:
    return {_value(word) for word in [fact.says, *re.split(r"[\s,-]+", fact.says)]}


def _value(figure: str) -> str:
    bare = figure.lower().replace(",", "").replace(" ", "").strip(".")
    return str(IN_FIGURES.get(bare, bare))


def _same_day(written: str, fact: Fact) -> bool:
    """The same day, or the same month where no day is named."""
    if fact.day is None:
        return False
    words = [
        word.lower() for word in re.findall(r"[A-Za-z]+|\d+", written) if word.lower() not in {"of", *ORDINALS}
    ]
    day = fact.day
    forms = {
        str(day.day),
        f"{day:%B}".lower(),
        str(day.year),
        f"{day:%m}",
        f"{day.month}",
        f"{day:%d}",
        f"{day:%y}",
    }
    return all(word in forms for word in words)
