"""Residentials as a calendar file (RFC 5545): whole days, and one entry that a moved date replaces.

A file to keep, not an invitation: it has no METHOD, for which RFC 5546 asks for an ORGANIZER as well. Outlook,
Gmail and Nextcloud show an entry as live although its STATUS is CANCELLED, so its title says it, too.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.reply import File
from bot.features.residentials.domain import Residential, ResidentialState

if TYPE_CHECKING:
    from icalendar import Event

STATUS = {
    ResidentialState.PROVISIONAL: "TENTATIVE",
    ResidentialState.CONFIRMED: "CONFIRMED",
    ResidentialState.CANCELLED: "CANCELLED",
}


def calendar_file(residentials: Iterable[Residential], cohort: str, deployment: str, now: datetime) -> File:
    """A file with an entry for each residential; `now` in UTC.

    deployment: a name that no other has (`bot.db.deployment`), so that no entry replaces another bot's.
    """
    from icalendar import Calendar  # noqa: PLC0415  slow to import, and few ask for it

    calendar = Calendar()
    calendar.add("prodid", "-//mastery-bot//residentials//EN")
    calendar.add("version", "2.0")
    every = list(residentials)
    for residential in every:
        calendar.add_component(_entry(residential, cohort, deployment, now))
    numbers = " and ".join(str(residential.number) for residential in every)
    what = f"Residential {numbers}" if len(every) == 1 else f"Residentials {numbers}"
    return File("residentials.ics", calendar.to_ical(), "text/calendar", f"{what} for your calendar")


def _entry(residential: Residential, cohort: str, deployment: str, now: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    entry, cancelled = Event(), residential.state is ResidentialState.CANCELLED
    entry.add("uid", f"residential-{residential.id}@{deployment}.mastery-bot")
    entry.add("sequence", residential.revision)
    entry.add("dtstamp", now)
    title = f"Residential {residential.number}, Mastery Specialists, {cohort}"
    entry.add("summary", f"Cancelled: {title}" if cancelled else title)
    entry.add("dtstart", residential.first_day)
    entry.add("dtend", residential.last_day + timedelta(days=1))  # the day after, as the format counts
    entry.add("status", STATUS[residential.state])
    entry.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    if where := ", ".join(filter(None, (residential.venue, residential.address))):
        entry.add("location", where)
    if residential.times:
        entry.add("description", residential.times)
    if residential.link:
        entry.add("url", residential.link)
    return entry
