"""Until when reminders pause (“until Friday”, “over half term”), or the question about it. Pure."""

import re
from datetime import date, timedelta

from bot.features.reminders.domain import ReminderDeed, ReminderRequest
from bot.features.reminders.registry import topics
from bot.language import HolidayCalendar, in_words, read_until

LONGEST = 366  # days
DAY = timedelta(days=1)
DURING = re.compile(
    r"^(?:at|over|during|in|through|throughout)\s+(?:the\s+)?(?P<name>half[ -]?term|christmas|xmas|easter|summer|"
    r"holidays?)"
    r"(?:\s+(?:holidays?|break))?$",
    re.I,
)
LATER_THAN = re.compile(
    r"^(?:after|from|since|starting(?: from)?|beginning|as of|once)\s+(?P<when>\S.*?)(?:\s+(?:on|onwards?))?$",
    re.I,
)
"""“Stop reports after Friday”: from then on, which is the reverse of until then."""
NOT_FROM_NOW = re.compile(
    r"\bon\s+(?:the\s+)?(?!and\b)\S|\b(?:next|following)\s+(?:week|month|term)\b|\bin\s+(?:jan|feb|mar|apr|may|jun|jul|"
    r"aug|sep|oct|nov|dec)\w*",
    re.I,
)
"""“Next week”, “on 9 December”: a time of its own, which does not begin now."""
BEGINS_THEN = re.compile(
    r"\b(?:from|starting|beginning|as of)\s+(?!now\b|today\b)(?!\S+(?:\s+\S+)?\s+(?:to|until|till)\b)\S", re.I
)
"""“Pause from Friday”, “for two weeks from Monday”."""
ONLY_TOMORROW = re.compile(r"\b(?:for\s+)?(?:tomorrow|tmrw|tomoz)\b", re.I)
SAYS_UNTIL_THEN = re.compile(r"\b(?:until|un?till?|'?til|to|by|up to|over|(?:remind|nudge|ping) me)\b", re.I)
"""“Pause reminders tomorrow” may mean on that day, or until it."""
SAYS_UNTIL = re.compile(r"\b(?:until|un?till?|to|for|by|over|up to|(?:remind|nudge|ping) me)\b", re.I)
LATERISH = re.compile(
    r"^(?:a\s+)?(?:bit\s+)?later(?:\s+on)?$|^(?:in\s+)?a (?:bit|while)$|^some other time$|^another time$", re.I
)
SOON = re.compile(
    r"\b(?:tonight|this evening|after school|after work|(?:an?|\d+) (?:hours?|minutes?)|at \d)", re.I
)


def until_when(
    rest: str, kinds: tuple[str, ...], today: date, holidays: HolidayCalendar, words: str = ""
) -> ReminderRequest:
    """Put off until the day that the words name, or the question about it."""
    if during := DURING.match(rest):
        return _during(during["name"], kinds, today, holidays)
    if BEGINS_THEN.search(words) or (NOT_FROM_NOW.search(words) and not SAYS_UNTIL.search(words)):
        return not_from_now(rest, kinds, today, holidays)
    if SOON.search(rest):
        return pause_offered("Reminders come in the morning.", kinds, today + DAY)
    reading = read_until(rest, today, holidays=holidays)
    if not reading.certain or reading.note or reading.until is None:
        asked = reading.question if reading.days or reading.doubts else None
        asked = None if reading.certain or reading.note else asked
        return not_understood(as_typed(rest, words), asked)
    if not today < reading.until <= today + LONGEST * DAY:
        why = (
            "is over" if reading.until < today else "is today" if reading.until == today else "is over a year away"
        )
        question = f"{in_words(reading.until)} {why}. Until when? Nothing was changed."
        return ReminderRequest(ReminderDeed.ASK, kinds, question=question)
    return ReminderRequest(ReminderDeed.SNOOZE, kinds, reading.until)


def not_from_now(rest: str, kinds: tuple[str, ...], today: date, holidays: HolidayCalendar) -> ReminderRequest:
    """“Pause reminders next week”: I pause from now until a day, so it is asked until which."""
    reading = read_until(rest, today, holidays=holidays)
    named = " ".join(kinds if len(kinds) < len(topics()) else ())
    offers = {}
    if reading.certain and not reading.note and reading.until and today < reading.until <= today + LONGEST * DAY:
        ends = reading.until + (7 if "week" in rest else 1) * DAY
        for day in (reading.until, ends):
            command = " ".join(f"reminders snooze {named} until {in_words(day)}".split())
            offers[f"From now until {day.day} {day:%b}"] = command
    question = "I can pause reminders from now on only, until a day. Until when? Nothing was changed."
    return ReminderRequest(ReminderDeed.ASK, kinds, question=question, offers=offers)


def stop_later(
    rest: str, when: str, kinds: tuple[str, ...], today: date, holidays: HolidayCalendar
) -> ReminderRequest:
    """I can stop now or wait until a day; what is to stop only later is asked about, with what can be done."""
    named = " ".join(kinds if len(kinds) < len(topics()) else ())
    offers = {"Stop them now": f"reminders stop {named}".strip()}
    reading = read_until(when, today, holidays=holidays)
    if reading.certain and not reading.note and reading.until and today < reading.until <= today + LONGEST * DAY:
        day = reading.until
        command = " ".join(f"reminders snooze {named} until {in_words(day)}".split())
        offers[f"None until {day.day} {day:%b}"] = command
    question = (
        f"“{rest[:60]}”: I can stop reminders now, or pause them until a day; I can't begin to stop on a later "
        "day. Which is it? Nothing was changed."
    )
    return ReminderRequest(ReminderDeed.ASK, kinds, question=question, offers=offers)


def _during(name: str, kinds: tuple[str, ...], today: date, holidays: HolidayCalendar) -> ReminderRequest:
    known = "half term" if name.startswith("half") else "christmas" if name == "xmas" else name
    span = holidays.next(known, today)
    if span is None:
        question = (
            f"The dates of {known} are not on record here. Until when? Type for example: reminders snooze until "
            "4 January. Nobody is reminded in the school holidays that a hub has entered. Nothing was changed."
        )
        return ReminderRequest(ReminderDeed.ASK, kinds, question=question)
    after = span.last + DAY
    opening = f"Nobody is reminded in school holidays; that one is to {in_words(span.last)}."
    return pause_offered(opening, kinds, after)


def pause_offered(opening: str, kinds: tuple[str, ...], day: date) -> ReminderRequest:
    """A question whose answer is one press: put off until that day."""
    named = " ".join(kinds if len(kinds) < len(topics()) else ())
    command = " ".join(f"reminders snooze {named} until {in_words(day)}".split())
    question = f"{opening} Shall I pause reminders until {in_words(day)}?"
    return ReminderRequest(
        ReminderDeed.ASK, kinds, question=question, offers={f"Pause until {day.day} {day:%b}": command}
    )


def as_typed(rest: str, words: str) -> str:
    """What is left, with all that stands between its first word and its last."""
    between = r"\b.*?\b".join(re.escape(word) for word in rest.split())
    found = re.search(between, words, re.I)
    return found[0] if found else rest


def not_understood(rest: str, asked: str | None = None) -> ReminderRequest:
    question = asked or f"I don't understand “{' '.join(rest.split())[:60]}” there."
    how = "Until when, or which? Type for example: reminders snooze until Friday, or: reminders stop reports."
    return ReminderRequest(ReminderDeed.ASK, question=f"{question} {how} Nothing was changed.")
