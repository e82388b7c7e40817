"""What a lead says of a report (“Autumn report” due 11 December) → its title, its day, its new title. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from bot.core.errors import BotError
from bot.features.residentials.parsing import NoSuchDate, TooLong, dated

LONGEST_TITLE = 80  # characters
QUOTE = re.compile(r"[“”„\"](?P<double>[^“”„\"]*)[“”„\"]|(?<!\w)['‘](?P<single>.+?)['’](?!\w)")
JOINT = re.compile(r"(?:\b(?:is\s+|are\s+)?(?:due|by|on|for|to|until)\b|[,;:–-])", re.I)
BEFORE_A_DAY = re.compile(r"^(?:[\s,;:–-]|\b(?:is|due|by|on|for|to|until|the)\b)+", re.I)
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


def report(words: str, today: date, *, changing: bool = False) -> ReportRequest:
    """A title, in quotes or before the day, and when it is due. Raises NoTitle, NoSuchDate, TooLong, SeveralDates.

    changing: what follows “to”, and is no date, is the new title.
    """
    words = NAMED.sub("", words)
    quoted = QUOTE.search(words)
    if quoted and not words[: quoted.start()].strip(AROUND):
        title, rest = _inside(quoted), words[quoted.end() :]
        renamed, rest = _new_title(rest, today)
        days, _ = dated(rest, today)
    else:
        title, days = _before_the_day(words, today)
        title, renamed = _split(title) if changing else (title, None)
    return _checked(title, days, renamed)


def _checked(title: str, days: tuple[date, ...], renamed: str | None) -> ReportRequest:
    title, renamed = _tidied(title), _tidied(renamed or "") or None
    if not title:
        raise NoTitle
    if max(len(title), len(renamed or "")) > LONGEST_TITLE:
        raise TooLong
    if len(days) > 1:
        raise SeveralDates
    return ReportRequest(title, days[0] if days else None, renamed)


def _new_title(rest: str, today: date) -> tuple[str | None, str]:
    """After a title in quotes: `to "Winter report"` or `to Winter report`; `to 18 December` is a day."""
    later = re.search(r"\bto\s+", rest, re.I)
    if later is None:
        return None, rest
    before, after = rest[: later.start()], rest[later.end() :]
    quoted = QUOTE.match(after)
    if quoted:
        return _inside(quoted), f"{before} {after[quoted.end() :]}"
    title, days = _before_the_day(after, today)
    if not _tidied(title):
        return None, rest
    return title, f"{before} {after[len(title) :]}" if days else before


def _before_the_day(words: str, today: date) -> tuple[str, tuple[date, ...]]:
    """Report on fractions due 11 Dec → the title ends where nothing but the day follows."""
    for joint in JOINT.finditer(words):
        days, beside = _day(words[joint.end() :], today)
        if days and not BEFORE_A_DAY.sub("", beside).strip(AROUND):
            return words[: joint.start()], days
    days, without = dated(words, today)
    return re.sub(r"\b(?:is\s+)?due\s*$", "", BEFORE_A_DAY.sub("", without) if days else without, flags=re.I), days


def _day(text: str, today: date) -> tuple[tuple[date, ...], str]:
    """The day of a part; what is no date in a part may still be one in the whole."""
    try:
        return dated(text, today)
    except NoSuchDate:
        return (), text


def _split(title: str) -> tuple[str, str | None]:
    parts = TO.split(title)
    return (" to ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (title, None)


def _inside(quoted: re.Match[str]) -> str:
    return quoted["double"] if quoted["double"] is not None else quoted["single"]


def _tidied(title: str) -> str:
    tidy = " ".join(title.split()).strip(' ,.;:–-“”"‘')
    return tidy if "'" in tidy[1:-1] or "’" in tidy[1:-1] else tidy.strip("'’")
