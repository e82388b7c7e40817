"""A text cut into tokens: numbers, words and marks, each with its place and with what it may stand for."""

import re
from dataclasses import dataclass

from bot.language.extents import Extent, fold
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


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is folded and, for a slip of a name, corrected. number: of figures and numerals.

    gap: whether a space stands before it. capital: whether it was written with one.
    opens: whether a date, an amount or a time may begin with it. weekday: 0 for Monday. month: 1 for January. relative: days from today.
    """

    text: str
    start: int
    end: int
    gap: bool = True
    number: int | None = None
    digits: int = 0
    ordinal: bool = False
    weekday: int | None = None
    month: int | None = None
    relative: int | None = None
    plural: bool = False
    opens: bool = False
    capital: bool = False

    @property
    def extent(self) -> Extent:
        return Extent(self.start, self.end)


END = Token("", -1, -1)


def tokenise(text: str) -> list[Token]:
    """Every token of the text, in order; white space alone stands between them."""
    folded, tokens, before = fold(text), [], -1
    for found in TOKEN.finditer(folded):
        start, end = found.span()
        gap = start != before
        before = end
        digits = found["digits"]
        if digits is not None:
            number = int(digits) if len(digits) <= LONGEST_FIGURE else None
            size, nth = len(digits), found["nth"] is not None
            tokens.append(Token(found[0], start, end, gap, number, size, ordinal=nth, opens=True))
        elif found["word"] is not None:
            tokens.append(_word(found[0], start, end, gap, capital=text[start].isupper()))
        else:
            short = found["short"] is not None
            mark = corrected(found[0].replace(".", "")) if short else found[0]
            tokens.append(Token(mark, start, end, gap, opens=mark in OPENERS))
    return _compounds(tokens) if any(token.text in TENS for token in tokens) else tokens


def _word(written: str, start: int, end: int, gap: bool, *, capital: bool) -> Token:
    word = corrected(written)
    if word.endswith("'s"):
        word = corrected(word[:-2]) if word[:-2] not in ("let", "it", "that") else word
    plain = word not in WEEKDAYS and word not in MONTHS
    if plain and (word in ORDINALS or word in CARDINALS or word in TENS):
        number = ORDINALS.get(word) or CARDINALS.get(word) or TENS.get(word)
        return Token(word, start, end, gap, number, ordinal=word in ORDINALS, capital=capital, opens=True)
    if plain and word not in TODAY and word not in WEEKDAY_PLURALS:
        word = _short(word)
        return Token(word, start, end, gap, capital=capital, opens=word in OPENERS)
    plural = word in WEEKDAY_PLURALS and not written.endswith("'s")
    weekday = WEEKDAYS.get(word, WEEKDAY_PLURALS.get(word))
    return Token(
        word, start, end, gap, None, 0, False, weekday, MONTHS.get(word), TODAY.get(word), plural, True, capital
    )


def _short(word: str) -> str:
    return corrected(word[:-1]) if word in ("mornings", "afternoons") else word


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
                total = token.number + unit.number
                joined = f"{token.text} {unit.text}"
                token = Token(joined, token.start, unit.end, token.gap, total, ordinal=unit.ordinal, opens=True)
                at = after
        found.append(token)
        at += 1
    return found
