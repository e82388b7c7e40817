"""What somebody says of their reminders ("snooze reports until Friday") → which topics, until which day."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.core.errors import BotError
from bot.core.working_days import DAY, Calendar, Hours
from bot.features.reminders.recipients import ALL
from bot.features.reminders.registry import topics
from bot.language.former_dates import MONTH, MONTHS, Lean, NotADay, days_in

USUAL = 3  # days, where somebody says “later” and no more
LONGEST = 366  # days
MORNING = time(7, 30)  # when what was put off comes; app.yaml's own `opens` unless it was changed

EVERY = re.compile(r"\b(?:all|everything|every one|both|any(?:thing)?)\b", re.I)
COUNTED = re.compile(
    r"\b(?P<count>an?|one|two|three|four|five|six|\d{1,3}|(?:a\s+|another\s+)?couple(?:\s+of)?|(?:a\s+)?few)"
    r"\s+(?:more\s+)?(?P<unit>days?|weeks?|months?|fortnights?)\b",
    re.I,
)
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
LENGTHS = {"d": 1, "w": 7, "m": 30, "f": 14}
SOON = re.compile(r"\b(?:tonight|this evening|after school|after work|(?:an?|\d+) (?:hours?|minutes?))\b", re.I)
NEXT_WEEK = re.compile(r"\bnext week\b", re.I)
WEEKEND = re.compile(r"\bweekend\b", re.I)
A_MONTH = re.compile(rf"\b(?:until|till?|to|before)\s+(?:next\s+)?(?P<month>{MONTH})\b", re.I)


class WhichReminders(BotError):
    """Which reminders? Type for example: reminders stop reports."""


class UntilWhen(BotError):
    """Until when? Type for example: reminders snooze 3 days, or: reminders snooze until Friday."""


def kinds_in(text: str) -> tuple[str, ...]:
    """The topics that are named, all of them for “all”; empty when none is."""
    every = topics().values()
    found = tuple(one.name for one in every if one.spoken.search(text))
    found = found or tuple(one.name for one in every if one.alone and one.alone.search(text))
    return found or (tuple(topics()) if EVERY.search(text) else ())


def chosen(text: str) -> tuple[str, ...]:
    """The topics of a command; a bare command means all. Raises WhichReminders."""
    words = text.strip(" .!")
    found = tuple(topics()) if not words or words.lower() == ALL else kinds_in(words)
    if not found:
        names = ", ".join(topics())
        raise WhichReminders(f"Which reminders? Type {names} or all, for example: reminders stop reports.")
    return found


def day_in(text: str, today: date) -> date | None:
    """The day until which something is put off; None when none is named. Raises UntilWhen for a bad one."""
    day = _counted(text, today) or _named(text, today)
    if day is not None and not today < day <= today + LONGEST * DAY:
        raise UntilWhen
    return day


def morning(day: date, zone: str, away: Sequence[tuple[date, date]]) -> datetime:
    """That day's morning, or the next working day's, by that clock; in UTC. `away`: the hub's school holidays."""
    calendar = Calendar(ZoneInfo(zone), Hours(MORNING), away)
    return calendar.at(calendar.after(day))


def _counted(text: str, today: date) -> date | None:
    found = COUNTED.search(text)
    if found is None:
        return today + DAY if SOON.search(text) else None
    word = found["count"].lower()
    count = 2 if "couple" in word else 3 if "few" in word else COUNTS.get(word) or int(word)
    return today + count * LENGTHS[found["unit"][0].lower()] * DAY


def _named(text: str, today: date) -> date | None:
    if NEXT_WEEK.search(text):
        return today + (7 - today.weekday()) * DAY
    if WEEKEND.search(text):
        return today + ((5 - today.weekday()) % 7 or 7) * DAY
    try:
        found = days_in(text, today, Lean.FUTURE).days
    except NotADay:
        raise UntilWhen from None
    if found:
        return found[0] if found[0] != today else found[-1]
    if month := A_MONTH.search(text):
        number = MONTHS.index(month["month"][:3].lower()) + 1
        return date(today.year + (number <= today.month), number, 1)
    return None
