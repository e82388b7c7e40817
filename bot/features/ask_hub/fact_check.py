"""Figures and dates of an answer that are not those of the sheet, so that no hub contradicts it unseen."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

import Stemmer

from bot.language.dates_written import dates
from bot.language.numbers_in_text import Figure, NumeralKind, figures
from knowledge.facts import Fact
from knowledge.search.normalise import split

CLAUSE = re.compile(r"[,;:.!?]\s|\s(?:and|but|while|plus)\s", re.IGNORECASE)
COMPOUND = re.compile(r"\b(?!half)\w+-(?:day|year|term)s?\b", re.IGNORECASE)  # counts nothing that is beside it
AROUND = 4  # words on each side that say what a figure is about
AFTER = 3  # words after a figure among which stands what it counts
RIGHT_AFTER = 2  # the same for a word like "one", which seldom counts anything
TELLS_NOTHING = frozenset({"and", "in", "of", "the", "a", "to", "for"})
NOT_QUITE = re.compile(
    r"\b(?:at\s+(?:least|most)|up\s+to|(?:more|less|fewer)\s+than|over|under|about|around|nearly|almost|roughly"
    r"|(?:minimum|maximum)\s+of)\s+$",
    re.IGNORECASE,
)
OR_MORE = re.compile(r"\s?(?:\+|plus\b|or\s+(?:more|so|fewer|less)\b|ish\b)", re.IGNORECASE)
EACH = re.compile(r"[^,;:.!?]*?\b(?:a|per|each|every)\s+(?:week|month|term|half)\b", re.IGNORECASE)

_stem = Stemmer.Stemmer("english").stemWord
OTHER = "half minutes hours mornings afternoons evenings weeks months terms sessions lessons pounds euros"
OTHER_UNITS = frozenset(map(_stem, OTHER.split()))
QUALIFIED = frozenset(map(_stem, ("days", "residentials")))  # "at least four years" is how the sheet has it


def differing(answer: str, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Each figure and date that is not the sheet's, in words, with the fact that it stands beside."""
    days = [fact for fact in facts.values() if fact.day is not None]
    counted = [fact for fact in facts.values() if fact.day is None]
    lines, rest = [], answer
    for written in dates(answer):
        about = _facts_about(_around(answer, written.start, written.end), days)
        if not written.sure and not about:
            continue
        rest = rest[: written.start] + " " * (written.end - written.start) + rest[written.end :]
        if not any(fact.day and written.could_be(fact.day) for fact in about or days):
            lines.append((written.start, _said(written.text, about or days)))
    lines += [(figure.start, line) for figure in figures(rest) if (line := _differs(figure, rest, counted, days))]
    return tuple(dict.fromkeys(line for _, line in sorted(lines)))


def _differs(figure: Figure, text: str, facts: Collection[Fact], days: Collection[Fact]) -> str:
    """What to say of a figure that is not the sheet's; empty for one that is, and for what is no figure."""
    beside = _around(text, figure.start, figure.end)
    same_kind = [fact for fact in facts if figure.kind in _kinds(fact)]
    if figure.kind in (NumeralKind.YEAR, NumeralKind.SEASON):
        named = [fact for fact in same_kind if _name(fact) <= beside]
        years = {str(fact.day.year) for fact in days if fact.day}
        known = figure.value in years or any(figure.value in _values(fact) for fact in named or same_kind)
        return "" if known else _said(figure.text, named)
    unit = _unit_after(figure, text, {_unit(fact) for fact in same_kind})
    if figure.loose and (unit is None or unit in OTHER_UNITS):
        return ""
    compound = bool(re.match(r"-[a-z]", text[figure.end :]))
    about = _facts_about(beside, [one for one in same_kind if unit in (None, _unit(one))], compound)
    compared = about or (same_kind if figure.kind is NumeralKind.ORDINAL else ())
    same = any(figure.value in _values(fact) for fact in compared)
    written = _as_qualified(figure, text) if same and unit in QUALIFIED else figure.text
    return "" if same and written == figure.text else _said(written, about)


def _said(written: str, about: Iterable[Fact]) -> str:
    """With the facts whose names are the shortest: "residentials" rather than "residential terms"."""
    about = list(about)
    least = min((fact.name.count("_") for fact in about), default=0)
    named = [fact for fact in about if fact.name.count("_") == least]
    has = " or ".join(f"{fact.says} ({fact.name.replace('_', ' ')})" for fact in named)
    return f"The answer says “{written}”; the sheet has {has or 'no such figure'}"


def _around(text: str, start: int, end: int) -> set[str]:
    """The stems of the words that stand beside a figure, in the same clause."""
    before, after = CLAUSE.split(text[:start])[-1], CLAUSE.split(text[end:])[0]
    beside = [*split(COMPOUND.sub(" ", before))[-AROUND:], *split(COMPOUND.sub(" ", after))[:AROUND]]
    return {_stem(word) for word in beside} - TELLS_NOTHING


def _unit_after(figure: Figure, text: str, units: Collection[str]) -> str | None:
    """What the figure counts, if it is one of these: "days" in "ten whole days" or in "three-day residentials"."""
    after = CLAUSE.split(text[figure.end :])[0]
    near = [_stem(word) for word in split(COMPOUND.sub(" ", after))[: RIGHT_AFTER if figure.loose else AFTER]]
    return next((word for word in near if word in units or word in OTHER_UNITS), None)


def _as_qualified(figure: Figure, text: str) -> str:
    """ "Up to ten", "10+", "ten days a term": the sheet's figure, with what the sheet does not say of it."""
    before = NOT_QUITE.search(text[: figure.start])
    after = OR_MORE.match(text, figure.end) or EACH.match(text, figure.end)
    return f"{before.group() if before else ''}{figure.text}{after.group() if after else ''}"


def _facts_about(stems: set[str], facts: Iterable[Fact], compound: bool = False) -> list[Fact]:
    """The facts whose names stand beside the figure: those that share the most words with what is there.

    compound: it is written like "two-day", so among equals a fact that is written so goes first.
    """
    shared = [(_shared(stems, fact, compound and "-" in fact.says), fact) for fact in facts]
    most = max((count for count, _ in shared), default=(0, False, 0))
    return [fact for count, fact in shared if count == most and (most[1] or most[2])]


def _shared(stems: set[str], fact: Fact, alike: bool) -> tuple[int, bool, int]:
    name = _name(fact)
    return len(stems & (name | {_unit(fact)})), alike, len(stems & name)


def _name(fact: Fact) -> set[str]:
    return set(map(_stem, fact.name.split("_")))


@lru_cache(maxsize=200)
def _said_in(fact: Fact) -> tuple[Figure, ...]:
    return tuple(figures(fact.says))


def _values(fact: Fact) -> set[str]:
    return {figure.value for figure in _said_in(fact)}


def _kinds(fact: Fact) -> set[NumeralKind]:
    return {figure.kind for figure in _said_in(fact)}


def _unit(fact: Fact) -> str:
    """What it counts: the "day" of a "two-day" residential, or else the last word of its name."""
    words = [word for word in split(fact.says) if not list(figures(word))]
    return str(_stem(words[-1] if words else fact.name.split("_")[-1]))
