"""What a release day was for, in the words people use: names of a purpose, and words that only hint at one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.features.release_days.domain import Purpose
from bot.language.extents import Extent
from bot.language.terms import Term, Terms

NAMES: dict[Purpose, tuple[str, ...]] = {
    Purpose.RESIDENTIAL: ("residential", "residentials", "resi", "residental", "residensial", "residencial"),
    Purpose.IN_SCHOOL: (
        "in-school development", "in school development", "in-school", "in school", "school development",
        "in-school dev", "in school dev", "school dev", "inschool",
        "own school", "my own school", "in-school support", "in school support", "in-house", "lesson study",
    ),
    Purpose.WORKSHOP: (
        "workshop", "workshops", "work shop", "wkshop", "wkshp", "worksop", "wrkshop", "workhsop",
        "work group", "work groups", "workgroup", "worshop", "workshp", "wokshop", "worksohp", "workshopp",
        "workgroups",
    ),
    Purpose.PILOT_WORKSHOP: ("pilot workshop", "pilot workshops", "pilot", "the pilot", "pilot wkshop",
    "pilot work group", "pilot session", "the pilot workshop", "the pilot session", "pilot worshop",
    "pilot workshp"),
    Purpose.HUB: (
        "hub collaboration", "hub collab", "collaboration", "collab", "hub", "hub day", "hub meeting",
        "maths hub", "maths hub day",
        "maths hub meeting", "the hub", "the hub collaboration", "the hub meeting", "the hub day",
        "hub work", "hub network", "network meeting", "collaboration day",
    ),
    Purpose.STUDY: (
        "assignment or study", "assignment", "assignments", "assigment", "my assignment", "study", "studying",
        "self-study", "self study",
        "study day", "study time", "assignment work", "essay", "my essay",
    ),
    Purpose.OTHER: ("other", "something else"),
}  # fmt: skip
"""Whoever says one of these has said what it was for."""

HINTS: dict[Purpose, tuple[str, ...]] = {
    Purpose.IN_SCHOOL: (
        "coaching", "coached", "observing", "observation", "observations", "observed", "lesson observation",
        "lesson observations", "team teaching",
        "team-teaching", "co-teaching", "staff meeting", "staff training", "modelling", "modeling",
        "book look", "learning walk", "mentoring",
        "school visit", "school visits", "school support visit", "school support", "inset", "lesson visits",
        "working with staff", "twilight",
    ),
    Purpose.WORKSHOP: ("training", "course", "cpd", "conference", "session"),
    Purpose.HUB: ("network", "networking", "cohort meeting", "cohort day", "steering", "steering group",
    "hub steering group"),
    Purpose.STUDY: (
        "reading", "gap task", "gap tasks", "portfolio", "planning", "prep", "preparation", "preparing",
        "research", "reserch", "writing up",
        "write-up", "write up", "writing", "case study", "report", "workshop planning", "workshop prep",
        "planning the pilot", "planning a workshop",
        "planning my workshop", "planning the workshop", "prep for a workshop", "prep for the workshop",
        "preparing the workshop", "pilot planning",
        "workshop preparation", "planning workshop", "planning meeting", "staff meeting prep",
        "planning the lesson study", "planning lesson study",
    ),
}  # fmt: skip
"""From these a purpose can be guessed; the guess is said and asked about."""

NAME, HINT = "purpose", "hint"
TERMS = Terms.of(
    [(phrase, NAME, purpose.name) for purpose, phrases in NAMES.items() for phrase in phrases]
    + [(phrase, HINT, purpose.name) for purpose, phrases in HINTS.items() for phrase in phrases]
)
"""For the reader of dates: none of these words is a date, an amount or a part of a day."""

ASIDE = re.compile(r"(?<![\w/])(?:with|w/|at|@|about|re|from|by|near|before|after)(?![\w'])", re.I)
"""Behind these stands with whom or where it was, and no purpose."""
AT_ONE = re.compile(r"\bat\s+an?\s+$", re.I)
"""“I was at a workshop”: that is what it was."""
BETWEEN_TWO = frozenset(["for", "the", "a", "my", "of", "on", "-", "to", "and"])


@dataclass(frozen=True, slots=True)
class PurposeFound:
    """purpose: None where none was said, or where several were (`several`). guess: the words that it is guessed
    from.

    extent: where its name stands, so that the note can do without it; None for a guess, whose words belong to
    the note.
    guess_at: where those words begin, with the “at” or “with” before them.
    """

    purpose: Purpose | None = None
    guess: str = ""
    extent: Extent | None = None
    several: tuple[Purpose, ...] = ()
    guess_at: int = -1


def purpose_of(text: str, terms: Iterable[Term], stretches: Iterable[Extent]) -> PurposeFound:
    """What the terms of one clause say that it was for: a name before a hint, and either before an aside."""
    asides = [
        Extent(found.start() + one.start, one.end)
        for one in stretches
        if (found := ASIDE.search(text[one.start : one.end]))
    ]
    every = sorted(terms, key=_extent)
    main = [one for one in every if not any(one.extent.start in range(a.start, a.end) for a in asides)]
    if not main:
        main = [one for one in every if one.kind == NAME and AT_ONE.search(text[: one.extent.start])]
    names, hints = ([one for one in main if one.kind == kind] for kind in (NAME, HINT))
    if names:
        return _named(text, names, hints)
    if hints or every:
        first = (hints or every)[0]
        begins = next(
            (one.start for one in asides if one.start <= first.extent.start < one.end), first.extent.start
        )
        return PurposeFound(Purpose[first.value], first.extent.of(text), guess_at=begins)
    return PurposeFound()


def _named(text: str, names: Sequence[Term], hints: Sequence[Term]) -> PurposeFound:
    said = tuple(dict.fromkeys(Purpose[one.value] for one in names))
    if beside := [hint for hint in hints if any(_together(text, hint, name) for name in names)]:
        every = sorted((*names, *beside), key=_extent)
        first, last = every[0].extent, every[-1].extent
        return PurposeFound(Purpose[beside[0].value], text[first.start : last.end], guess_at=first.start)
    if len(said) == 1:
        return PurposeFound(said[0], extent=names[0].extent)
    if all(_together(text, one, two) for one, two in pairwise(names)):
        first, last = names[0].extent, names[-1].extent
        return PurposeFound(said[-1], text[first.start : last.end], guess_at=first.start)
    return PurposeFound(several=said)


def _extent(term: Term) -> Extent:
    return term.extent


def _together(text: str, one: Term, two: Term) -> bool:
    """“Workshop planning”, “reading for my assignment”: two in a row make one name, which is a guess."""
    first, last = sorted((one, two), key=_extent)
    between = text[first.extent.end : last.extent.start].lower().split()
    return all(word in BETWEEN_TWO or word.isdecimal() for word in between)
