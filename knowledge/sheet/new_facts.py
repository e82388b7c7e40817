"""The cohort that a new sheet is of, and a fact for each of its figures that no fact of the old one has."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from knowledge.model import Knowledge
from knowledge.quantities import MONTHS, figures, figures_of_fact, in_words, number, ordinal, with_places
from knowledge.sheet.figure_swaps import UNIT, kind_of
from knowledge.sheet_text import SheetSentence, titles
from knowledge.topic_files import CLOSING_TIME

YEAR = re.compile(r"20\d\d/\d\d")
CLOSES = re.compile(
    r"\b(?:applications?|forms?)\b[^.]*\b(?:clos|due|by\b|until)|\bclosing date|must be (?:sent|received)",
    re.IGNORECASE,
)
LABEL = re.compile(r"^(?P<label>[^:.]{3,60}?)(?: \([^)]*\))?(?::| –) ")
LETTERS = re.compile(r"[a-z0-9]+")
ANY_WORD = """
a an the is are be by on in of at to for from with and or as its it this that their who than more least up per
each any all every one two other will must may can should week beginning until within no
monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri
they he she you your our we there them these those this which who whom what when where how if not only also so such
then than once about around between after before during within into out off over under most less fewer have has
had do does did can could should would may might been being if while still even same own some few at least but
"""
IN_TIME = frozenset({"minutes", "hours", "days", "weeks", "months", "years", "terms", "times", "pages"})
LONGEST_HEAD = 6  # words of a sentence that only says what its paragraph is about: "Bursary for small schools."
IN_NO_NAME = frozenset([*ANY_WORD.split(), *MONTHS])


def cohort_of(sheet: str, new: Sequence[SheetSentence], old: Knowledge) -> str:
    """Its number: as the title or a heading says it; else from its year; else the one that is named most."""
    headings = [token for one in titles(sheet) for token in figures(one.text)]
    named = [token.split()[1] for token in headings if token.startswith("cohort ")]
    if named:
        return named[0]
    year = next((token for token in headings if YEAR.fullmatch(token)), "")
    before, number_of = old.names.get("development_year", ""), old.names.get("cohort_number", "")
    if year and YEAR.fullmatch(before) and number_of:
        return str(int(number_of) + int(year[:4]) - int(before[:4]))
    named = [token.split()[1] for one in new for token in figures(one.text) if token.startswith("cohort ")]
    return max(named, key=named.count, default="")


def new_facts(known: Mapping[str, Mapping[str, Any]], new: Iterable[SheetSentence]) -> dict[str, dict[str, Any]]:
    """Named for what it counts, or for the words before it. The cohorts before and after have their names."""
    said = [str(fact.get("says") or fact.get("day")) for fact in known.values()]
    have = {token for one in said for token in figures_of_fact(one)}
    own = [int(token.removesuffix("th").split()[-1]) for token in have if re.fullmatch(r"cohort \d+|\d+th", token)]
    have |= {f"cohort {number_of + step}" for number_of in own for step in (-1, 0, 1)}
    found: dict[str, dict[str, Any]] = {}
    head, paragraph = "", ""
    for one in new:
        if (block := one.name.rpartition(".")[0]) != paragraph:
            short = one.place.endswith(".1") and len(one.text.split()) <= LONGEST_HEAD and one.text.endswith(".")
            head, paragraph = one.text if short and not figures(one.text) else "", block
        for figure, place in with_places(one.text):
            days = {token[5:] for token in have if kind_of(token) == "day"}
            if figure in days or figure in have:
                continue
            closes = kind_of(figure) == "time" and CLOSES.search(one.text)
            named = CLOSING_TIME if closes else _name(figure, one.text, place, head) + _end(figure, one.text)
            name = _free(named, {*known, *found})
            value = {"day": figure} if kind_of(figure) == "day" else {"says": _shown(figure, one.text[place])}
            found[name] = {**value, "section": one.section}
            have = have | {figure}
    return found


def _shown(figure: str, begins: str) -> str:
    """As a sentence has it. begins: its first character in the sheet, a digit where it is not in words."""
    if figure.startswith("cohort "):
        return figure.capitalize()
    if figure.endswith("th") and figure[:-2].isdecimal():
        return ordinal(int(figure[:-2]))
    if kind_of(figure) == "count" and figure.isdecimal():
        return in_words(int(figure)) if int(figure) < 100 and not begins.isdecimal() else f"{int(figure):,}"
    if re.fullmatch(r"£\d{4,}", figure):
        return f"£{int(figure[1:]):,}"
    return figure[:1].upper() + figure[1:] if kind_of(figure) == "month" else figure


def _name(figure: str, text: str, place: int, head: str) -> str:
    """ "30 hours" → hours; "Online interviews: 7 June" → online_interviews; "a £500 grant" → grant.

    Where the label is the figure itself, the name is what happens then: "7 June: Online interviews".
    head: the short sentence that says what the paragraph is about, if it begins with one: then that is the name.
    """
    label = LABEL.match(text)
    if label and place < label.end():
        return "_".join(_telling(text[label.end() :])[:3]) or "figure"
    counted = _counted(figure, text)
    if label or (head and head != text):
        words = _telling(label["label"] if label else head)[:4]
        kind = counted or ("" if label else _kind(figure))
        return "_".join([*words, kind] if kind and kind not in words else words) or "figure"
    if counted and counted not in IN_TIME:
        return counted
    words = _telling(text[:place])[-2:] or _telling(text[place:])[:2]
    kind = counted or _kind(figure)
    return "_".join([*words, kind] if words and kind not in words else words) or kind


def _kind(figure: str) -> str:
    """What a figure is called for which nothing better is at hand."""
    kind = kind_of(figure)
    return {"day": "date", "count": "number"}.get(kind, kind.replace(" ", "_") or "figure")


def _end(figure: str, text: str) -> str:
    """ "_starts" or "_ends" for the two days of "5–7 October", said in one; "_time" behind a label."""
    days = [(token, place) for token, place in with_places(text) if kind_of(token) == "day"]
    if len(days) == 2 and days[0][1] == days[1][1] and figure in (days[0][0], days[1][0]):
        return "_starts" if figure == days[0][0] else "_ends"
    return "_time" if kind_of(figure) == "time" and LABEL.match(text) else ""


def _counted(figure: str, text: str) -> str:
    for found in UNIT.finditer(text):
        if figure in figures(f"{found['figure']} days") and number(found["figure"]) is not None:
            return found["unit"].lower()
    return ""


def _telling(text: str) -> list[str]:
    words = LETTERS.findall(text.lower().replace("’", "").replace("'", ""))
    telling = [word for word in words if word not in IN_NO_NAME]
    return [word for word in telling if not word[0].isdecimal()]  # a fact's name begins with a letter


def _free(name: str, taken: set[str]) -> str:
    tries: Iterator[str] = (name if at == 1 else f"{name}_{at}" for at in range(1, 1000))
    return next(one for one in tries if one not in taken)
