"""A text cut into tokens: numbers, words and marks, each with its place and with what it may stand for."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.language.extents import fold
from bot.language.numerals import CARDINALS, ORDINALS, TENS
from bot.language.spelling import corrected
from bot.language.words import MONTHS, OPENERS, TODAY, WEEKDAY_PLURALS, WEEKDAYS

TOKEN = re.compile(
    r"(?P<short>[ap]\.m\b\.?|w/[cbe](?![^\W_])|\b2moro\b|\bb4\b)"
    r"|(?P<digits>\d+)(?P<nth>(?:st|nd|rd|th)(?![^\W\d_]))?"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<mark>[^\s])"
)
LONGEST_FIGURE = 8  # digits; a longer one is a telephone number or the like


class Token(NamedTuple):
    """`text` is folded and, for a slip of a name, corrected. gap: whether a space stands before it.

    capital: written with one, but not in capitals. number: of figures and numerals. digits: how many figures.
    weekday: 0 for Monday. month: 1 for January. relative: days from today. opens: whether a date, an
    amount or a time may begin here.
    """

    text: str
    start: int
    end: int
    gap: bool = True
    capital: bool = False
    number: int | None = None
    digits: int = 0
    ordinal: bool = False
    weekday: int | None = None
    month: int | None = None
    relative: int | None = None
    plural: bool = False
    opens: bool = False


Meaning = tuple[int | None, int, bool, int | None, int | None, int | None, bool, bool]
NOTHING: Meaning = (None, 0, False, None, None, None, False, False)
OPENING: Meaning = (None, 0, False, None, None, None, False, True)
END = Token("", -1, -1)


def tokenise(text: str) -> list[Token]:
    """Every token of the text, in order; white space alone stands between them."""
    return list(_tokens(text))


@lru_cache(maxsize=64)  # one message is cut up several times in its turn
def _tokens(text: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    before, tens = -1, False
    for found in TOKEN.finditer(fold(text)):
        start, end = found.span()
        kind, written = found.lastgroup, found[0]
        capital = False
        if kind == "word":
            word, meaning = _meaning(written)
            capital = text[start].isupper() and not text[start + 1 : end].isupper()
            tens = tens or word in TENS
        elif kind == "short":
            word, meaning = _meaning(written.replace(".", ""))
        elif kind == "mark":
            word, meaning = written, OPENING if written in OPENERS else NOTHING
        else:
            digits = found["digits"]
            number = int(digits) if len(digits) <= LONGEST_FIGURE else None
            word, meaning = written, (number, len(digits), kind == "nth", None, None, None, False, True)
        tokens.append(Token(word, start, end, start != before, capital, *meaning))
        before = end
    return tuple(_compounds(tokens) if tens else tokens)


@lru_cache(maxsize=4096)
def _meaning(written: str) -> tuple[str, Meaning]:
    """A word in its plain spelling, and what it may stand for."""
    word = corrected(written)
    if word.endswith("'s") and word[:-2] not in ("let", "it", "that"):
        word = corrected(word[:-2])
    if word in ("mornings", "afternoons"):
        word = word[:-1]
    weekday = WEEKDAYS.get(word, WEEKDAY_PLURALS.get(word))
    month, relative = MONTHS.get(word), TODAY.get(word)
    if weekday is not None or month is not None or relative is not None:
        plural = word in WEEKDAY_PLURALS and not written.endswith("'s")
        return word, (None, 0, False, weekday, month, relative, plural, True)
    number = ORDINALS.get(word, CARDINALS.get(word, TENS.get(word)))
    if number is not None:
        return word, (number, 0, word in ORDINALS, None, None, None, False, True)
    return word, OPENING if word in OPENERS else NOTHING


def _compounds(tokens: list[Token]) -> list[Token]:
    """ "Twenty first" and "twenty-first" are one number each."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        after = at + 1
        if token.text in TENS and after < len(tokens):
            after += tokens[after].text == "-" and not tokens[after].gap
            unit = tokens[after] if after < len(tokens) else END
            if token.number and not unit.digits and unit.number and unit.number < 10:
                joined = f"{token.text} {unit.text}"
                number = token.number + unit.number
                token = token._replace(text=joined, end=unit.end, number=number, ordinal=unit.ordinal)
                at = after
        found.append(token)
        at += 1
    return found
