"""Reads a message for dates, spans, times and amounts. Every word is accounted for, or the reading is not certain.

Pure: today, the cohort's year and the hub's holidays are arguments.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from bot.language.asides import without_denied, without_stamps
from bot.language.assembly import assemble
from bot.language.calendars import HolidayCalendar, Span, add
from bot.language.clock import clock_at
from bot.language.doubts import Doubt
from bot.language.frames import DAYS, DUE, MOMENT, SPAN, UNTIL, Frame
from bot.language.mentions import Lean, Scan
from bot.language.relative import leans
from bot.language.scanning import Piece, Role, pieces
from bot.language.second_thoughts import second_thought
from bot.language.segments import Segment
from bot.language.terms import NO_TERMS, Terms
from bot.language.tokens import Token, tokenise
from bot.language.words import FUTURE, FUTURE_PAIRS, Kind

NO_HOLIDAYS = HolidayCalendar()


class Stretch(NamedTuple):
    """Characters `start` to `end`, what they are, and for words that were left over what they speak of."""

    start: int
    end: int
    role: Role
    kind: Kind


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in `text`, where, and what must be asked.

    stretches: what every part of the text is, in order; nothing but white space stands between them.
    times: from `at` to None or the end of a span of times. until: the end of a pause, for the frame UNTIL.
    """

    text: str
    segments: tuple[Segment, ...]
    doubts: tuple[Doubt, ...]
    stretches: tuple[Stretch, ...]
    times: tuple[time, ...] = ()
    until: date | None = None

    @property
    def left(self) -> tuple[Stretch, ...]:
        """What is no date, part of a day, amount or time: plain words, and those that make a doubt."""
        return tuple(one for one in self.stretches if one.role in (Role.WORD, Role.LEFT))

    @property
    def certain(self) -> bool:
        """Whether every word is accounted for and nothing must be asked."""
        return not self.doubts

    @property
    def question(self) -> str | None:
        """The first thing to ask, in words."""
        return self.doubts[0].question if self.doubts else None

    @property
    def days(self) -> tuple[date, ...]:
        """All days, each once, in order."""
        return tuple(sorted({day for segment in self.segments for day in segment.days}))

    @property
    def day(self) -> date | None:
        """The day, where it is one alone."""
        return self.days[0] if len(self.days) == 1 else None

    @property
    def span(self) -> Span | None:
        """From the first day to the last, where no day between them is missing."""
        days = self.days
        if not days or (days[-1] - days[0]).days != len(days) - 1:
            return None
        return Span(days[0], days[-1])

    @property
    def note(self) -> str:
        """All that was said beside dates, amounts and times, as it was typed."""
        return " ".join(dict.fromkeys(segment.note for segment in self.segments if segment.note))


def read(
    text: str,
    today: date,
    *,
    year: Span | None = None,
    holidays: HolidayCalendar = NO_HOLIDAYS,
    frame: Frame = DAYS,
    terms: Terms = NO_TERMS,
) -> Reading:
    """Reads `text` as what the frame wants; never raises, whatever is in it.

    today: by the speaker's clock. year: the cohort's, whose days are preferred; one outside it is a doubt.
    holidays: the hub's own. terms: words that the caller knows and that are therefore no dates.
    """
    tokens = tokenise(text)
    lean = frame.lean or leans([token.text for token in tokens], FUTURE, FUTURE_PAIRS)
    scan = Scan(tokens, today, lean, year, holidays)
    found = pieces(scan, terms, frame, _breaks(text, tokens))
    if frame.name == DAYS.name:
        found = without_stamps(scan, without_denied(scan, found))
    segments, doubts = assemble(scan, text, found, frame)
    stretches = tuple(
        Stretch(scan.at(piece.start).start, scan.at(piece.end - 1).end, piece.role, piece.kind) for piece in found
    )
    if doubt := second_thought(text, stretches, segments):
        doubts = [one for one in doubts if not doubt.covers(one)] or [doubt]
    return Reading(
        text,
        tuple(segments),
        tuple(doubts),
        stretches,
        tuple(piece.clock.at for piece in found if piece.clock and piece.clock.at),
        _until(scan, found, tuple(segments)) if frame.durations else None,
    )


def read_span(
    text: str, today: date, *, year: Span | None = None, holidays: HolidayCalendar = NO_HOLIDAYS
) -> Reading:
    """School holidays or a residential: see `Reading.span`."""
    return read(text, today, year=year, holidays=holidays, frame=SPAN)


def read_due(
    text: str, today: date, *, year: Span | None = None, holidays: HolidayCalendar = NO_HOLIDAYS
) -> Reading:
    """The one day on which something is due: see `Reading.day`."""
    return read(text, today, year=year, holidays=holidays, frame=DUE)


def read_until(text: str, today: date, *, holidays: HolidayCalendar = NO_HOLIDAYS) -> Reading:
    """The day on which a pause ends ("until easter", "for 3 days"): see `Reading.until`."""
    return read(text, today, holidays=holidays, frame=UNTIL)


def read_moment(text: str, now: datetime, *, usual: time, holidays: HolidayCalendar = NO_HOLIDAYS) -> "Moment":
    """A day, a time or both ("at 9 tomorrow"). now: by the speaker's clock. usual: for a day without a time."""
    reading = read(text, now.date(), holidays=holidays, frame=MOMENT)
    if not reading.certain or len(reading.days) > 1 or len(reading.times) > 1:
        return Moment(reading)
    if not reading.days and not reading.times:
        return Moment(reading)
    at = reading.times[0] if reading.times else usual
    day = reading.day or now.date() + timedelta(days=at <= now.time())
    return Moment(reading, datetime.combine(day, at, now.tzinfo))


@dataclass(frozen=True, slots=True)
class Moment:
    """at: None where no moment was said, or more than one, or where something must be asked."""

    reading: Reading
    at: datetime | None = None


def _until(scan: Scan, found: list[Piece], segments: tuple[Segment, ...]) -> date | None:
    """The one end that was named: a date, the beginning of a span, what comes after it, or a length from today."""
    ends: list[date | None] = []
    for piece in found:
        if piece.group:
            for item in piece.group.run:
                after = item.span is not None and scan.text(item.start - 1) == "after"
                ends.append(item.span.last + timedelta(1) if after and item.span else (item.days or (None,))[0])
        elif piece.counts:
            day: date | None = scan.today
            for count, unit in piece.counts:
                day = add(day, count, unit) if day else None
            ends.append(day)
    return ends[0] if len(ends) == 1 and segments else None


def _breaks(text: str, tokens: list[Token]) -> frozenset[int]:
    """The tokens before which a new line begins."""
    if "\n" not in text:
        return frozenset()
    pairs = pairwise(tokens)
    return frozenset(at for at, (one, two) in enumerate(pairs, 1) if "\n" in text[one.end : two.start])


def read_time(text: str) -> time | None:
    """A time of the clock and nothing else: "8am", "08:30", "noon"; None for what is none, or may be two."""
    scan = Scan(tokenise(text), date.min, Lean.FUTURE)
    clock = clock_at(scan, 0)
    return clock.at if clock and clock.end == scan.size and clock.until is None else None
