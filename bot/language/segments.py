"""Pieces put together: each date or group of dates with its own part of the day, amount, words and note."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from bot.language.extents import Extent
from bot.language.groups import filled
from bot.language.mentions import Mention, PartOfDay, Scan, Unsettled
from bot.language.scanning import Piece, Role
from bot.language.terms import Term
from bot.language.words import BETWEEN, POLITE_AFTER, POLITE_BEFORE

LEADS_INTO_A_NOTE = frozenset(("for", "about", "of", "re", "with", "from", "at", "before", "after", "by"))
WORDY = (Role.WORD, Role.TERM, Role.LEFT)


@dataclass(frozen=True, slots=True)
class Segment:
    """Days that belong together.

    days: in order; empty where none was said. part: None where nothing was said of it. amount: in days, as said,
    or None. dates: where they stand. words: where plain words stand. note: the words as typed, but polite ones.
    """

    days: tuple[date, ...]
    part: PartOfDay | None
    amount: Fraction | None
    dates: tuple[Extent, ...]
    words: tuple[Extent, ...]
    terms: tuple[Term, ...]
    note: str


Row = tuple[tuple[date, ...], PartOfDay | None, tuple[Extent, ...]]
Odd = list[tuple[Unsettled, Extent]]


def clauses(scan: Scan, pieces: list[Piece]) -> tuple[list[list[Piece]], list[Piece]]:
    """The pieces of each segment, and the dates of which it is not clear that they are days of their own."""
    starts, apart, since = [0], [], -1
    for at, piece in enumerate(pieces):
        if piece.role is Role.DATE:
            if since >= 0:
                start = _clause_start(scan, pieces, since, at)
                apart += [piece] if start is None or _possessive(scan, piece) else []
                starts.append(at if start is None else start)
            since = at
        elif (
            piece.role is Role.PART
            and since >= 0
            and at
            and pieces[at - 1].joins
            and _has_part(pieces, starts[-1], at)
        ):
            starts.append(at)
    bounds = [*starts, len(pieces)]
    return [pieces[start:end] for start, end in pairwise(bounds)], apart


def _clause_start(scan: Scan, pieces: list[Piece], since: int, at: int) -> int | None:
    """Where the clause of a further date begins; None where nothing sets it apart from what stands before."""
    if scan.text(pieces[at].start - 1) in LEADS_INTO_A_NOTE:
        return None
    worded = False
    for back in range(at - 1, since, -1):
        piece = pieces[back]
        if piece.role is Role.MARK and piece.joins:
            return back + 1 if not worded or scan.text(piece.start) in (",", ";") else None
        if piece.joins:
            return back
        lead = piece.role in (Role.PART, Role.AMOUNT, Role.MARK) or scan.text(piece.start) in BETWEEN
        worded = worded or not lead
    return at if pieces[at].joins else None


def _possessive(scan: Scan, piece: Piece) -> bool:
    """Tuesday's group: a name rather than one more day."""
    last = scan.at(piece.end - 1)
    named = last.weekday is not None or last.relative is not None
    return named and piece.end - piece.start == 1 and last.end - last.start == len(last.text) + 2


def _has_part(pieces: list[Piece], start: int, end: int) -> bool:
    before = pieces[start:end]
    said = any(piece.role is Role.PART for piece in before)
    said = said or any(item.part for piece in before if piece.group for item in piece.group.run)
    return said and any(piece.role in WORDY for piece in before)


def rows(scan: Scan, run: Iterable[Mention], longest: int, odd: Odd) -> list[Row]:
    """Mentions with their ranges filled in, joined while they have the same part of the day."""
    found: list[Row] = []
    previous: Mention | None = None
    for item in run:
        extent = Extent(scan.at(item.start).start, scan.at(item.end - 1).end)
        days, part = item.days, item.part
        if item.joint == "to" and previous is not None and not (previous.unsettled or item.unsettled):
            days, doubt = filled(previous, item, longest)
            odd += [(doubt, extent)] if doubt else []
            before = found.pop()
            days = (*(day for day in before[0] if day not in days), *days)
            found.append((days, part or before[1], (*before[2], extent)))
        elif found and found[-1][1] is part and item.joint:
            found[-1] = ((*found[-1][0], *days), part, (*found[-1][2], extent))
        else:
            found.append((days, part, (extent,)))
        previous = item
    return [(tuple(sorted(set(days))), part, extents) for days, part, extents in found]


def one_part(said: set[PartOfDay]) -> PartOfDay | None:
    """What several words make together; None where they contradict each other. Raises KeyError for none at all."""
    if len(said) > 1:
        said = said - {PartOfDay.HALF}
    return next(iter(said)) if len(said) == 1 else None


def words_of(pieces: list[Piece]) -> list[tuple[int, int]]:
    """The stretches of words, in tokens, with the marks inside them."""
    found: list[tuple[int, int]] = []
    goes_on = False
    for piece in pieces:
        if piece.role in WORDY:
            if goes_on:
                found[-1] = (found[-1][0], piece.end)
            else:
                found.append((piece.start, piece.end))
        goes_on = piece.role in WORDY or (goes_on and piece.role is Role.MARK)
    return found


def polite(scan: Scan, text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The words as typed, without "log" and "please" and the like around them."""
    kept: list[str] = []
    for start, end in stretches:
        first, last = start, end - 1
        while first <= last and scan.text(first) in POLITE_BEFORE:
            first += 1
        while last >= first and scan.text(last) in POLITE_AFTER:
            last -= 1
        if first <= last:
            kept.append(text[scan.at(first).start : scan.at(last).end])
    return " ".join(kept)


def shared(segments: list[Segment]) -> list[Segment]:
    """Words that were said once go for the segments that have none of their own."""
    said = [segment for segment in segments if segment.note]
    if len(said) != 1:
        return segments
    return [
        segment
        if segment.note
        else replace(segment, words=(*segment.words, *said[0].words), terms=said[0].terms, note=said[0].note)
        for segment in segments
    ]
