"""Words that are no date: plain ones of a note, and those of time, amount, order and negation."""

from bot.language.amounts import OWNERS
from bot.language.mentions import Scan
from bot.language.numeric_dates import CROWDS, names_a_figure
from bot.language.tokens import Token
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

COUNTS_NOUNS = frozenset(("first", "second", "third", "fourth", "fifth", "last", "next", "same"))
SHARES = frozenset(("part", "some", "most", "bit", "rest", "much", "lots", "remainder"))
PARTS_OF_A_DAY = frozenset(("morning", "mornings", "afternoon", "afternoons", "am", "pm", "half"))
MARKS = frozenset("/.-:,;!?()")


def kind_at(scan: Scan, at: int, *, beside: bool) -> Kind:
    """What a word that was left over speaks of. beside: whether a date or a time stands right next to it."""
    token = scan.at(at)
    if token.weekday is not None or token.month is not None:
        return Kind.WORD if token.text in SOFT_MONTHS and not beside else Kind.TIME
    if token.text in SHARES and scan.text(at + 1) == "of" and _speaks_of_a_day(scan, at + 2):
        return Kind.AMOUNT
    if token.text in ("half", "quarter") and scan.text(at + 1) in OWNERS:
        return Kind.WORD  # half the staff
    kind = LEFT_OVER.get(token.text, Kind.NEGATION if token.text.endswith("n't") else Kind.WORD)
    if kind is Kind.WORD or _is_plain(scan, at) or (token.text in BESIDE_A_DATE_ONLY and not beside):
        return Kind.WORD
    return kind


def _is_plain(scan: Scan, at: int) -> bool:
    """Whether the words around it make it a word like any other: "hub day", "first aid", "year 4", "no. 3"."""
    word, before, after = scan.text(at), scan.at(at - 1), scan.at(at + 1)
    if word in ("year", "years") and (after.digits or after.text == "group"):
        return True
    if word == "day" and after.digits and scan.text(at + 2) in ("/", "of"):
        return True
    if word == "no":
        return after.text == "." or bool(after.digits)
    if word == "other":
        return after.weekday is None and after.text not in NOUNS_OF_TIME
    if word == "as":
        return after.text != "of"
    if word == "only":
        return _narrows_to_a_part(scan, at)
    if word == "to":
        return not scan.opens(at + 1) and after.text.isalpha()
    if word == "x":
        return after.number is None and before.number is None
    if word in COUNTS_NOUNS:
        return after.text in COUNTED_BY_ORDER
    if word in ("easter", "christmas"):
        return after.text.isalpha() and after.text not in LEFT_OVER
    return word in NOUNS_OF_TIME and (_names(before) or after.text == "group" or before.text == "release")


def _narrows_to_a_part(scan: Scan, at: int) -> bool:
    """“Only the morning”, “am only”: it says again what the part of the day says."""
    ahead = at + 1
    while scan.text(ahead) in ("the", "in", "for", "a", "this", "that", "had", "did", "took", "used", "out"):
        ahead += 1
    return scan.text(ahead) in PARTS_OF_A_DAY or scan.text(at - 1) in PARTS_OF_A_DAY


def _names(token: Token) -> bool:
    """Whether it is a noun as far as can be told: "science" week, "parents" evening."""
    dated = token.weekday is not None or token.relative is not None or token.month is not None
    known = token.text in DETERMINERS or token.text in LEFT_OVER
    return token.text.isalpha() and token.number is None and not dated and not known


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
