"""The closing date as a calendar file (RFC 5545): a whole day with two alarms; nobody is on record for it."""

from datetime import UTC, date, datetime, time, timedelta

from bot.core.reply import File

AT_NINE = timedelta(hours=9)
ALARMS = (timedelta(days=7), timedelta(days=1))  # before the day, each at nine in the morning


def deadline_file(opens: date, closes: date, programme: str) -> File:
    """The same bytes for everybody, so that a second one replaces the first in a calendar."""
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415  slow to import, and few ask for it

    calendar, entry = Calendar(), Event()
    calendar.add("prodid", "-//mastery-bot//deadline//EN")
    calendar.add("version", "2.0")
    entry.add("uid", f"deadline-{closes.isoformat()}@mastery-bot")
    entry.add("dtstamp", datetime.combine(opens, time(), UTC))
    entry.add("summary", f"Last day to apply: {programme}")
    entry.add("description", "Applications are still taken on this day. Your Maths Hub has the form.")
    entry.add("dtstart", closes)
    entry.add("dtend", closes + timedelta(days=1))  # the day after, as the format counts
    entry.add("transp", "TRANSPARENT")
    for before in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Last day to apply: {closes.day} {closes:%B %Y}")
        alarm.add("trigger", AT_NINE - before)
        entry.add_component(alarm)
    calendar.add_component(entry)
    return File(
        "last-day-to-apply.ics", calendar.to_ical(), "text/calendar", "The last day to apply, for your calendar"
    )
