"""What is worth a question about the dates of a residential before it is set. Pure."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from bot.core.working_days import bank_holiday
from bot.features.residentials.domain import Residential, ResidentialInput, ResidentialState
from bot.hubs.lead_calendar import LeadCalendar
from bot.language.dates import in_words
from bot.language.phrasing import span

NO_VENUE = re.compile(
    r"^(?:risk|last|least|night|noon|short|an?\s+(?:cost|push|time|pinch)|cost|the\s+(?:same|latest|moment|weekend)|"
    r"my|our|home|once|first|\d)\b|\b(?:bring|share|sharing|cant|can['’]?t|won['’]?t|tell|ask|email|message|remind|lol|"
    r"and\s+residential|please)\b|£",
    re.I,
)
"""“Residential 2 at risk”, “at leeds, bring wellies”: more than a place, or none."""
USUAL = timedelta(days=1)  # from the first day of a residential to its last
MOST_DAYS = 9  # that are looked at


def odd_about(first: date, last: date, calendar: LeadCalendar) -> list[str]:
    """One sentence for each thing that is unusual."""
    found = []
    if last - first != USUAL:
        days = (last - first).days + 1
        found.append(f"Residentials are two days each, and this is {'one' if days == 1 else days}.")
    found += calendar.far_off(first)
    for step in range(min((last - first).days + 1, MOST_DAYS)):
        day = first + timedelta(days=step)
        if day.weekday() >= 5:
            found.append(f"{in_words(day)} is a weekend day.")
        elif name := bank_holiday(day):
            found.append(f"{in_words(day)} is a bank holiday ({name}).")
    return found


def odd_venue(before: Residential | None, planned: ResidentialInput, today: date) -> list[str]:
    """A new venue that reads like something else, or one of a residential that is over."""
    if not planned.venue or (before is not None and before.venue == planned.venue):
        return []
    found = [f"I'm not sure that “{planned.venue[:60]}” is a venue."] if NO_VENUE.search(planned.venue) else []
    if before is not None and before.last_day < today and before.first_day == planned.first_day:
        found.append("It is over.")
    return found


def overlapping(number: int, first: date, last: date, there: Iterable[Residential]) -> list[str]:
    """One sentence for each other residential of the hub that is on one of these days."""
    others = [one for one in there if one.number != number and one.state is not ResidentialState.CANCELLED]
    return [
        f"Residential {one.number} is on {span(one.first_day, one.last_day)}."
        for one in others
        if one.first_day <= last and first <= one.last_day
    ]
