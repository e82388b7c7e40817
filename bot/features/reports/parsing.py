"""What a lead says of a report (“Autumn report” due 11 December) → its title, its day, its new title. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.core.errors import BotError
from bot.hubs.lead_calendar import LeadCalendar, Written, settle
from bot.language import Reading, Role

LONGEST_TITLE = 80  # characters
TAILS = re.compile(
    r"\b(?:if|unless|provided|maybe|perhaps|probably|i\s+think|not|for\s+\w+\s+only|and\s+(?:tell|let|send|email|"
    r"message))\b",
    re.I,
)
"""What no title holds unless it stands in quotes."""
QUOTE = re.compile(r"[“”„\"](?P<double>[^“”„\"]*)[“”„\"]|(?<!\w)['‘](?P<single>.+?)['’](?!\w)")
DUE = re.compile(
    r"(?:[\s,;:–-]|\b(?:is|are|will be|now|to be)\b)*\bdue\b(?:\s+(?:is|on|by|date|for|in|to)\b|\s*[:,])*", re.I
)
JOINT = re.compile(r"[\s,;:–-]*(?:\b(?:by|on|for|to|until|from|at)\b|[,;:–-])\s*", re.I)
DUE_FIRST = re.compile(r"^\s*due\s+(?P<day>[^:]+?)\s*:\s*(?P<title>\S.*)$", re.I)
LEADS = re.compile(r"^(?:[\s,;:–-]|\b(?:is|are|now|due|on|by|to|for|until|the)\b)+", re.I)
NAMED = re.compile(r"^\s*(?:(?:an?|the)\s+)?(?:new\s+)?(?:report\s+)?(?:called|named|titled)\s+", re.I)
TO = re.compile(r"\s+to\s+", re.I)
AROUND = " ,.;:–-“”\"'‘’"


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What was said of a report."""

    title: str
    due: date | None = None
    renamed: str | None = None


class NoTitle(BotError):
    """Which report? Put its title in quotes: cohort report add "Autumn report" due 11 December 2026."""


class SeveralDates(BotError):
    """I read more than one date there. Type one: due 11 December 2026. Nothing was changed."""


class DueUnclear(BotError):
    """I can't read all of that, so nothing was changed. Put the title in quotes and one date behind it, and
    nothing else: "Autumn report" due 11 December."""


class TitleTooLong(BotError):
    """That's too long: at most 80 characters for a title. Nothing was changed."""


def report(
    words: str, calendar: LeadCalendar, *, changing: bool = False, command: str = "", known: Sequence[str] = ()
) -> ReportRequest:
    """A title, in quotes or before the day, and when it is due.

    changing: what follows “to”, and is no date, is the new title. command: what stands before the words, for a
    question's ready answers. known: titles on record, one of which may stand first without quotes.
    Raises NoTitle, DateInDoubt, DueUnclear, TitleTooLong, SeveralDates.
    """
    words = NAMED.sub("", words)
    title, rest = _title_first(words, known)
    if title is None:
        return _checked(*_unquoted(words, calendar, command, changing=changing))
    written = partial(_written, command, title)
    renamed, rest = _new_title(rest, calendar)
    return _checked(title, due_in(rest, calendar, written) if LEADS.sub("", rest).strip(AROUND) else None, renamed)


def _title_first(words: str, known: Sequence[str]) -> tuple[str | None, str]:
    """A title in quotes, or one that is on record, and what stands behind it."""
    quoted = QUOTE.search(words)
    if quoted and not words[: quoted.start()].strip(AROUND):
        return _inside(quoted), words[quoted.end() :]
    bare = words.strip()
    for title in sorted(known, key=len, reverse=True):
        if bare.casefold().startswith(title.casefold()) and not bare[len(title) : len(title) + 1].isalnum():
            return title, bare[len(title) :]
    return None, words


def _written(command: str, title: str, due: str, renamed: str = "") -> str:
    """The command again, with another day."""
    new = f' to "{renamed}"' if renamed else ""
    return f'{command} "{title}"{new} due {due}'


def _checked(title: str, due: date | None, renamed: str | None) -> ReportRequest:
    title, renamed = _tidied(title), _tidied(renamed or "") or None
    if not title:
        raise NoTitle
    if max(len(title), len(renamed or "")) > LONGEST_TITLE:
        raise TitleTooLong
    return ReportRequest(title, due, renamed)


def due_in(text: str, calendar: LeadCalendar, written: Written) -> date:
    """The one day of a text that says nothing else. Raises DateInDoubt, SeveralDates, DueUnclear."""
    reading = settle(calendar.due, LEADS.sub("", text).strip(), written)
    if len(reading.days) > 1:
        raise SeveralDates
    if reading.day is None or reading.note.strip(AROUND):
        raise DueUnclear
    return reading.day


def _new_title(rest: str, calendar: LeadCalendar) -> tuple[str | None, str]:
    """After a title: `to "Winter report"`, `to Winter report`, with a day before or behind; `to 18 December`."""
    later = re.search(r"\bto\s+", rest, re.I)
    if later is None:
        return None, rest
    before, after = rest[: later.start()], rest[later.end() :]
    if quoted := QUOTE.match(after):
        return _inside(quoted), f"{before} {after[quoted.end() :]}"
    if _speaks_of_a_day(calendar.due(after)):
        return None, rest
    if TAILS.search(after) or calendar.due(after).days:
        raise DueUnclear
    due = DUE.search(after)
    return (after[: due.start()], f"{before} {after[due.start() :]}") if due else (after, before)


def _speaks_of_a_day(reading: Reading) -> bool:
    """Whether a text is a day and nothing else, in doubt or not."""
    return (bool(reading.days) or bool(reading.doubts)) and not any(one.role is Role.WORD for one in reading.left)


def _unquoted(
    words: str, calendar: LeadCalendar, command: str, *, changing: bool
) -> tuple[str, date | None, str | None]:
    """Report on fractions due 11 Dec → the title ends where nothing but the day follows."""
    if first := DUE_FIRST.match(words):
        return first["title"], due_in(first["day"], calendar, partial(_written, command, first["title"])), None
    title, due = words, None
    for end, begin in _ends(words, calendar):
        title = words[:end]
        due = due_in(words[begin:], calendar, partial(_written, command, _tidied(title)))
        break
    title, renamed = _split(title) if changing else (title, None)
    return title, due, renamed


def _ends(words: str, calendar: LeadCalendar) -> Iterator[tuple[int, int]]:
    """Where a title may end, and where its day begins: before “due”, before “by” and a day, or before a day."""
    for found in DUE.finditer(words):
        yield found.start(), found.end()
    for found in JOINT.finditer(words):
        if found.end() < len(words) and _speaks_of_a_day(calendar.due(words[found.end() :])):
            yield found.start(), found.end()
    reading = calendar.due(words)
    dated = [one for one in reading.stretches if one.role is Role.DATE]
    if dated and reading.stretches[-1] == dated[-1]:
        yield dated[-1].start, dated[-1].start
    elif dated:
        raise DueUnclear


def _split(title: str) -> tuple[str, str | None]:
    parts = TO.split(title)
    return (" to ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (title, None)


def _inside(quoted: re.Match[str]) -> str:
    return quoted["double"] if quoted["double"] is not None else quoted["single"]


def _tidied(title: str) -> str:
    tidy = " ".join(title.split()).strip(' ,.;:–-“”"‘')
    return tidy if "'" in tidy[1:-1] or "’" in tidy[1:-1] else tidy.strip("'’")
