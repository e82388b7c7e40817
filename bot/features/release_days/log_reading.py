"""What somebody says of release days → the records that are meant, each with its own part, purpose and note.

Every word is a date, an amount, a purpose, a courtesy or the note. Whatever else it may be is a doubt. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.core.errors import BotError
from bot.features.release_days.clauses import LogReading, Said
from bot.features.release_days.domain import Part
from bot.features.release_days.notes import note_of, widened, without_courtesies
from bot.features.release_days.purposes import HINT, NAME, TERMS, purpose_of
from bot.features.release_days.read_again import either_month, other_of_two, part_in_doubt, with_marked_note
from bot.language.acts import Act, Mood, act_in
from bot.language.calendars import HolidayCalendar, Span
from bot.language.dates import in_words
from bot.language.doubts import About, Doubt
from bot.language.extents import Extent
from bot.language.frames import DAYS, Frame
from bot.language.mentions import Lean, PartOfDay
from bot.language.reading import NO_HOLIDAYS, Reading, read
from bot.language.relative import leans
from bot.language.segments import Segment
from bot.language.tokens import tokenise
from bot.language.words import FUTURE, FUTURE_PAIRS

MOST_DAYS = 10  # in one message; more is a slip, or better typed in parts

LESS_THAN_NOTHING = re.compile(
    r"\b(?:minus|negative)\s+(?=\d|½|half|one|two|an?\b)(?!the\b)|(?<![\w/])[-−–](?=(?:\d+(?:\.\d+)?|½|half|"
    r"one|two)\s*(?:a\s+)?(?:half[\s-]+)?days?\b)",
    re.I,
)
NOTHING = re.compile(r"\b(?:zero|0(?:\.0+)?|nil|no)\s+(?:release\s+)?(?:half[\s-]+)?days?\b", re.I)
GOOD_DAY = re.compile(r"^\s*(?:(?:hi|hello|hiya|hey)[\s,]+)?good\s+(?:morning|afternoon|evening)\b[\s,.!]*", re.I)
GREETS = re.compile(
    r"\s*(?P<part>mornin[g']?|afternoon)\s*[!.,]+\s+(?:(?:please|can you|could you)\s+)*"
    r"(?:log|record|put|add|note|book|register|enter)\b",
    re.I,
)
DICTATED = re.compile(r"\bfull stop\b(?=\W*(?:$|thanks|thank you|please|ta\b|cheers|and\b|i\b|it\b))", re.I)
"""“Workshop full stop”, as a telephone writes down what is spoken."""
GOES = re.compile(
    r"^(?:[\w'’]+\s+){0,2}?(?:i['’]?m|i\s+am|we['’]?re|we\s+are|is|are)\s+(?:out|off|away|covering|taking|attending)\b",
    re.I,
)
"""“I'm out of school Thursday”, “April is covering my class on Thursday”: not yet over."""
OVER = re.compile(r"\b(?:was|were|did|had|went|last|yesterday|ago|just\s+gone|past)\b", re.I)
LEADS = re.compile(r"^\s*(?:(?:an?|the|my|our)\s+)?", re.I)
PLANNING = frozenset(("planning", "planned"))
PARTS = {
    PartOfDay.FULL: Part.FULL,
    PartOfDay.MORNING: Part.MORNING,
    PartOfDay.AFTERNOON: Part.AFTERNOON,
    PartOfDay.HALF: Part.HALF,
}


class NothingToLog(BotError):
    """A release day can't be zero or minus. Log half a day or more; to take one off, type “releaseday delete”."""


class TooManyDays(BotError):
    """That's more than ten dates at once. Please log them in parts; nothing was logged."""


def reading_of(
    text: str,
    today: date,
    year: Span | None = None,
    holidays: HolidayCalendar = NO_HOLIDAYS,
    act: Act | None = None,
    lean: Lean | None = None,
) -> LogReading:
    """`text` as it was typed. lean: which way bare days are looked for. Raises NothingToLog, TooManyDays."""
    text = GOOD_DAY.sub(lambda found: " " * len(found[0]), unicodedata.normalize("NFC", text))
    text = DICTATED.sub(lambda found: ".".ljust(len(found[0])), text)
    if LESS_THAN_NOTHING.search(text) or NOTHING.search(text):
        raise NothingToLog
    act = act or act_in(text)
    frame = replace(DAYS, lean=lean) if lean else _frame(text, act)
    reading = read(text, today, year=year, holidays=holidays, frame=frame, terms=TERMS)
    found = either_month(_settled(text, reading, act), today, act)
    if marked := with_marked_note(text, found, lambda head: reading_of(head, today, year, holidays, act, lean)):
        return marked
    if found.doubts and (turned := _date_first(text, reading, act)):
        again = read(turned, today, year=year, holidays=holidays, frame=frame, terms=TERMS)
        first = _settled(turned, again, act)
        if first.complete and not first.doubts and len(first.said) > 1:
            return first
    return found


def _date_first(text: str, reading: Reading, act: Act) -> str:
    """“Morning workshop and afternoon hub collaboration on 13 November”, with its one date before the halves."""
    dates = [extent for segment in reading.segments for extent in segment.dates]
    if len(dates) != 1 or text[dates[0].end :].strip(" .!") or len(reading.days) != 1:
        return ""
    at = act.object_at if act.certain else 0
    return f"{text[:at]} {text[dates[0].start : dates[0].end]} {text[at : dates[0].start]}".strip()


def _settled(text: str, reading: Reading, act: Act) -> LogReading:
    said = tuple(_said(text, one, reading, act) for one in reading.segments)
    if len({day for one in said for day in one.days}) > MOST_DAYS:
        raise TooManyDays
    doubts = [one for one in reading.doubts if not _leads_to_a_purpose(text, one, reading)]
    as_note, more = _as_notes(text, said)
    if not doubts and (hello := GREETS.match(text)) and reading.days:
        question = f"Is “{hello['part']}” a greeting, or the part of the day?"
        more = [*more, Doubt(About.TIME, question, Extent(*hello.span("part")))]
    return part_in_doubt(LogReading(text, _shared(said), (*doubts, *more), act, as_note))


def speaks_of_a_day(said: LogReading) -> bool:
    """Whether a day, a part of one or a purpose is named at all."""
    return any(one.days or one.purpose or one.part or one.several for one in said.said) or bool(
        [one for one in said.doubts if one.about not in (About.NEGATION, About.ORDER)]
    )


def _frame(text: str, act: Act) -> Frame:
    """“Planning with my head” is what was done; only the verb looks ahead."""
    words = [token.text for token in tokenise(text)]
    if GOES.match(text) and not OVER.search(text):
        return replace(DAYS, lean=Lean.FUTURE)
    looks_ahead = leans([word for word in words if word not in PLANNING], FUTURE, FUTURE_PAIRS)
    return replace(DAYS, lean=Lean.PAST if act.mood is Mood.REPORT else looks_ahead)


def _said(text: str, segment: Segment, reading: Reading, act: Act) -> Said:
    stretches = [widened(text, one, reading) for one in segment.words]
    terms = [one for one in segment.terms if one.kind in (NAME, HINT) and not other_of_two(text, one)]
    found = purpose_of(text, terms, stretches)
    note, worded = note_of(text, stretches, found, act)
    part = PARTS[segment.part] if segment.part else None
    return Said(segment.days, part, found.purpose, note or None, found.guess, found.several, worded, segment.dates)


def _leads_to_a_purpose(text: str, doubt: Doubt, reading: Reading) -> bool:
    """“Friday as a workshop”, “Friday to write up my case study”: the word of order belongs to what it was for."""
    if doubt.about is not About.ORDER or doubt.extent.of(text).lower() not in ("as", "to"):
        return False
    after = (
        doubt.extent.end + len(text[doubt.extent.end :]) - len(LEADS.sub("", text[doubt.extent.end :], count=1))
    )
    terms = [one for segment in reading.segments for one in segment.terms]
    return any(one.extent.start == after for one in terms)


def _as_notes(text: str, said: Sequence[Said]) -> tuple[tuple[Said, ...], list[Doubt]]:
    """A later clause with words of its own, but no purpose, may be a part of the note before it: that is asked."""
    for at in range(1, len(said)):
        one, before = said[at], said[at - 1]
        if one.note and one.purpose is None and not one.several and before.purpose and one.days and one.at:
            note = _from(text, before, one)
            question = f"Is {in_words(one.days[0])} one more day, or a part of the note?"
            alternative = (*said[: at - 1], replace(before, note=note))
            return alternative, [Doubt(About.SEVERAL, question, one.at[0])]
    return (), []


def _from(text: str, before: Said, one: Said) -> str:
    """The note of the clause before, with all that follows."""
    begins = text.rfind(before.note, 0, one.at[0].start) if before.note else -1
    begins = begins if begins >= 0 else one.at[0].start
    return without_courtesies(text[begins:]).strip(" ,;.")


def _shared(said: Iterable[Said]) -> tuple[Said, ...]:
    """Clauses without words have the purpose of the one that has, where it is only one."""
    every = tuple(said)
    worded = [one for one in every if one.purpose or one.note or one.several]
    if len(worded) != 1:
        return every
    one = worded[0]
    return tuple(
        each
        if each is one
        else replace(each, purpose=one.purpose, note=one.note, guess=one.guess, several=one.several)
        for each in every
    )
