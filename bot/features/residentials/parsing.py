"""What a lead says of a residential ("1 12-13 November at The Grange") and what is odd about dates. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise

from bot.core.errors import BotError
from bot.core.working_days import bank_holiday
from bot.features.residentials.domain import ResidentialState
from bot.language.dates import in_words
from bot.language.former_dates import Lean, NotADay, days_in

LONGEST_VENUE = 120  # characters
MOST_NUMBERS = 9
USUAL = timedelta(days=1)  # from the first day of a residential to its last
ORDINALS = {"first": 1, "second": 2, "third": 3, "one": 1, "two": 2, "three": 3, "1st": 1, "2nd": 2, "3rd": 3}

VERB_FIRST = re.compile(
    r"^\s*(?:please\s+)?(?P<verb>cancel|call off|confirm|move|set|change|make|schedule)\s+(?P<rest>.+)", re.I
)
NUMBER = re.compile(
    rf"^\s*(?:the\s+)?(?:no\.?|number|#)?\s*(?P<number>[1-{MOST_NUMBERS}]|{'|'.join(ORDINALS)})\b(?![/.-]\d)", re.I
)
VENUE = re.compile(r"(?:^|[\s,;])(?:at|venue:?|@)\s+(?P<venue>.+)$", re.I)
VENUE_LATER = re.compile(
    r"[\s,(]*\b(?:at\s+an?\s+|the\s+)?venue:?\s+(?:is\s+)?(?:still\s+)?"
    r"(?:tbc|tba|to be (?:confirmed|announced|decided)|not (?:yet )?(?:confirmed|known|set))\b\)?",
    re.I,
)
NOT_CERTAIN = re.compile(
    r"\b(?:(?:still\s+)?to be confirmed|tbc|unconfirmed|not (?:yet |fully )?confirmed(?: yet)?|"
    r"isn['’]t (?:yet )?confirmed(?: yet)?)\b",
    re.I,
)
CONFIRM = re.compile(r"\b(?:is\s+)?(?:now\s+)?confirm(?:ed)?\b", re.I)
CANCEL = re.compile(r"\b(?:cancel(?:led)?|called off|call off)\b", re.I)
NOT_CANCELLED = re.compile(r"\b(?:not|don['’]t|isn['’]t|un)[ -]?(?:be(?:en)? )?cancel", re.I)
PROVISIONAL = re.compile(r"\bprovisional(?:ly)?\b", re.I)
SAYS_NOTHING = re.compile(
    r"\b(?:has been|has|moved?|change[ds]?|postponed|to|from|on|in|is|are|it|be|will|now|please|set|dates?|"
    r"for|and|confirm(?:ed)?|provisional(?:ly)?|as)\b|[\s,.;:()–-]",
    re.I,
)
TRAILING = re.compile(
    r"(?:[\s,.;:()-]|\b(?:confirm(?:ed)?|provisional(?:ly)?|move|set|change|make|schedule)\b)+$", re.I
)


class Wish(Enum):
    """What is to happen to a residential."""

    SET = "set"
    CONFIRM = "confirm"
    CANCEL = "cancel"
    SHOW = "show"


@dataclass(frozen=True, slots=True)
class Residence:
    """What was said of a residential; None for what was not."""

    number: int
    wish: Wish
    first: date | None = None
    last: date | None = None
    venue: str | None = None
    state: ResidentialState | None = None


class NoNumber(BotError):
    """Which residential? Put its number first: cohort residential 1 12-13 November 2026 at The Grange."""


class NotOneSpan(BotError):
    """I need the first and the last day, such as: cohort residential 1 12-13 November 2026 at The Grange."""


class NoSuchDate(BotError):
    """That date isn't in the calendar. Type it like this: 12-13 November 2026. Nothing was changed."""


class TooLong(BotError):
    """That's too long: at most 120 characters for a venue and 80 for a title. Nothing was changed."""


class ResidentialUnclear(BotError):
    """I don't understand all of that. Type it like this: cohort residential 1 12-13 November 2026 at York."""


def residential(words: str, today: date) -> Residence:
    """Raises NoNumber, NotOneSpan, NoSuchDate, TooLong, ResidentialUnclear."""
    number, rest = _number(words)
    rest = NOT_CERTAIN.sub("provisional", VENUE_LATER.sub(" ", rest))
    venue, before = _venue(rest, today)
    days, _ = dated(before, today)
    if not days and CANCEL.search(before):
        if NOT_CANCELLED.search(before):
            raise NotOneSpan
        return Residence(number, Wish.CANCEL)
    state = (
        ResidentialState.CONFIRMED
        if CONFIRM.search(rest)
        else ResidentialState.PROVISIONAL
        if PROVISIONAL.search(rest)
        else None
    )
    if not days and not venue and state is ResidentialState.CONFIRMED:
        return Residence(number, Wish.CONFIRM)
    if not days and not venue and not state and not rest.strip(" .!,;:"):
        return Residence(number, Wish.SHOW)
    if not days and not venue and not state:
        raise NotOneSpan
    venue = venue or _left_over(before, today)
    if venue and len(venue) > LONGEST_VENUE:
        raise TooLong
    if days and not _in_a_row(days):
        raise NotOneSpan
    return Residence(number, Wish.SET, days[0] if days else None, days[-1] if days else None, venue, state)


def odd_about(first: date, last: date, today: date) -> list[str]:
    """What is worth a question before a residential is set."""
    found = []
    if last - first != USUAL:
        days = (last - first).days + 1
        found.append(f"Residentials are two days each, and this is {'one' if days == 1 else days}.")
    found += far_off(first, today)
    for step in range(min((last - first).days + 1, MOST_NUMBERS)):
        day = first + timedelta(days=step)
        if day.weekday() >= 5:
            found.append(f"{in_words(day)} is at the weekend.")
        elif name := bank_holiday(day):
            found.append(f"{in_words(day)} is a bank holiday ({name}).")
    return found


def far_off(day: date, today: date) -> list[str]:
    """A day that is over, or further away than a year."""
    if day < today:
        return [f"{in_words(day)} is in the past."]
    return [f"{in_words(day)} is more than a year away."] if day - today > timedelta(days=365) else []


def dated(text: str, today: date) -> tuple[tuple[date, ...], str]:
    """The days in a text and the text without them. Raises NoSuchDate."""
    try:
        found = days_in(text, today, Lean.FUTURE)
    except NotADay as slip:
        raise NoSuchDate(
            f"There is no “{str(slip)[:40]}” in the calendar. Type it like this: 12-13 November 2026. "
            "Nothing was changed."
        ) from None
    return found.days, found.rest


def _number(words: str) -> tuple[int, str]:
    """The number and what is said of it; a verb that stands first ("cancel 2") comes last."""
    verb = VERB_FIRST.match(words)
    said = verb["rest"] if verb else words
    named = NUMBER.match(said)
    if named is None:
        raise NoNumber
    number = ORDINALS.get(named["number"].lower()) or int(named["number"])
    rest = said[named.end() :]
    return number, f"{rest} {verb['verb']}" if verb else rest


def _venue(rest: str, today: date) -> tuple[str | None, str]:
    """The venue after “at”, and everything else; the dates may come after the venue."""
    where = VENUE.search(rest)
    if where is None:
        return None, rest
    days, without = dated(where["venue"], today)
    venue = where["venue"]
    if days or CONFIRM.search(venue) or PROVISIONAL.search(venue):
        venue = PROVISIONAL.sub(" ", CONFIRM.sub(" ", without if days else venue))
    before = rest[: where.start()]
    venue = " ".join(re.sub(r"\s+(?:move|set|change|make|schedule)$", "", venue).split()).strip(" ,.;:()")
    return venue or None, f"{before} {rest[where.start() :]}" if days else before


def _left_over(before: str, today: date) -> str | None:
    """What stands beside the dates and says more: a name is the venue, anything else is asked about."""
    _, without = dated(before, today)
    kept = SAYS_NOTHING.sub(" ", without).strip()
    if not kept:
        return None
    start = without.index(kept.split()[0])
    name = TRAILING.sub("", without[start:])
    if name[0].isupper() and before.rstrip(" .,;:").find(name[: name.find(",") if "," in name else None]) > 0:
        return name
    raise ResidentialUnclear(
        f"What is “{name[:60]}”? If it is the venue, put “at” before it. Nothing was changed."
    )


def _in_a_row(days: Sequence[date]) -> bool:
    return all(after - before == timedelta(days=1) for before, after in pairwise(days))
