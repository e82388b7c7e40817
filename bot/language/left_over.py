"""Words that are no date: the plain ones of a note, and those of time, amount, order and negation, to be asked about."""

from bot.language.figures import CROWDS, names_a_figure
from bot.language.mentions import Scan
from bot.language.words import (
    BESIDE_A_DATE_ONLY,
    COUNTED,
    COUNTED_BY_ORDER,
    DETERMINERS,
    LEFT_OVER,
    NOUNS_OF_TIME,
    SOFT_MONTHS,
    Kind,
)

SHARES = frozenset(("part", "some", "most", "bit", "rest", "much", "lots", "remainder"))
MARKS = frozenset("/.-:,;!?()")


def kind_at(scan: Scan, at: int, *, beside: bool) -> Kind:
    """What a word that was left over speaks of. beside: whether a date or a time stands right next to it."""
    token, after = scan.at(at), scan.at(at + 1)
    if token.weekday is not None or token.month is not None:
        return Kind.WORD if token.text in SOFT_MONTHS and not beside else Kind.TIME
    if token.number is not None and token.digits:
        return Kind.WORD
    if token.text in SHARES and after.text == "of" and _speaks_of_a_day(scan, at + 2):
        return Kind.AMOUNT
    kind = LEFT_OVER.get(token.text, Kind.WORD)
    if token.text in ("year", "years") and (after.digits or after.text == "group"):
        return Kind.WORD
    if kind is Kind.WORD:
        return Kind.NEGATION if token.text.endswith("n't") else kind
    if token.text == "other":
        return kind if after.weekday is not None or after.text in NOUNS_OF_TIME else Kind.WORD
    if token.text == "x":
        return kind if after.number is not None or scan.at(at - 1).number is not None else Kind.WORD
    if token.text == "day" and after.digits and scan.text(at + 2) in ("/", "of"):
        return Kind.WORD
    if token.text in BESIDE_A_DATE_ONLY:
        return kind if beside else Kind.WORD
    before = scan.text(at - 1)
    said = scan.at(at - 1)
    plain = said.number is None and said.weekday is None and said.relative is None and said.month is None
    named = plain and before.isalpha() and before not in DETERMINERS and before not in LEFT_OVER
    if token.text in NOUNS_OF_TIME and (named or after.text == "group" or before == "release"):
        return Kind.WORD
    if kind is Kind.ORDER and token.text in (
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "last",
        "next",
        "same",
    ):
        return Kind.WORD if after.text in COUNTED_BY_ORDER else kind
    if token.text in ("easter", "christmas") and after.text.isalpha() and after.text not in LEFT_OVER:
        return Kind.WORD
    if token.text == "no" and (after.text == "." or after.digits):
        return Kind.WORD
    return kind


def _speaks_of_a_day(scan: Scan, at: int) -> bool:
    """Part of Thursday, most of the day."""
    at += scan.text(at) in ("the", "a", "my")
    token = scan.at(at)
    return (
        token.weekday is not None
        or token.relative is not None
        or bool(token.digits)
        or token.text in ("day", "days")
    )


def figure_end(scan: Scan, at: int) -> int:
    """Behind a figure that is no date: 9/10, 1,265, the 5 and the 6 of "year 5 and 6"."""
    named = names_a_figure(scan, at)
    if scan.text(at + 1) == "of" and scan.at(at + 2).digits:
        return at + 3
    at += 1
    while True:
        mark, following = scan.at(at), scan.at(at + 1)
        tight = (
            mark.text in ("/", "-", ".", ":", ",")
            and not mark.gap
            and bool(following.digits)
            and not following.gap
        )
        chained = named and mark.text in ("and", "&", ",", "/", "-", "or") and bool(following.digits)
        if not (tight or chained) or scan.at(at + 2).month is not None or scan.text(at + 2) == "/":
            return at
        at += 2


def counts_something(scan: Scan, start: int, end: int, *, beside: bool) -> bool:
    """Whether a figure belongs to a word next to it, and so to the note: "5 people", "room 12", "workshop 2"."""
    before, after = scan.at(start - 1), scan.at(end)
    if (
        after.text
        and not after.gap
        and not (after.text[0].isalpha() or after.text[0].isdecimal())
        and after.text not in MARKS
    ):
        return True  # 10³
    if after.text in ("am", "pm") or (before.text in ("-", "to", "/", "until", "till") and beside):
        return False
    if names_a_figure(scan, start) or (end == start + 3 and scan.text(start + 1) == "of"):
        return True
    if beside and after.text not in COUNTED and after.text not in CROWDS and not after.text.endswith("s"):
        return False
    if after.text and (after.text[0].isalpha() or after.text in ("%", "£")) and after.text not in LEFT_OVER:
        return (
            after.weekday is None
            and after.month is None
            and after.relative is None
            and after.text not in ("and", "to")
        )
    named = (before.text[:1].isalpha() and before.text not in DETERMINERS) or before.text in (
        "#",
        "£",
        "(",
        "=",
        "x",
    )
    return named and before.weekday is None and before.month is None and not beside
