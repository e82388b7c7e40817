"""Clauses → segments and doubts: nothing that was written is dropped on the way."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from bot.language.calendars import DAY, monday
from bot.language.dates import in_words
from bot.language.doubts import About, Choice, Doubt, all_of, either, one_of
from bot.language.extents import Extent
from bot.language.frames import Frame
from bot.language.mentions import Mention, PartOfDay, Scan
from bot.language.scanning import Piece, Role
from bot.language.segments import Odd, Row, Segment, clauses, one_part, polite, rows, shared, words_of
from bot.language.words import Kind

ABOUT = {Kind.TIME: About.TIME, Kind.AMOUNT: About.AMOUNT, Kind.ORDER: About.ORDER, Kind.NEGATION: About.NEGATION}
HALVES = (PartOfDay.HALF, PartOfDay.MORNING, PartOfDay.AFTERNOON)


def extent_of(scan: Scan, start: int, end: int) -> Extent:
    return Extent(scan.at(start).start, scan.at(end - 1).end)


def assemble(scan: Scan, text: str, pieces: list[Piece], frame: Frame) -> tuple[list[Segment], list[Doubt]]:
    """The segments in order, and every doubt in the order in which it stands in the text."""
    _accept_leads(scan, pieces, frame)
    found, apart = clauses(scan, pieces)
    segments: list[Segment] = []
    doubts: list[Doubt] = []
    carried: tuple[date, ...] = ()
    for clause in found:
        made, asked = _segments(scan, text, clause, frame, carried)
        segments += made
        doubts += asked
        carried = made[-1].days or carried
    days = tuple(dict.fromkeys(day for segment in segments for day in segment.days))
    doubts += _amounts(scan, found, segments, days)
    doubts += [_apart(scan, piece, days) for piece in apart]
    doubts += _disorder(scan, pieces)
    doubts += _left_over(scan, text, pieces, days)
    doubts += _outside(scan, segments)
    return shared(segments), sorted(doubts, key=lambda doubt: doubt.extent)


def _accept_leads(scan: Scan, pieces: list[Piece], frame: Frame) -> None:
    """ "until" before a date is what a pause is said with, and "by" what a due date is."""
    for at, piece in enumerate(pieces):
        if piece.role in (Role.LEFT, Role.WORD) and scan.text(piece.start) in frame.leads:
            ahead = next((one for one in pieces[at + 1 :] if one.role is not Role.MARK), None)
            if ahead and (
                ahead.role in (Role.DATE, Role.AMOUNT) or scan.text(ahead.start) in (*frame.leads, "the")
            ):
                piece.role = Role.MARK


def _segments(
    scan: Scan, text: str, clause: list[Piece], frame: Frame, carried: tuple[date, ...]
) -> tuple[list[Segment], list[Doubt]]:
    group = next((piece.group for piece in clause if piece.group), None)
    odd: Odd = []
    run = group.run if group else []
    for item in run:
        _accept_span(item, frame)
    made: list[Row] = rows(scan, run, frame.longest, odd) or [(carried, None, ())]
    parts = {
        piece.amount.part for piece in clause if piece.role is Role.PART and piece.amount and piece.amount.part
    }
    parts |= {piece.clock.part for piece in clause if piece.clock and piece.clock.part and not frame.times}
    stretches = words_of(clause)
    words = tuple(extent_of(scan, start, end) for start, end in stretches)
    terms = tuple(piece.term for piece in clause if piece.term)
    note = polite(scan, text, stretches)
    segments, doubts = [], [_doubt(scan, item) for item in run if item.unsettled]
    mixed = any(own for _, own, _ in made) and any(own is None for _, own, _ in made)
    for days, own, extents in made:
        said = {own} if own and mixed else parts | ({own} if own else set())
        part = one_part(said)
        if said and part is None:
            doubts.append(_contradicting_parts(scan, clause))
        segments.append(Segment(days, part, None, extents, words, terms, note))
    doubts += [Doubt(unsettled.about, unsettled.question, extent, unsettled.choices) for unsettled, extent in odd]
    return segments, doubts + _times(scan, text, clause, frame)


def _accept_span(item: Mention, frame: Frame) -> None:
    """A week or a holiday is an answer where a span is wanted, and its first day where an end is."""
    if frame.spans and item.span and item.unsettled and item.unsettled.about is About.WHICH_DAY:
        item.unsettled = None
        item.days = (item.span.first,) if frame.durations else tuple(item.span.days())


def _doubt(scan: Scan, item: Mention) -> Doubt:
    unsettled = item.unsettled
    if unsettled is None:  # pragma: no cover - the caller asks for those that are unsettled
        raise ValueError("nothing to ask")
    return Doubt(unsettled.about, unsettled.question, extent_of(scan, item.start, item.end), unsettled.choices)


def _contradicting_parts(scan: Scan, clause: list[Piece]) -> Doubt:
    piece = next((one for one in clause if one.role is Role.PART), clause[0])
    question = "Was that a morning, an afternoon or a full day?"
    return Doubt(About.AMOUNT, question, extent_of(scan, piece.start, piece.end))


def _times(scan: Scan, text: str, clause: list[Piece], frame: Frame) -> list[Doubt]:
    found: list[Doubt] = []
    part = next((piece.amount.part for piece in clause if piece.role is Role.PART and piece.amount), None)
    part = part or next(
        (item.part for piece in clause if piece.group for item in piece.group.run if item.part), None
    )
    if frame.times and part and not any(piece.clock for piece in clause):
        found.append(Doubt(About.TIME, "At what time?", extent_of(scan, clause[0].start, clause[-1].end)))
    for piece in clause:
        if piece.clock is None:
            continue
        clock = piece.clock = piece.clock.in_the(part)
        extent = extent_of(scan, piece.start, piece.end)
        if frame.times and not clock.sure:
            hour = f"{clock.hour}.{clock.minute:02}"
            found.append(Doubt(About.TIME, f"Is that {hour} in the morning or in the afternoon?", extent))
        elif not frame.times and clock.part is None:
            question = f"“{extent.of(text)}”: was that a morning, an afternoon or a full day?"
            found.append(Doubt(About.TIME, question, extent))
    return found


def _amounts(scan: Scan, found: list[list[Piece]], segments: list[Segment], days: tuple[date, ...]) -> list[Doubt]:
    """What was said of how many days must be what was read."""
    doubts: list[Doubt] = []
    for clause in found:
        group = next((piece.group for piece in clause if piece.group), None)
        here = len({day for item in group.run for day in item.days}) if group else len(days)
        for piece in clause:
            amount = piece.amount
            if piece.role is not Role.AMOUNT or amount is None:
                continue
            extent = extent_of(scan, piece.start, piece.end)
            minus = scan.text(piece.start - 1) == "-" and not scan.at(piece.start).gap
            fits = amount.days in (len(days), here) and not minus
            if amount.unknown or amount.days is None or (days and not fits) or minus or amount.days <= 0:
                question = "How much of a day was that: a half or a full day?"
                doubts.append(Doubt(About.AMOUNT, question, extent))
                continue
            for at, segment in enumerate(segments):
                part = segment.part or amount.part or PartOfDay.FULL
                segments[at] = (
                    replace(segment, part=part, amount=amount.days) if segment.days or not days else segment
                )
    return doubts


def _disorder(scan: Scan, pieces: list[Piece]) -> list[Doubt]:
    """ "Mon workshop, tue reading" on a Monday: today and last Tuesday, or both of one week?"""
    leaned = [item for piece in pieces if piece.group for item in piece.group.run if item.leaned]
    for one, other in pairwise(leaned):
        if (one.weekday or 0) < (other.weekday or 0) and other.days < one.days and not other.unsettled:
            question = f"Do you mean {in_words(one.days[0])} and {in_words(other.days[0])}?"
            week = monday(other.days[0])
            both = (week + (one.weekday or 0) * DAY, other.days[0])
            choices = either((both, (other.days[0], one.days[0])))
            return [Doubt(About.WHICH_ONE, question, extent_of(scan, other.start, other.end), choices)]
    return []


def _apart(scan: Scan, piece: Piece, days: tuple[date, ...]) -> Doubt:
    question = "Is that one more day, or a part of the note?"
    choices: tuple[Choice, ...] = all_of(days)
    return Doubt(About.SEVERAL, question, extent_of(scan, piece.start, piece.end), choices)


def _left_over(scan: Scan, text: str, pieces: list[Piece], days: tuple[date, ...]) -> list[Doubt]:
    """One doubt for each stretch of words of time, amount, order or negation that were not understood."""
    doubts: list[Doubt] = []
    before: Piece | None = None
    for piece in pieces:
        if piece.role is Role.LEFT:
            about = About.SAME_AS if scan.text(piece.start) == "same" else ABOUT[piece.kind]
            extent = extent_of(scan, piece.start, piece.end)
            if before is not None and before.end == piece.start and doubts:
                last = doubts.pop()
                extent = Extent(last.extent.start, extent.end)
                about = last.about
            doubts.append(_asked(about, extent, text, days))
        before = piece if piece.role is Role.LEFT else None
    return doubts


def _asked(about: About, extent: Extent, text: str, days: tuple[date, ...]) -> Doubt:
    written = extent.of(text)
    if about is About.NEGATION and len(days) > 1:
        return Doubt(about, f"“{written}”: which day do you mean?", extent, one_of(days))
    question = f"I'm not sure what “{written}” says here. Which day or days do you mean?"
    if about is About.AMOUNT:
        question = f"“{written}”: how much of a day was that?"
    return Doubt(about, question, extent, all_of(days))


def _outside(scan: Scan, segments: list[Segment]) -> list[Doubt]:
    year = scan.year
    if year is None:
        return []
    doubts = []
    for segment in segments:
        outside = [day for day in segment.days if day not in year]
        if outside:
            until = in_words(year.last)
            question = f"{in_words(outside[0])} is outside the year that runs to {until}. Which day do you mean?"
            extent = segment.dates[0] if segment.dates else Extent(0, 0)
            doubts.append(Doubt(About.OUTSIDE_YEAR, question, extent))
    return doubts
