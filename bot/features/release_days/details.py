"""Words that answer the bot's own question about a day ("12th january", "half a day, workshop") → what they add.

Every word is read, or nothing is: what is left over makes it no answer. Pure.
"""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

from bot.features.release_days.domain import LONGEST_NOTE, Part
from bot.features.release_days.parsing import PURPOSES, ReleaseDayWords
from bot.language.calendars import Span
from bot.language.reading import Reading
from bot.language.reading import read as read_days

MOST_WORDS = 12
FILLERS = frozenset(
    [
        "a",
        "an",
        "the",
        "for",
        "it",
        "was",
        "is",
        "on",
        "to",
        "of",
        "and",
        "my",
        "please",
        "pls",
        "just",
        "that",
        "day",
        "days",
        "all",
        "in",
        "this",
        "at",
        "as",
        "i",
        "did",
        "spent",
        "one",
        "session",
    ]
)
LEADS_A_NOTE = re.compile(r"^(?:with|at|about|re)\b.+", re.I)
AMOUNTS = {Fraction(1): Part.FULL, Fraction(1, 2): Part.HALF}


def details_in(words: str, today: date, year: Span | None) -> ReleaseDayWords | None:
    """Days, part, purpose and note, as far as they are said; None unless all of it is one of these."""
    if not 0 < len(words.split()) <= MOST_WORDS or words.rstrip().endswith("?"):
        return None
    reading = read_days(words, today, year=year)
    parts = _parts(reading)
    if not reading.certain or parts is None or len(parts) > 1:
        return None
    said = ReleaseDayWords(reading.days, next(iter(parts), None), None, None)
    rest = " ".join(reading.text[one.start : one.end] for one in reading.left)
    return _with_purpose(said, rest)


def merged(known: ReleaseDayWords, said: ReleaseDayWords) -> ReleaseDayWords:
    """What is said now stands before what was known."""
    return ReleaseDayWords(
        said.days or known.days,
        said.part or known.part,
        said.purpose or known.purpose,
        said.note or known.note,
    )


def _parts(reading: Reading) -> set[Part] | None:
    """How much of a day is said; None for an amount that is neither a day nor a half."""
    found: set[Part] = set()
    for segment in reading.segments:
        if segment.part is not None:
            found.add(Part(segment.part.value))
        elif segment.amount is not None:
            if segment.amount not in AMOUNTS:
                return None
            found.add(AMOUNTS[segment.amount])
    return found


def _with_purpose(said: ReleaseDayWords, rest: str) -> ReleaseDayWords | None:
    for purpose, pattern in PURPOSES:
        if found := pattern.search(rest):
            before, after = rest[: found.start()], rest[found.end() :].strip(" ,.;")
            if not _only_fillers(before):
                return None
            if LEADS_A_NOTE.match(after) and len(after) <= LONGEST_NOTE:
                return replace(said, purpose=purpose, note=after)
            return replace(said, purpose=purpose) if _only_fillers(after) else None
    if not _only_fillers(rest) or not (said.days or said.part):
        return None
    return said


def _only_fillers(words: str) -> bool:
    return all(word in FILLERS for word in re.findall(r"[\w'’½]+", words.lower()))
