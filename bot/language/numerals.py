"""Numbers as they are said: "three", "twenty-first", "a couple", "2½", "a dozen"; in figures or in words."""

import re
from fractions import Fraction

from knowledge.numerals import ORDINAL_VALUES, UNITS, VALUES
from knowledge.numerals import TENS as TENS_IN_WORDS

CARDINALS = {word: VALUES[word] for word in UNITS}
TENS = {word: VALUES[word] for word in TENS_IN_WORDS}
ORDINALS = {**ORDINAL_VALUES, "fith": 5, "forth": 4, "nineth": 9, "twelth": 12}
ARTICLES = {"a": 1, "an": 1}
LOOSE = {"couple": 2, "pair": 2, "dozen": 12}
PARTS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_FIGURE = re.compile(r"(?P<whole>\d{1,6})(?:[.](?P<tenths>\d{1,3}))?\s*(?P<part>[½¼¾])?")
_AND_A_HALF = re.compile(r"\s*\band\s+(?:a\s+)?half$")


def number(written: str) -> Fraction | None:
    """What a numeral says: "three" → 3, "2½" → 5/2, "a couple" → 2, "twenty-one" → 21; None for what is none."""
    said = " ".join(written.lower().split())
    half = Fraction(1, 2) if _AND_A_HALF.search(said) else Fraction(0)
    said = _AND_A_HALF.sub("", said)
    if said in PARTS or said in ("half", "a half"):
        return PARTS.get(said, Fraction(1, 2))
    if figure := _FIGURE.fullmatch(said):
        value = Fraction(f"{figure['whole']}.{figure['tenths'] or 0}")
        return value + half + (PARTS[figure["part"]] if figure["part"] else 0)
    whole = _in_words(said)
    return None if whole is None else whole + half


def _in_words(said: str) -> Fraction | None:
    words = [word for word in re.split(r"[\s-]+", said) if word != "of"]
    if len(words) == 2 and words[0] in TENS and 0 < CARDINALS.get(words[1], 0) < 10:
        return Fraction(TENS[words[0]] + CARDINALS[words[1]])
    if len(words) == 2 and words[0] in ARTICLES and words[1] in LOOSE:
        return Fraction(LOOSE[words[1]])
    if len(words) != 1:
        return None
    for known in (CARDINALS, TENS, ARTICLES, LOOSE):
        if words[0] in known:
            return Fraction(known[words[0]])
    return None
