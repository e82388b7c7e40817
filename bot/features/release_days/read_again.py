"""What a first reading of a release day takes too plainly: a marked note, a bare day of a month, a half. Pure."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.features.release_days.clauses import LogReading
from bot.features.release_days.domain import Purpose
from bot.features.release_days.notes import without_courtesies
from bot.language.acts import Act, Mood
from bot.language.calendars import add_months
from bot.language.dates import in_words
from bot.language.doubts import About, Choice, Doubt
from bot.language.extents import Extent
from bot.language.terms import Term
from bot.language.tokens import tokenise

OTHER_ONE = re.compile(
    r"other\s+(?:halves|half|days?|ones?|weeks?|mornings?|afternoons?|things?|people|schools?|teachers?|staff|two|three)\b",
    re.I,
)
NOTE_MARK = re.compile(r"[\s,;.(–-]*\bnotes?\s*[:–-]\s*", re.I)
HALF = re.compile(r"\bhalf\b|½", re.I)
PART_SAID = re.compile(
    r"(?P<word>[\w'’]+)\s+(?:(?:in|on|by|for|at|during|all)\s+)?(?:(?:the|this|that)\s+)?(?:mornings?|afternoons?|am|pm)\b",
    re.I,
)
PART_OFF = re.compile(
    r"\b(?:mornings?|afternoons?|am|pm)\s+(?:(?:was|is|i\s+was|were)\s+)?(?:off|free|at\s+home|at\s+school|in\s+class|teaching|"
    r"back\s+(?:in|at)\s+\w+)\b",
    re.I,
)
"""“And pm off”: the half that was not spent."""
OUT_OF_HOURS = re.compile(
    r"(?:(?:in|at|over|after|during)\s+)?(?:(?:the|an?)\s+)?(?:evening|lunch\s?time|lunch|after\s+school|tonight|breakfast|dinner)",
    re.I,
)
DAY_OF_A_MONTH = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b", re.I)
FAR_BACK = timedelta(days=14)
"""How long ago a day of the month, said alone, is still the one that just was."""
UNWELL = re.compile(
    r"\b(?:was|were|am|is|got|felt|feeling|went|being)\s+(?:(?:off|home|feeling|too|a\s+bit|back)\s+)*"
    r"(?:sick|ill|poorly|unwell|home|absent|off|late|back\s+in\s+class|teaching)\b[^,;.]*?"
    r"\b(?:morning|afternoon|am|pm)\b",
    re.I,
)
"""“Was sick in the afternoon”: a half of the day, and not the one that was spent."""


def either_month(found: LogReading, today: date, act: Act) -> LogReading:
    """“Log 30th”, on the 23rd: the 30th to come is nearer than the one of last month, so which one is asked."""
    one = found.said[0] if len(found.said) == 1 else None
    said = DAY_OF_A_MONTH.search(found.text)
    named = any(token.month or token.weekday is not None or token.text == "/" for token in tokenise(found.text))
    if one is None or len(one.days) != 1 or found.doubts or named or not said or act.mood is Mood.REPORT:
        return found
    (back,) = one.days
    ahead = add_months(back.replace(day=1), 1)
    if back.day > monthrange(ahead.year, ahead.month)[1]:
        return found
    ahead = ahead.replace(day=back.day)
    if back >= today or today - back <= FAR_BACK or ahead - today >= today - back:
        return found
    ways = (Choice(in_words(back), (back,)), Choice(in_words(ahead), (ahead,)))
    question = f"Do you mean {in_words(back)} or {in_words(ahead)}?"
    return replace(found, doubts=(Doubt(About.WHICH_DAY, question, Extent(*said.span()), ways),))


def with_marked_note(text: str, found: LogReading, read_again: Callable[[str], LogReading]) -> LogReading | None:
    """“…, note: joint lesson study”: what is marked as the note says nothing of the day, however it reads.

    None where nothing is marked, or what stands before it does not say all of one clause.
    """
    mark = NOTE_MARK.search(text)
    if mark is None or found.certain or not text[: mark.start()].strip():
        return None
    head = read_again(text[: mark.start()])
    if not head.certain or len(head.said) != 1:
        return None
    (said,) = head.said
    note = without_courtesies(text[mark.end() :]).strip(" ,;.")
    return replace(head, text=text, said=(replace(said, note="; ".join(filter(None, (said.note, note))) or None),))


def other_of_two(text: str, term: Term) -> bool:
    """“The other half of 4 November”: no purpose that is called other."""
    return term.value == Purpose.OTHER.name and OTHER_ONE.match(text, term.extent.start) is not None


def _of_the_other_half(found: LogReading) -> re.Match[str] | None:
    """“Half a day, Kit did the afternoon”: a part of the day that belongs to a word of the note."""
    if not HALF.search(found.text):
        return None
    noted = {word for one in found.said for word in re.findall(r"[\w'’]+", (one.note or "").lower())}
    return next((part for part in PART_SAID.finditer(found.text) if part["word"].lower() in noted), None)


def _no_part_of_school(found: LogReading) -> LogReading:
    """“Workshop evening”: whether that took any of the day is asked."""
    note = next((one.note for one in found.said if one.note and OUT_OF_HOURS.fullmatch(one.note)), "")
    if not note or any(one.part for one in found.said):
        return found
    at = found.text.lower().find(note.lower())
    question = f"How much of the day did “{note}” take?"
    said = tuple(replace(one, part=None) for one in found.said)
    return replace(found, said=said, doubts=(Doubt(About.TIME, question, Extent(at, at + len(note))),))


def part_in_doubt(found: LogReading) -> LogReading:
    """“Half a day, was sick in the afternoon”: which half it was is asked, and how somebody felt is no note."""
    if found.doubts or not found.days:
        return found
    away = UNWELL.search(found.text) or PART_OFF.search(found.text) or _of_the_other_half(found)
    if away is None:
        return _no_part_of_school(found)
    question = f"Which part of the day was it? I can't tell what “{away[0]}” says of it."
    said = tuple(replace(one, note=None) if (one.note or "-") in away[0] else one for one in found.said)
    return replace(found, said=said, doubts=(Doubt(About.TIME, question, Extent(*away.span())),))
