"""What a lead says of a residential or a report ("1 12-13 November at The Grange") → what to set. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise

from bot.dates import Lean, NotADay, days_in, in_words
from bot.errors import BotError
from bot.release_days.doubts import bank_holidays
from bot.store.records_dates import State

LONGEST_VENUE = 120  # characters
LONGEST_TITLE = 80
MOST_NUMBERS = 9
USUAL = timedelta(days=1)  # from the first day of a residential to its last
ORDINALS = {"first": 1, "second": 2, "third": 3, "one": 1, "two": 2, "three": 3}

NUMBER = re.compile(
    rf"^\s*(?:no\.?|number|#)?\s*(?P<number>[1-{MOST_NUMBERS}]|{'|'.join(ORDINALS)})\b(?![/.-]\d)", re.I
)
VENUE = re.compile(r"(?:^|\s)(?:at|venue:?|@)\s+(?P<venue>.+)$", re.I)
CONFIRM = re.compile(r"\b(?:is\s+)?confirm(?:ed)?\b", re.I)
CANCEL = re.compile(r"\b(?:cancel(?:led)?|called off|call off)\b", re.I)
PROVISIONAL = re.compile(r"\bprovisional(?:ly)?\b", re.I)
QUOTED = re.compile(r"[“”\"']\s*(?P<title>[^“”\"]{1,200}?)\s*[“”\"']")
DUE = re.compile(r"\b(?:is\s+)?(?:due|by|for|on)\b", re.I)
RENAMED = re.compile(r"\bto\s+[“\"'](?P<title>[^“”\"]{1,200}?)[”\"']\s*$", re.I)


class Wish(Enum):
    """What is to happen to a residential."""

    SET = "set"
    CONFIRM = "confirm"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Residence:
    """What was said of a residential; None for what was not."""

    number: int
    wish: Wish
    first: date | None = None
    last: date | None = None
    venue: str | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """What was said of a report."""

    title: str
    due: date | None = None
    renamed: str | None = None


class NoNumber(BotError):
    """Which residential? Put its number first: cohort residential 1 12-13 November 2026 at The Grange."""


class NotOneSpan(BotError):
    """I need the first and the last day, such as: cohort residential 1 12-13 November 2026 at The Grange."""


class NoSuchDate(BotError):
    """That date isn't in the calendar. Type it like this: 12-13 November 2026. Nothing was changed."""


class NoTitle(BotError):
    """Which report? Put its title in quotes: cohort report add "Autumn report" due 11 December 2026."""


class TooLong(BotError):
    """That's too long: at most 120 characters for a venue and 80 for a title. Nothing was changed."""


def residential(words: str, today: date) -> Residence:
    """Raises NoNumber, NotOneSpan, NoSuchDate, TooLong."""
    named = NUMBER.match(words)
    if named is None:
        raise NoNumber
    number, rest = _number(named["number"]), words[named.end() :]
    where = VENUE.search(rest)
    venue, before = (where["venue"], rest[: where.start()]) if where else (None, rest)
    if venue:  # the dates may come after the venue
        days, tidied = _days(venue, today)
        venue = CONFIRM.sub(" ", tidied).strip(" ,.;:") if days or CONFIRM.search(venue) else venue.strip(" ,.;")
        before = f"{before} {rest[where.start() :] if where and days else ''}"
    if venue and len(venue) > LONGEST_VENUE:
        raise TooLong
    days, _ = _days(before, today)
    if CANCEL.search(before) and not days:
        return Residence(number, Wish.CANCEL)
    if CONFIRM.search(rest) and not days and not venue:
        return Residence(number, Wish.CONFIRM)
    if days and not _in_a_row(days):
        raise NotOneSpan
    state = State.CONFIRMED if CONFIRM.search(rest) else State.PROVISIONAL if PROVISIONAL.search(rest) else None
    return Residence(number, Wish.SET, days[0] if days else None, days[-1] if days else None, venue or None, state)


def report(words: str, today: date) -> Owed:
    """A title, in quotes or before “due”, and when it is due. Raises NoTitle, NoSuchDate, TooLong."""
    renamed = RENAMED.search(words)
    rest = words[: renamed.start()] if renamed else words
    quoted = QUOTED.search(rest)
    if quoted:
        title, rest = quoted["title"], rest[quoted.end() :]
        days, _ = _days(rest, today)
    else:
        title, days = _before_due(rest, today)
    title = " ".join(title.split()).strip(" ,.;:“”\"'")
    if not title:
        raise NoTitle
    if len(title) > LONGEST_TITLE or (renamed and len(renamed["title"]) > LONGEST_TITLE):
        raise TooLong
    if len(days) > 1:
        raise NoSuchDate("I read more than one date there. Type one: due 11 December 2026. Nothing was changed.")
    return Owed(title, days[0] if days else None, " ".join(renamed["title"].split()) if renamed else None)


def doubts(first: date, last: date, today: date) -> list[str]:
    """What is worth a question before a residential is set."""
    found = []
    if last - first != USUAL:
        days = (last - first).days + 1
        found.append(f"Residentials are two days each, and this is {'one' if days == 1 else days}.")
    if first < today:
        found.append(f"{in_words(first)} is in the past.")
    if first - today > timedelta(days=365):
        found.append(f"{in_words(first)} is more than a year away.")
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        if day.weekday() >= 5:
            found.append(f"{in_words(day)} is at the weekend.")
        elif name := bank_holidays(day.year).get(day):
            found.append(f"{in_words(day)} is a bank holiday ({name}).")
    return found


def _number(word: str) -> int:
    return ORDINALS.get(word.lower()) or int(word)


def _days(text: str, today: date) -> tuple[tuple[date, ...], str]:
    try:
        found = days_in(text, today, Lean.FUTURE)
    except NotADay as slip:
        raise NoSuchDate(
            f"There is no “{str(slip)[:40]}” in the calendar. Type it like this: 12-13 November 2026. "
            "Nothing was changed."
        ) from None
    return found.days, found.rest


def _in_a_row(days: tuple[date, ...]) -> bool:
    return all(after - before == timedelta(days=1) for before, after in pairwise(days))


def _before_due(words: str, today: date) -> tuple[str, tuple[date, ...]]:
    """Autumn report due 11 Dec → the title and the day."""
    days, rest = _days(words, today)
    return DUE.split(rest)[0], days
