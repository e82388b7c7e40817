"""Residentials as a calendar file (RFC 5545): whole days, and one entry that a moved date replaces."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from bot.core.reply import File
from bot.features.residentials.domain import Residential, ResidentialState

STATUS = {
    ResidentialState.PROVISIONAL: "TENTATIVE",
    ResidentialState.CONFIRMED: "CONFIRMED",
    ResidentialState.CANCELLED: "CANCELLED",
}


def calendar_file(residentials: Iterable[Residential], cohort: str, now: datetime) -> File:
    """A file with an entry for each residential; `now` in UTC."""
    calendar = Calendar()
    calendar.add("prodid", "-//mastery-bot//residentials//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    every = list(residentials)
    for residential in every:
        calendar.add_component(_entry(residential, cohort, now))
    numbers = " and ".join(str(residential.number) for residential in every)
    what = f"Residential {numbers}" if len(every) == 1 else f"Residentials {numbers}"
    return File("residentials.ics", calendar.to_ical(), "text/calendar", f"{what} for your calendar")


def _entry(residential: Residential, cohort: str, now: datetime) -> Event:
    entry = Event()
    entry.add("uid", f"residential-{residential.id}@mastery-bot")
    entry.add("sequence", residential.revision)
    entry.add("dtstamp", now)
    entry.add("summary", f"Residential {residential.number}, Mastery Specialists, {cohort}")
    entry.add("dtstart", residential.first_day)
    entry.add("dtend", residential.last_day + timedelta(days=1))  # the day after, as the format counts
    entry.add("status", STATUS[residential.state])
    entry.add("transp", "OPAQUE")
    if residential.venue:
        entry.add("location", residential.venue)
    return entry
