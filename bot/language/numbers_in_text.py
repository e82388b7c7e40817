"""Figures in running text, however they are written: "12", "twelve", "a dozen", "XII", "10½", "2026-27"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from knowledge.numerals import ORDINAL_VALUES, ORDINALS, TENS, TENTHS, UNITS, VALUES

MANY = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
PARTS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "half": Fraction(1, 2)}
LOOSE = {"no": 0, "nought": 0, "one": 1, "single": 1, "couple": 2, "pair": 2}
ROMAN = {"X": 10, "V": 5, "I": 1}


def _any(words: Iterable[str]) -> str:
    return "|".join(words)


TENS_OR, UP_TO_NINE = _any(TENS), _any(UNITS[1:10])
SMALL = rf"(?:(?:{TENS_OR})(?:[-\s](?:{UP_TO_NINE}))?|{_any(UNITS[10:])}|zero|{UP_TO_NINE})"
ORDINAL = rf"(?:(?:(?:{TENS_OR})[-\s])?(?:{_any(ORDINALS[1:10])})|{_any(ORDINALS[10:])}|{_any(TENTHS)})"
DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
LARGE = rf"(?:(?:half\s+)?a|{SMALL}|{DIGITS})\s+(?:{_any(MANY)})\b(?:\s+(?:and\s+)?{SMALL}\b)?|(?<!\w)dozen"
FIGURE = re.compile(
    rf"(?P<telephone>\b0\d[\d ]{{7,}}\d)"
    rf"|(?P<clock>\b\d{{1,2}}(?::\d\d(?:\s?[ap]m)?|(?:\.\d\d)?\s?[ap]m)\b)"
    rf"|(?P<money>[£€$]\s?{DIGITS})"
    rf"|(?P<season>\b(?:autumn|spring|summer|winter)(?:\s+term)?(?:\s+of)?\s+20\d\d\b)"
    rf"|(?P<years>\b20\d\d\s?[/–-]\s?(?:20)?\d\d\b(?![/–-]\d)|\b\d\d/\d\d\b(?!/\d))"
    rf"|(?P<year>\b20\d\d\b)"
    rf"|(?P<ordinal>\b\d+(?:st|nd|rd|th)\b|\b{ORDINAL}\b)"
    rf"|(?P<count>(?:\b(?:{LARGE})|{DIGITS}|\b{SMALL}\b)(?:\s?[½¼¾]|\s+and\s+a\s+half\b)?%?|[½¼¾])"
    rf"|(?P<span>\bfortnight\b|\b(?:a|one|whole|full)\s+(?:week|month|term)\b(?=\s+(?:of|off|out)\b))"
    rf"|(?P<roman>\b[ivx]{{2,}}\b|(?-i:\b[VX]\b))"
    rf"|(?P<loose>\b(?:{_any(LOOSE)})\b)",
    re.IGNORECASE,
)
STRICTLY_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
NAMES = re.compile(r"\b(?:years?|key\s+stage|ks)\s*$", re.IGNORECASE)  # "Year 6", "KS2": names, not figures
PLAIN_ORDINALS = frozenset(ORDINALS[1:4])  # "the second year" counts nothing


class NumeralKind(StrEnum):
    COUNT = "count"
    ORDINAL = "ordinal"
    YEAR = "year"
    SEASON = "season"
    OTHER = "other"  # money, the time, a telephone number: the sheet has none


@dataclass(frozen=True, slots=True)
class Figure:
    """Where it stands, as it is written, and what it says in one form for every way to write it.

    loose: a word like "one" or "couple", or "IV", which is a figure only right before what it counts.
    """

    start: int
    end: int
    text: str
    kind: NumeralKind
    value: str
    loose: bool = False


def figures(text: str) -> Iterator[Figure]:
    """Every figure, in the order in which they stand. Dates should be taken out before."""
    for found in FIGURE.finditer(text):
        name, written = str(found.lastgroup), found.group()
        if (figure := _read(name, written)) is None or (
            name == "count" and _names(text[: found.start()], written)
        ):
            continue
        kind, value = figure
        loose = name in ("roman", "loose") or written.lower() == "one"
        yield Figure(found.start(), found.end(), written, kind, value, loose)


def ordinal(written: str) -> int:
    """ "23rd", "twenty-third" → 23."""
    if digits := re.match(r"\d+", written):
        return int(digits.group())
    return sum(ORDINAL_VALUES.get(word, VALUES.get(word, 0)) for word in re.split(r"[-\s]+", written.lower()))


def _read(name: str, written: str) -> tuple[NumeralKind, str] | None:
    lowered = " ".join(written.lower().split())
    match name:
        case "season":
            return NumeralKind.SEASON, f"{lowered.split()[0]} {lowered[-4:]}"
        case "years":
            return _years(lowered)
        case "year":
            return NumeralKind.YEAR, lowered
        case "ordinal":
            return None if lowered in PLAIN_ORDINALS else (NumeralKind.ORDINAL, str(ordinal(lowered)))
        case "count":
            return (
                (NumeralKind.OTHER, lowered)
                if lowered.endswith("%")
                else (NumeralKind.COUNT, str(_number(lowered)))
            )
        case "span":
            return NumeralKind.COUNT, lowered
        case "roman":
            return (
                (NumeralKind.COUNT, str(_roman(written.upper())))
                if STRICTLY_ROMAN.fullmatch(written.upper())
                else None
            )
        case "loose":
            return NumeralKind.COUNT, str(LOOSE[lowered])
    return NumeralKind.OTHER, lowered


def _years(written: str) -> tuple[NumeralKind, str]:
    """ "2026/27", "2026-2027", "26/27" → 2026/27; two years that do not follow each other stay as they are."""
    first, second = (part.strip()[-2:] for part in re.split(r"[/–-]", written))
    return (
        (NumeralKind.YEAR, f"20{first}/{second}")
        if int(second) == int(first) + 1
        else (NumeralKind.OTHER, written)
    )


def _number(written: str) -> Fraction:
    """ "12", "twelve", "one hundred and fifty", "half a dozen", "10½", "ten and a half"."""
    part = Fraction()
    if written.endswith(" and a half"):
        written, part = written.removesuffix(" and a half"), PARTS["half"]
    elif written[-1] in PARTS:
        written, part = written[:-1].strip(), PARTS[written[-1]]
    total = Fraction()
    for word in re.split(r"[-\s]+", written.replace(",", "")) if written else ():
        if word in MANY:
            total = (total or Fraction(1)) * MANY[word]
        elif word == "half":
            total = PARTS["half"]
        else:
            total += _single(word)
    return total + part


def _single(word: str) -> Fraction:
    return Fraction(word) if word[0].isdigit() else Fraction(VALUES.get(word, 0))  # "a" and "and" add nothing


def _roman(written: str) -> int:
    values = [ROMAN[letter] for letter in written]
    return sum(-one if ahead > one else one for one, ahead in zip(values, [*values[1:], 0], strict=True))


def _names(before: str, written: str) -> bool:
    return bool(NAMES.search(before)) and written.isdigit() and int(written) <= 13
