"""A calendar as its subscribers' programs read it (RFC 5545 and 7986): the same bytes while no date changes."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.features.calendar_feed.domain import Feed, FeedEntry
from bot.features.residentials.domain import ResidentialState
from bot.features.residentials.ics import STATUS

if TYPE_CHECKING:
    from icalendar import Event

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
REFRESH = timedelta(hours=1)


def written(feed: Feed, deployment: str) -> bytes:
    """deployment: a name that no other has, as in the calendar file: an entry of either replaces the other's."""
    from icalendar import Calendar  # noqa: PLC0415  slow to import, and few ask for it

    calendar = Calendar()
    calendar.add("prodid", "-//mastery-bot//calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", feed.name)
    calendar.add("x-wr-calname", feed.name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in feed.entries:
        calendar.add_component(_event(entry, deployment))
    return bytes(calendar.to_ical())


def etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _event(entry: FeedEntry, deployment: str) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    event, cancelled = Event(), entry.state is ResidentialState.CANCELLED
    event.add("uid", f"{entry.kind}-{entry.id}@{deployment}.mastery-bot")
    event.add("sequence", entry.revision)
    # The moment of reading would make new bytes of the same dates; a later revision has a later stamp.
    event.add("dtstamp", BEGAN + timedelta(minutes=entry.revision))
    event.add("summary", f"Cancelled: {entry.title}" if cancelled else entry.title)
    event.add("dtstart", entry.first_day)
    event.add("dtend", entry.last_day + timedelta(days=1))  # the day after, as the format counts
    event.add("status", STATUS[entry.state])
    free = cancelled or entry.kind == "report"
    event.add("transp", "TRANSPARENT" if free else "OPAQUE")
    if entry.venue:
        event.add("location", entry.venue)
    return event
