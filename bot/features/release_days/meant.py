"""Which entry on record somebody means. Pure: the record and today are arguments."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.features.release_days.borders import (
    BOTH,
    EXCEPT,
    SIDE,
    logged_together,
    nearest_of_that_weekday,
    on_that_side,
    only_one_of_that_number,
)
from bot.features.release_days.domain import Part, Purpose, ReleaseDay
from bot.features.release_days.log_reading import PARTS
from bot.features.release_days.purposes import HINT, NAME, TERMS
from bot.features.release_days.wish_words import NOT_THAT
from bot.features.release_days.wishes import DayWish
from bot.language.act_words import Deed
from bot.language.calendars import Span
from bot.language.doubts import About
from bot.language.extents import Extent
from bot.language.frames import DAYS
from bot.language.mentions import Lean
from bot.language.reading import Reading, read
from bot.language.tokens import tokenise
from bot.language.words import MONTHS, word_set

REFERS = word_set(
    "it that this one ones the a an my our your me i we you i've i'd day days entry entries release record "
    "records log logged list put in on of for to at "
    "from was were been is are be have has had booked planned planning last latest most recent recently just "
    "recorded added entered down and release "
    "which what half full whole part date purpose please pls them those these all everything both off up s d "
    "ve out now back did deleted removed undid "
    "undone so only got there time entry's one's day's dates until till by"
)
"""Words with which somebody points at an entry, and says nothing else."""
LAST = re.compile(
    r"\b(?:last|latest|most\s+recent|newest)\s+(?:one|entry|record|day|thing|log)\b|\b(?:last|latest)$", re.I
)
ONE_OF_THOSE = re.compile(
    r"\b(?:first|second|former|latter)(?:\s+one)?(?:\s+of\s+(?:those|them|these|the\s+two))\b", re.I
)
PLANNED = re.compile(r"\b(?:planned|booked|upcoming|future|coming\s+up)\b", re.I)
EVERY = re.compile(r"\b(?:everything|all|every|both|them|those)\b", re.I)
POINTS_BACK = re.compile(
    r"^(?:\W*(?:it|that|this|that\s+one|this\s+one|(?:the|that)\s+(?:day|one|entry)\s+i(?:'ve)?\s+just\s+\w+|"
    r"that\s+(?:day|entry)|what\s+it\s+was\s+for|the\s+purpose|the\s+date|the\s+note))?\W*$",
    re.I,
)
NEWEST = re.compile(
    r"\W*(?:that|the|this|my)\s+(?:very\s+)?(?:last|latest|most\s+recent)\s+(?:one|entry|record|log|"
    r"(?:release\s+)?day|thing)(?:\s+(?:that\s+)?i\s+(?:just\s+)?(?:logged|added|entered|recorded|put\s+(?:in|"
    r"down)))?\W*",
    re.I,
)
A_PART = re.compile(r"\b(?:mornings?|afternoons?|am|pm|half|halves|full|whole)\b", re.I)
NOUNS = frozenset(("day", "days"))
NUMBERED = re.compile(r"\b(?:entry|number|no\.?|day)\s+#?\d{1,2}\b", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    """The entries that may be meant.

    exact: named so that it can be no other, and every word of it understood. every: all of them together are
    meant.
    odd: words beside its name that nobody could read. month: named by its month alone.
    missing: a day that was named, on which nothing is on record; partly: the same, beside others. pointed:
    “it”, “that one”: the one last spoken of. by_what: the only one of the purpose that was named; without its
    date.
    """

    entries: tuple[ReleaseDay, ...]
    exact: bool = False
    every: bool = False
    missing: date | None = None
    pointed: bool = False
    question: str = ""
    partly: date | None = None
    by_what: bool = False
    odd: str = ""
    month: bool = False


def entries_meant(
    wish: DayWish, there: Sequence[ReleaseDay], last: Sequence[ReleaseDay], today: date, year: Span
) -> Found:
    """there: the record by date. last: the entries last spoken of in this conversation."""
    which = wish.which
    if wish.deed is Deed.DELETE and (but := EXCEPT.search(which)):
        all_of = which[: but.start()] or "all"
        named = _named(all_of, there, () if EVERY.search(all_of) else last, today, year)
        kept = _named(but["kept"], there, (), today, year)
        if kept.question or kept.missing or not kept.entries or len(kept.entries) == len(there):
            return Found((), question=f"Which day is to stay: I can't tell what “{but['kept'][:60]}” is.")
        left = tuple(one for one in named.entries if one not in kept.entries)
        return replace(named, entries=left, exact=False, every=True, pointed=False)
    if NEWEST.fullmatch(which) and len(last) == 1 and last[0] == _newest(there):
        return Found(tuple(last), exact=True, pointed=True)
    if BOTH.fullmatch(which) and last and (two := logged_together(there)):
        return Found(two, every=True, pointed=True)
    if POINTS_BACK.match(which) and not wish.old:
        return Found(tuple(last), exact=len(last) == 1, pointed=True)
    if POINTS_BACK.match(which):
        old = _named(wish.old, there, last, today, year)
        return replace(old, exact=False) if old.entries else Found(tuple(last), pointed=True)
    old_day = read(wish.old, today, year=year, terms=TERMS).days if wish.old else ()
    return _named(f"{which} {wish.old}" if old_day else which, there, last, today, year)


def _named(which: str, there: Sequence[ReleaseDay], last: Sequence[ReleaseDay], today: date, year: Span) -> Found:
    reading = read(which, today, year=year, frame=replace(DAYS, lean=_lean(which)), terms=TERMS)
    unsure = [
        one
        for one in reading.doubts
        if one.about in (About.WEEKDAY, About.NO_SUCH_DAY, About.OUTSIDE_YEAR, About.FIGURE)
    ]
    if unsure:
        return Found((), question=unsure[0].question)
    every = bool(EVERY.search(which))
    clean = not _strange(which, reading)
    narrowed = _by_what(reading, there)
    if (side := SIDE.search(which)) and (
        within := on_that_side(side["way"], reading, which, narrowed, year)
    ) is not None:
        return Found(tuple(within), every=True)
    if reading.days:
        of_days = _of_days(which, reading, narrowed, there, every=every, clean=clean)
        return of_days or Found(
            tuple(nearest_of_that_weekday(which, reading, narrowed, today)), missing=reading.days[0]
        )
    months = {token.month for token in tokenise(which) if token.month}
    if months:
        found = [one for one in narrowed if one.day.month in months]
        clean = all(word in MONTHS for word in _strange(which, reading))
        return Found(tuple(found), every=every, month=len(found) == 1 and clean)
    if ONE_OF_THOSE.search(which):
        lately = sorted(there, key=lambda one: (one.logged_at, one.id))[-2:]
        return Found(tuple(lately))
    if LAST.search(which) or NUMBERED.search(which):
        newest = _newest(there)
        return Found((newest,) if newest and not NUMBERED.search(which) else tuple(there), every=False)
    if PLANNED.search(which):
        return Found(tuple(one for one in narrowed if one.day > today) or tuple(narrowed), every=every)
    named = _purposes_named(reading) or (_parts_named(reading) and A_PART.search(which))
    if named and len(last) == 1 and last[0] in narrowed and _agrees(reading, last):
        return Found(tuple(last), exact=clean and not _doubtful(which, reading), pointed=True)
    if len(narrowed) < len(there):
        alone = len(narrowed) == 1 and clean and bool(_purposes_named(reading)) and _agrees(reading, narrowed)
        sure = alone and not every and not _doubtful(which, reading)
        return Found(tuple(narrowed), exact=sure, every=every, by_what=sure)
    if last:
        return Found(tuple(last), pointed=True)
    return Found(tuple(there))


def _of_days(
    which: str,
    reading: Reading,
    narrowed: Sequence[ReleaseDay],
    there: Sequence[ReleaseDay],
    *,
    every: bool,
    clean: bool,
) -> Found | None:
    """What is on record on the days that were named; None where nothing is."""
    found = [one for one in narrowed if one.day in reading.days] or [
        one for one in there if one.day in reading.days
    ]
    if found:
        gaps = [day for day in reading.days if day not in {one.day for one in found}]
        alone = len(found) == len(reading.days) or every
        exact = clean and alone and not gaps and not _doubtful(which, reading) and _agrees(reading, found)
        partly, odd = gaps[0] if gaps else None, " ".join(_strange(which, reading))
        return Found(tuple(found), exact, every or len(reading.days) > 1, partly=partly, odd=odd)
    numbered = only_one_of_that_number(which, reading, narrowed)
    return Found(tuple(numbered)) if numbered else None


def _newest(there: Sequence[ReleaseDay]) -> ReleaseDay | None:
    """The one that was logged last, whatever its date."""
    return max(there, key=lambda one: (one.logged_at, one.id), default=None)


def _doubtful(which: str, reading: Reading) -> bool:
    """Whether something must be asked; “the day on 14 October” has the word “day” for an entry."""
    return any(
        one.about is not About.AMOUNT or one.extent.of(which).lower().strip() not in NOUNS
        for one in reading.doubts
    )


def _lean(which: str) -> Lean | None:
    """“Tomorrow's”, “the day I booked for June” look ahead by themselves; a bare weekday looks back."""
    return None if PLANNED.search(which) else Lean.PAST


def _strange(which: str, reading: Reading) -> list[str]:
    """Words that do not point at an entry."""
    taken = [(one.start, one.end) for one in reading.stretches if one.role in ("date", "part", "amount", "term")]
    return [
        token.text
        for token in tokenise(which)
        if token.text.isalnum() and token.text not in REFERS and not any(a <= token.start < b for a, b in taken)
    ]


def _agrees(reading: Reading, found: Sequence[ReleaseDay]) -> bool:
    """“The morning of the 13th” is not the full day of the 13th, nor is its pilot workshop a plain one."""
    purposes, parts = _purposes_named(reading), _parts_named(reading)
    return all((not purposes or one.purpose in purposes) and (not parts or one.part in parts) for one in found)


def _purposes_named(reading: Reading) -> set[Purpose]:
    terms = [one for segment in reading.segments for one in segment.terms if one.kind in (NAME, HINT)]
    named = {Purpose[one.value] for one in terms}
    return (
        named - {Purpose.WORKSHOP} if Purpose.PILOT_WORKSHOP in named else named
    )  # “pilot workshop” is one of both


def _parts_named(reading: Reading) -> set[Part]:
    parts = {PARTS[segment.part] for segment in reading.segments if segment.part}
    return parts | {Part.MORNING, Part.AFTERNOON} if Part.HALF in parts else parts


def _by_what(reading: Reading, there: Sequence[ReleaseDay]) -> Sequence[ReleaseDay]:
    """Those of that purpose and that part, where one was named and some have it."""
    purposes, parts = _purposes_named(reading), _parts_named(reading)
    found = [one for one in there if one.purpose in purposes] if purposes else list(there)
    return [one for one in found if one.part in parts] or found if parts else found


def split_run_on(wish: DayWish, today: date, year: Span) -> DayWish:
    """“Make friday a half day”: the date names the entry, and the rest is what it should be."""
    reading = read(wish.which, today, year=year, terms=TERMS)
    dates: Iterable[Extent] = (extent for segment in reading.segments for extent in segment.dates)
    ends = [extent.end for extent in dates]
    if not wish.run_on or not ends or not wish.which[max(ends) :].strip():
        return wish
    to = wish.which[max(ends) :].strip(" ,:;–-")
    denied = NOT_THAT.search(to)
    return replace(wish, which=wish.which[: max(ends)], to=to[: denied.start()] if denied else to)
