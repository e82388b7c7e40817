"""The venue in what a lead says of a residential: “… at The Grange”. Pure."""

import re
from dataclasses import dataclass

from bot.core.errors import BotError
from bot.features.residentials.domain import ResidentialState
from bot.hubs.lead_calendar import LeadCalendar
from bot.language import Role, read_time

LONGEST_VENUE = 120  # characters
VENUE = re.compile(
    r"(?:^|[\s,;])(?:at|@|(?:the\s+)?venue(?:\s+(?:is|to|now|will be)\b)*:?)\s+(?P<venue>\S.*)$", re.I
)
STATE_LAST = re.compile(r"[\s,;(]+(?:is\s+|now\s+|still\s+)*(?P<state>confirmed|provisional)\)?\s*[.!]?$")
MOVES = re.compile(
    r"^(?:[\s,.;:()–-]|(?:has been|will be|will|has|have|is|are|it|be|been|now|moved?|moves|set|change[ds]?|make|"
    r"schedule[ds]?|postponed?|dates?|to|on|in|for|the)\b)+",
    re.I,
)
NO_PLACE = re.compile(
    r"[\s,;(–-]*\b(?:(?:i|we)\s+(?:think|believe|guess|hope|reckon)|maybe|perhaps|probably|possibly|hopefully|"
    r"not\s+sure|if\s|unless\s|or\s|not\s|instead|and\s+(?:please\s+)?(?:tell|let|email|e-mail|message|send|add|book|"
    r"remind)|(?:tell|let|remind|email)\s+(?:every|them|all|people|the|us)).*$",
    re.I | re.S,
)
"""Behind a venue: a doubt, a choice, a negation or another order, and no part of its name."""
IN_A_PLACE = re.compile(
    r"(?:(?:is|will|be|now|moved?|moving|being|to|it|held|has|been|going)\s+)*\bin\s+(?P<place>(?!(?:doubt|question|danger|"
    r"jeopardy|hand|person|full|progress|mind|fact|touch|the)\b)[^\W\d_][\w'’ -]{1,40})",
    re.I,
)
NAME = re.compile(r"(?:[A-Z][\w'’.&-]*|\d+|of|the|and|at|in|de|by|on|&)(?:\s+|$)")
AROUND = " \t,.;:()–-"


class ResidentialUnclear(BotError):
    """I don't understand all of that. Type it like this: cohort residential 1 12-13 November 2026 at York.
    Nothing was changed."""


@dataclass(slots=True)
class ResidentialReading:
    """What is left to be read of what was said of a residential, and what was read of it so far."""

    dates: str
    venue: str | None = None
    state: ResidentialState | None = None


def take_venue(rest: str, calendar: LeadCalendar) -> ResidentialReading:
    """The venue after “at”, as it was written; where no date stands before it, dates may stand behind it."""
    where = VENUE.search(rest)
    if where is None:
        return ResidentialReading(rest)
    said, venue = ResidentialReading(rest[: where.start()]), " ".join(where["venue"].split())
    if state := STATE_LAST.search(venue):
        said.state, venue = ResidentialState(state["state"]), venue[: state.start()]
    if not MOVES.sub("", said.dates).strip(AROUND) and (dates := _dates_last(venue, calendar)):
        said.dates, venue = f"{said.dates} {dates}", venue[: -len(dates)]
    if read_time(venue) is not None:
        raise ResidentialUnclear(f"Is “{venue}” a time? I keep none for a residential. Nothing was changed.")
    said.venue = venue.strip(" \t,;:") or None
    if tail := NO_PLACE.search(said.venue or ""):
        raise ResidentialUnclear(
            f"Is “{tail[0].strip(' ,;')}” a part of the venue? I can't tell what it says. Type the venue alone. "
            "Nothing was changed."
        )
    return said


def _dates_last(venue: str, calendar: LeadCalendar) -> str:
    """The dates with a month's name at the end of a venue: “The Grange 12-13 November”; empty for none."""
    words = venue.split(" ")
    for at in range(1, len(words)):
        tail = " ".join(words[at:])
        if re.search(r"[^\W\d]{3}", tail) and re.search(r"\d", words[at] + " ".join(words[at : at + 2])):
            reading = calendar.span(tail)
            if reading.span and reading.certain and not reading.note:
                return tail
    return ""


def only_a_place(words: str, calendar: LeadCalendar) -> str:
    """“Is in York”: the place, where no date is said; empty for any other."""
    found = IN_A_PLACE.fullmatch(words.strip(AROUND))
    if found is None:
        return ""
    reading = calendar.span(found["place"])
    return "" if reading.days or reading.doubts else found["place"].strip()


def venue_behind(dates: str, calendar: LeadCalendar) -> tuple[str, str | None]:
    """The dates, and the name that stands behind a comma after them: “24-25 June 2027, May Hill Lodge”.

    A month or a weekday that begins the name says nothing of the dates, where those are whole before it.
    """
    for mark in re.finditer(r"\s*,\s*", dates):
        before, name = dates[: mark.start()], dates[mark.end() :].strip(AROUND)
        reading = calendar.span(before)
        if reading.span is None or reading.doubts or reading.note or not name[:1].isupper():
            continue
        named = "".join(one[0] for one in NAME.finditer(name)).strip() == name
        if named and any(one.role is Role.WORD for one in calendar.span(name).left):
            return before, name
    return dates, None
