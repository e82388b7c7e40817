"""“Push it back a week”, “venue is the Bull, add that”, of a residential just spoken of → what it would be. Pure.

Every word is read, or nothing is.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.features.residentials.domain import ResidentialInput, ResidentialState
from bot.features.residentials.parsing_venue import AROUND, ResidentialUnclear, take_venue
from bot.hubs.lead_calendar import LeadCalendar
from bot.language import PartOfDay
from bot.language.calendars import day_of, monday
from bot.language.shifts import shift_in
from bot.language.tokens import Token, tokenise

BEFORE = (
    r"(?:(?:oh|no|nope|ok|okay|actually|sorry|wait|hang on|but|and|also|well|right|please|pls|can you|could you|"
    r"btw|by the way)\b[\s,.:!–-]*)*"
)
IT = r"(?:it|that|this|they|them|(?:those|these|the)\s+(?:dates?|days))"
AFTER = (
    r"(?:[\s,.;–-]+(?:(?:please|pls|thanks|ta|now|then|instead|by the way|btw|again|too|for me)\b|"
    r"(?:so\s+)?(?:can|could)\s+you\s+(?:please\s+)?(?:mark|note|put|add|set|change)(?:\s+(?:it|that|them))?"
    r"(?:\s+(?:in|down|so|as such|on))?|"
    r"(?:please\s+)?(?:add|note|put|mark|set)\s+(?:it|that)(?:\s+(?:in|down|on|to it))?))*[\s.!]*"
)
MOVES = (
    r"(?:(?:push|put|move|shift|bring|make|change|set|postpone|delay|swap)\s+)?(?:(?:it|that|this|them)\s+)?"
    r"(?:(?:should|needs\s+to|has\s+to|must|will)\s+be\s+|(?:it['’]?s|that['’]?s|they['’]re)\s+)?(?:(?:to|on|for)\s+)?"
)
CERTAIN = re.compile(
    rf"{BEFORE}(?:(?:confirm|finalise)\s+{IT}|{IT}\s*(?:['’]?s|is|are|['’]?re)?\s*(?:now\s+|all\s+)*confirmed(?:\s+now)?|"
    rf"confirmed(?:\s+now)?){AFTER}",
    re.I,
)
NOT_CERTAIN = re.compile(
    rf"{BEFORE}(?:{IT}\s*(?:['’]?s|is|are|['’]?re)\s+)?(?:(?:only|still|just)\s+)*(?:provisional|tbc|"
    rf"(?:not|n['’]t)\s+(?:yet\s+)?confirmed(?:\s+yet)?){AFTER}",
    re.I,
)
PLACE = re.compile(
    rf"{BEFORE}(?:the\s+)?(?:venue|place|hotel)(?:['’]?s|\s+(?:is|will be|to be))?(?:\s+now)?\s*[:–-]?\s+"
    rf"(?P<venue>(?!(?:for|of|in|on|residential)\b)\S.*?){AFTER}",
    re.I,
)
SHIFTED = re.compile(rf"{BEFORE}{MOVES}\W*", re.I)
DAYS = re.compile(rf"{BEFORE}(?:[^\w]*(?:not|no)\s+)?{MOVES}(?P<days>\S.*?){AFTER}", re.I)
CAPITAL = re.compile(r"\b[A-Z]")
JOINTS = frozenset(("and", "to", "-", "&", "the", ",", "on", "till", "until"))


def becomes(text: str, planned: ResidentialInput, calendar: LeadCalendar) -> ResidentialInput | None:
    """None for words that say anything else, or nothing new."""
    said = " ".join(text.split())
    found = _certain(said, planned) or _place(said, planned, calendar) or _moved(said, planned)
    found = found or _weekdays(said, planned) or _dated(said, planned, calendar)
    return found if found != planned else None


def _certain(said: str, planned: ResidentialInput) -> ResidentialInput | None:
    if CERTAIN.fullmatch(said):
        return replace(planned, state=ResidentialState.CONFIRMED)
    return replace(planned, state=ResidentialState.PROVISIONAL) if NOT_CERTAIN.fullmatch(said) else None


def _place(said: str, planned: ResidentialInput, calendar: LeadCalendar) -> ResidentialInput | None:
    found = PLACE.fullmatch(said)
    try:
        read = take_venue(f"at {found['venue']}", calendar) if found else None
    except ResidentialUnclear:
        return None
    if read is None or read.venue is None or read.dates.strip(AROUND) or read.state:
        return None
    if not CAPITAL.search(read.venue):
        return None
    return replace(planned, venue=read.venue)


def _moved(said: str, planned: ResidentialInput) -> ResidentialInput | None:
    shift = shift_in(said)
    rest = f"{said[: shift.extent.start]} {said[shift.extent.end :]}" if shift else ""
    if shift is None or not SHIFTED.fullmatch(f"{_without_after(rest)} "):
        return None
    forward = re.search(r"\bbring\b|\bearlier\b|\bsooner\b", said, re.I)
    if shift.either and not forward:
        return None
    days = timedelta(-abs(shift.days) if shift.either else shift.days)
    return replace(planned, first_day=planned.first_day + days, last_day=planned.last_day + days)


def _weekdays(said: str, planned: ResidentialInput) -> ResidentialInput | None:
    """“The Thursday and Friday instead”: those of the same week, as many days as it was."""
    named, tokens = _tokens(said)
    if not named or not all(one.weekday is not None or one.text in JOINTS for one in tokens):
        return None
    days = [monday(planned.first_day) + timedelta(one.weekday) for one in tokens if one.weekday is not None]
    return _as_long(planned, days)


def _dated(said: str, planned: ResidentialInput, calendar: LeadCalendar) -> ResidentialInput | None:
    """“The 27th and 28th”, of the same month; or days with a month of their own."""
    named, tokens = _tokens(said)
    if named and all(
        (one.number is not None and (one.ordinal or one.digits)) or one.text in JOINTS for one in tokens
    ):
        first = planned.first_day
        days = [day_of(first.year, first.month, one.number) for one in tokens if one.number is not None]
        return _as_long(planned, [one for one in days if one]) if all(days) else None
    reading = calendar.span(named)
    whole = reading.span and reading.certain and not reading.note.strip(AROUND)
    if not whole or reading.span is None or not any(one.month for one in tokens):
        return None
    if any(one.part not in (None, PartOfDay.FULL) for one in reading.segments):
        return None
    return replace(planned, first_day=reading.span.first, last_day=reading.span.last)


def _as_long(planned: ResidentialInput, days: list[date]) -> ResidentialInput | None:
    if not days or len(days) > 2 or days[-1] - days[0] != planned.last_day - planned.first_day:
        return None
    return replace(planned, first_day=days[0], last_day=days[-1])


def _tokens(said: str) -> tuple[str, list[Token]]:
    found = DAYS.fullmatch(said)
    named = found["days"] if found else ""
    return named, tokenise(named)


def _without_after(said: str) -> str:
    found = re.fullmatch(rf"(?P<said>.*?){AFTER}", said.strip(), re.I)
    return found["said"] if found else said
