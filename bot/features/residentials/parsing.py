"""What a lead says of a residential: "1 12-13 November at The Grange", "confirm 2", "3 move to 19 May". Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial

from bot.core.errors import BotError
from bot.features.residentials.domain import ResidentialState
from bot.features.residentials.parsing_venue import (
    AROUND,
    LONGEST_VENUE,
    MOVES,
    ResidentialReading,
    ResidentialUnclear,
    only_a_place,
    take_venue,
    venue_behind,
)
from bot.hubs.lead_calendar import DateInDoubt, LeadCalendar, ReadyAnswer, settle
from bot.language import Reading, in_words
from bot.language.mentions import PartOfDay

MOST_NUMBERS = 9
COMMAND = "cohort residential"
ORDINALS = {"first": 1, "second": 2, "third": 3, "one": 1, "two": 2, "three": 3, "1st": 1, "2nd": 2, "3rd": 3}

COURTESY = re.compile(
    r"^\s*(?:(?:please|pls|can you|could you|i want to|i need to)\s+)+|[\s,]+please\s*[.!]?$", re.I
)
VERB_FIRST = re.compile(
    r"^\s*(?P<verb>cancel|call off|scrap|bin|drop|ditch|confirm|move|set|change|make|schedule|postpone)\s+"
    r"(?P<rest>\S.*)$",
    re.I,
)
NUMBER = re.compile(
    rf"^\s*(?:the\s+)?(?:residential\s+)?(?:no\.?|number|#)?\s*(?P<number>[1-{MOST_NUMBERS}]|{'|'.join(ORDINALS)})"
    r"\b(?![/.-]\d)(?:\s+(?:residential|one)\b)?(?:['’]s\b)?",
    re.I,
)
LATER = (
    r"(?:still\s+)?(?:tbc|tba|to be (?:confirmed|announced|decided)|not (?:yet )?(?:confirmed|known|set)(?: yet)?)"
)
VENUE_LATER = re.compile(rf"[\s,(]*\b(?:at\s+an?\s+|the\s+|an?\s+)?venue:?\s+(?:is\s+)?{LATER}\b\)?", re.I)
NOT_CERTAIN = re.compile(
    r"\(?\b(?:(?:still\s+)?to be confirmed|tbc|unconfirm(?:ed)?|"
    r"(?:is\s+)?(?:not|no longer) (?:yet |fully )?confirmed(?: yet| any ?more)?|"
    r"isn['’]?t (?:yet )?confirmed(?: yet| any ?more)?)\b\)?",
    re.I,
)
CONFIRM = re.compile(r"\b(?:is\s+)?(?:now\s+)?confirm(?:ed)?\b", re.I)
PROVISIONAL = re.compile(r"\b(?:is\s+)?(?:still\s+)?provisional(?:ly)?\b", re.I)
CANCEL = re.compile(
    r"^(?:is\s+|has been\s+|now\s+)*(?:cancel(?:led)?|called off|call off|scrap|bin|drop|ditch|off|"
    r"not (?:happening|going ahead))$",
    re.I,
)
SECOND_SPAN = re.compile(
    r"\b(?:and|or|then)\s+\d{1,2}(?:\s*(?:-|–|to|and)\s*\d{1,2})?\s+"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.I,
)
"""“At York and 17-18 June at Leeds”: no venue, but another residential."""
MOST_OF_A_PLACE = 4  # words


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
    """Which residential? Put its number first, as in “cohort residential 1 12-13 November 2026 at The Grange”."""


class NotOneSpan(BotError):
    """Nothing was changed. Give the first and last day, as in “cohort residential 1 12-13 November 2026”."""


class VenueTooLong(BotError):
    """That's too long: at most 120 characters for a venue. Nothing was changed."""


def residential(words: str, calendar: LeadCalendar, hub: str = "") -> Residence:
    """hub: its name, where it has to stand last.

    Raises NoNumber, NotOneSpan, DateInDoubt, VenueTooLong, ResidentialUnclear.

    What follows “at” is the venue, whole: a date, a number or a verb in it says nothing of the residential.
    """
    number, rest = _number(COURTESY.sub("", words))
    said = take_venue(VENUE_LATER.sub(" ", rest), calendar)
    _state(said)
    if CANCEL.match(said.dates.strip(AROUND)):
        if said.venue or said.state:
            raise ResidentialUnclear
        return Residence(number, Wish.CANCEL)
    written = partial(_written, number, said, hub)
    if said.venue is None and (place := only_a_place(said.dates, calendar)):
        raise _is_it_the_venue(place, written, "")
    dates = MOVES.sub("", said.dates).strip(AROUND)
    moves = dates != said.dates.strip(AROUND)
    if not dates:
        return _without_dates(number, said, moves=moves)
    if said.venue is None:
        dates, said.venue = venue_behind(dates, calendar)
    reading = settle(calendar.span, dates, written)
    venue = _name_beside(reading, said, written)
    if any(one.part not in (None, PartOfDay.FULL) for one in reading.segments):
        raise ResidentialUnclear(
            "I keep whole days of a residential: leave the part of the day out here, and put the times in with "
            f"“residential details {number}”. Nothing was changed."
        )
    if reading.span is None or SECOND_SPAN.search(said.venue or ""):
        raise NotOneSpan
    return _checked(Residence(number, Wish.SET, reading.span.first, reading.span.last, venue, said.state))


def _without_dates(number: int, said: ResidentialReading, *, moves: bool) -> Residence:
    if said.venue or said.state not in (None, ResidentialState.CONFIRMED):
        return _checked(Residence(number, Wish.SET, None, None, said.venue, said.state))
    if said.state:
        return Residence(number, Wish.CONFIRM)
    if moves:
        raise NotOneSpan
    return Residence(number, Wish.SHOW)


def _checked(found: Residence) -> Residence:
    if found.venue and len(found.venue) > LONGEST_VENUE:
        raise VenueTooLong
    return found


def _written(number: int, said: ResidentialReading, hub: str, dates: str) -> str:
    """The command again, with other dates."""
    where = f" at {said.venue}" if said.venue else ""
    state = f", {said.state.value}" if said.state else ""
    return f"{COMMAND} {number} {dates}{where}{state}{f', {hub}' if hub else ''}"


def _number(words: str) -> tuple[int, str]:
    """The number and what is said of it; a verb that stands first ("cancel 2") comes before the rest."""
    verb = VERB_FIRST.match(words)
    said = verb["rest"] if verb else words
    named = NUMBER.match(said)
    if named is None:
        raise NoNumber
    number = ORDINALS.get(named["number"].lower()) or int(named["number"])
    rest = said[named.end() :].strip()
    return number, f"{verb['verb']} {rest}".strip() if verb else rest


def _in_a_place(text: str, name: str) -> bool:
    """Whether “in” stands before the name, and nothing behind it."""
    said = " ".join(text.split()).rstrip(" .,;:")
    return said.casefold().endswith(f" in {name.casefold()}") and name.replace(" ", "").isalpha()


def _state(said: ResidentialReading) -> None:
    """Takes “confirmed”, “provisional” and “to be confirmed” out of what stands before the venue."""
    states = (
        (NOT_CERTAIN, ResidentialState.PROVISIONAL),
        (PROVISIONAL, ResidentialState.PROVISIONAL),
        (CONFIRM, ResidentialState.CONFIRMED),
    )
    for pattern, state in states:
        if pattern.search(said.dates):
            said.dates, said.state = pattern.sub(" ", said.dates), said.state or state


def _name_beside(reading: Reading, said: ResidentialReading, written: Callable[[str], str]) -> str | None:
    """What stands beside the dates: behind them, a name is the venue; anything else is asked about."""
    venue = said.venue
    name = re.sub(r"^in\s+", "", reading.note).strip(AROUND)
    if not name:
        return venue
    if venue is None and name[0].isupper() and reading.text.rstrip(" .,;:").endswith(name):
        return name
    if venue is None and reading.span and _in_a_place(reading.text, name) and len(name.split()) <= MOST_OF_A_PLACE:
        raise _is_it_the_venue(name, written, f"{in_words(reading.span.first)} to {in_words(reading.span.last)} ")
    raise ResidentialUnclear(
        f"What is “{name[:60]}”? If it is the venue, put “at” before it. Nothing was changed."
    )


def _is_it_the_venue(name: str, written: Callable[[str], str], days: str) -> DateInDoubt:
    """A name behind “in” may be a place; its ready answer says so."""
    place = name.title() if name.islower() else name
    return DateInDoubt(
        f"Is “{place}” the venue?", (ReadyAnswer(f"The venue is {place}", written(f"{days}at {place}".strip())),)
    )
