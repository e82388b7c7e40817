"""Old figures → new ones: which figure of the new sheet took the place of each figure of a fact."""

import re
from collections.abc import Iterable

from knowledge.facts import Fact
from knowledge.model import Knowledge
from knowledge.numerals import TENS
from knowledge.quantities import MONTHS, SMALL, figures, figures_of_fact, number
from knowledge.sheet.diff import SentenceChange
from knowledge.sheet_text import SheetSentence

KINDS = (
    ("day", re.compile(r"\d{4}-\d\d-\d\d")),
    ("cohort", re.compile(r"cohort \d+")),
    ("school year", re.compile(r"20\d\d/\d\d")),
    ("term", re.compile(r"(?:autumn|spring|summer|winter) 20\d\d")),
    ("month", re.compile(rf"(?:{'|'.join(MONTHS)}) 20\d\d")),
    ("money", re.compile(r"£.*|[\d.]+p")),
    ("time", re.compile(r"[\d.]+[ap]m|12 noon|\d+:\d\d")),
    ("share", re.compile(r".*%")),
    ("year", re.compile(r"(?:19|20)\d\d")),
    ("count", re.compile(r"\d+(?:\.\d+)?")),
)
MOVE_ON = ("day", "cohort", "school year", "term")  # this year's second is next year's first: taken in their order
UNIT = re.compile(
    rf"(?<![\w-])(?P<figure>(?:{'|'.join(TENS)})-\w+|\w+|£[\d,.]+)(?=[\s-]+(?P<unit>[a-z]{{3,}}))", re.IGNORECASE
)
OF_MANY_THINGS = re.compile(r"day|week|month|year|term|hour|night")
OF_A_LENGTH = re.compile(r"(?<![\w-])(?P<figure>\w+)\s+\w+-(?:day|hour|week)\s+(?P<unit>[a-z]{3,})", re.IGNORECASE)


def swaps_by_unit(name: str, fact: Fact, pairs: Iterable[SentenceChange], old: Knowledge) -> dict[str, str]:
    """A count → what the new sentence counts of the same: of “two residentials of three days”, each is found.

    A fact that is called after what it counts is read from a sentence that counts that. Where the old sheet's text
    is not at hand, its name and words say what it counts.
    """
    tokens, called = figures_of(fact), _one_of_them(name.rpartition("_")[2])
    of_fact = {called} if SMALL.fullmatch(called) else {*_counted(fact.says)}
    for token in tokens if len(tokens) == 1 else ():
        for one in pairs if kind_of(token) == "count" else ():
            if not one.old or not one.new:
                continue
            was, now = _counted(one.old.text or one.old.says), _counted(one.new.text)
            if not one.old.text and token in old.sheet_index[one.old.name].figures:
                was |= dict.fromkeys(of_fact, token)
            units = [unit for unit, figure in was.items() if figure == token]
            unit = called if called in units else units[0] if units else ""
            if unit in now and (unit == called or not SMALL.fullmatch(called)):
                return {token: now[unit]}
    return {}


def counted_anywhere(name: str, tokens: frozenset[str], new: Iterable[SheetSentence]) -> dict[str, str]:
    """Where no pair shows it: what every sentence counts of the things that a fact is called after, if they agree.

    Days and years are counted of many things, so that the name alone says too little.
    """
    called = _one_of_them(name.rpartition("_")[2])
    if [kind_of(one) for one in tokens] != ["count"] or OF_MANY_THINGS.fullmatch(called):
        return {}
    found = {counted[called] for one in new if called in (counted := _counted(one.text))}
    return dict(zip(tokens, found, strict=True)) if len(found) == 1 else {}


def _counted(text: str) -> dict[str, str]:
    """What a text counts, in the singular → how many; what it counts twice is left out.

    "two three-day residentials" counts two residentials, and three days.
    """
    found: dict[str, set[str]] = {}
    for match in (*UNIT.finditer(text), *OF_A_LENGTH.finditer(text)):
        of_it = figures(f"{match['figure']} days")
        if number(match["figure"]) is not None and number(match["unit"]) is None and len(of_it) == 1:
            found.setdefault(_one_of_them(match["unit"]), set()).update(of_it)
    return {unit: next(iter(how_many)) for unit, how_many in found.items() if len(how_many) == 1}


def _one_of_them(word: str) -> str:
    return word.casefold().removesuffix("s")


def figures_of(fact: Fact) -> frozenset[str]:
    return frozenset({fact.day.isoformat()}) if fact.day else figures_of_fact(fact.says)


def kind_of(figure: str) -> str:
    return next((name for name, pattern in KINDS if pattern.fullmatch(figure)), "")


def figure_swaps(tokens: frozenset[str], pairs: Iterable[SentenceChange], old: Knowledge) -> dict[str, str]:
    """Each of the fact's figures → the new one's, by the first pair of sentences that leaves no doubt.

    Of one kind, as many must be new as are no longer there.
    """
    found: dict[str, str] = {}
    for one in pairs:
        if not one.old or not one.new:
            continue
        before = frozenset(old.sheet_index[one.old.name].figures)
        after = figures(one.new.text)
        for kind in {kind_of(token) for token in tokens & before}:
            mine = {token for token in tokens & before if kind_of(token) == kind}
            was, now = (sorted(token for token in all_ if kind_of(token) == kind) for all_ in (before, after))
            if kind in MOVE_ON:
                gone, come, same = was, now, dict[str, str]()
            else:
                gone, come = (
                    [token for token in one_ if token not in was or token not in now] for one_ in (was, now)
                )
                same = {token: token for token in mine & after}
            if kind not in MOVE_ON or kind == "term":
                come = in_order_of_text(come, one.new.text)
                gone = in_order_of_text(gone, one.old.text) if one.old.text else gone
            swapped = dict(zip(gone, come, strict=True)) if len(gone) == len(come) else {}
            if not swapped and gone and set(gone) == mine and come:
                swapped = dict.fromkeys(gone, "\n".join(come))  # another number of them, such as terms
            for token, value in {**same, **swapped}.items():
                if token in mine:
                    found.setdefault(token, value)
    return found


def in_order_of_text(tokens: Iterable[str], text: str) -> list[str]:
    """In the order in which a text has them."""
    wanted = list(tokens)
    places: dict[str, int] = {}
    for end in range(1, len(text) + 1):
        for token in figures(text[:end]) & set(wanted):
            places.setdefault(token, end)
    return sorted(wanted, key=lambda token: places.get(token, 0))
