"""Dates as people in England write them ("yesterday", "12 and 13 Nov", "3/4", "last Friday") → days.

Only what is plain is read; whatever else might be a date is left for the caller to ask about. Numbers are British:
the day comes first. A day without a year is the nearest one to today, by `Lean`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import partial

from bot.language.dates import in_words

WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
NTH = r"\d{1,2}(?:st|nd|rd|th)"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
JOINT = r"\s*(?:,|and|&|\+|-|–|/|to)\s*"
FROM_TO = re.compile(r"\x1f\s*(?:to|until|till|through|-|–)\s*\x1f")  # where two days stood
LONGEST_RANGE = 14  # days; "12 to 13 November" is a range, a longer one is a slip


class Lean(Enum):
    """Which way a day without a year, or a bare weekday, is looked for first."""

    PAST = -1  # what was done: the latest such day up to today
    FUTURE = 1  # what is to come: the next such day from today on


@dataclass(frozen=True, slots=True)
class DateMatch:
    """The days that a text names, in order, and the text without them."""

    days: tuple[date, ...]
    rest: str


class NotADay(ValueError):
    """Words that look like a date but name no day of the calendar, such as 31 November."""


Reader = Callable[[re.Match[str], date, Lean], list[date]]


def days_in(text: str, today: date, lean: Lean) -> DateMatch:
    """Every day that `text` names. Raises NotADay with the words in question for 31/11 and the like."""
    days: list[date] = []

    def take(read: Reader, match: re.Match[str]) -> str:
        try:
            days.extend(read(match, today, lean))
        except ValueError:
            raise NotADay(match.group(0).strip()) from None
        return " \x1f "

    for pattern, read in FORMS:
        text = pattern.sub(partial(take, read), text)
    if len(days) == 2 and FROM_TO.search(text):
        days = _between(days[0], days[1], lean)
    return DateMatch(tuple(dict.fromkeys(sorted(days))), " ".join(text.replace("\x1f", " ").split()))


def _iso(match: re.Match[str], _today: date, _lean: Lean) -> list[date]:
    return [date.fromisoformat(match.group(0))]


def _spelled(match: re.Match[str], today: date, lean: Lean) -> list[date]:
    """12 November, 12 and 13 Nov 2026, 12-13 November."""
    numbers = [int(number) for number in re.findall(r"\d{1,2}", match["numbers"])]
    month, year = MONTHS.index(match["month"][:3].lower()) + 1, _year(match["year"])
    days = [_nearest(number, month, year, today, lean) for number in numbers]
    return _filled(days, match["numbers"])


def _month_first(match: re.Match[str], today: date, lean: Lean) -> list[date]:
    month = MONTHS.index(match["month"][:3].lower()) + 1
    return [_nearest(int(re.sub(r"\D", "", match["number"])), month, _year(match["year"]), today, lean)]


def _figures(match: re.Match[str], today: date, lean: Lean) -> list[date]:
    return [_nearest(int(match["day"]), int(match["month"]), _year(match["year"]), today, lean)]


def _filled(days: list[date], joint: str) -> list[date]:
    """First and last of a range → every day of it."""
    if len(days) != 2 or not re.search(r"-|–|\bto\b", joint):
        return days
    first, last = days
    if not timedelta(0) < last - first <= timedelta(days=LONGEST_RANGE):
        raise ValueError("not a range of days")
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _between(first: date, last: date, lean: Lean) -> list[date]:
    """Every day of a range whose ends were named apart: "Monday to Wednesday", "12 Nov to 14 Nov"."""
    if timedelta(0) < first - last < timedelta(days=7):  # the ends were looked for one by one
        first, last = (first - timedelta(days=7), last) if lean is Lean.PAST else (first, last + timedelta(days=7))
    try:
        return _filled([first, last], "to")
    except ValueError:
        raise NotADay(f"{in_words(first)} to {in_words(last)}") from None


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _nearest(number: int, month: int, year: int | None, today: date, lean: Lean) -> date:
    """The day of that number and month; without a year, the one that the lean finds within a year of today."""
    if year is not None:
        return date(year, month, number)
    candidates = []
    for near in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(near, month, number))
        except ValueError:
            continue  # 29 February in a common year
    if not candidates:
        raise ValueError("not a day of the calendar")
    return min(candidates, key=lambda day: _distance(day, today, lean))


def _number(match: re.Match[str], today: date, lean: Lean) -> list[date]:
    """The 12th, or the 12th and 13th: of the month that the lean finds first."""
    return [_in_a_month(int(number), today, lean) for number in re.findall(r"\d{1,2}", match["numbers"])]


def _in_a_month(number: int, today: date, lean: Lean) -> date:
    if not 1 <= number <= 31:
        raise ValueError("not a day of any month")
    day = today
    while day.day != number:
        day += timedelta(days=lean.value)
    return day


def _distance(day: date, today: date, lean: Lean) -> int:
    """Days away, where the side that the verb does not lean to counts one and a half times."""
    away = (day - today).days * lean.value
    return away * 2 if away >= 0 else -away * 3


def _weekday(match: re.Match[str], today: date, lean: Lean) -> list[date]:
    wanted = WEEKDAYS.index(match["weekday"][:3].lower())
    which = (match["which"] or "").lower()
    monday = today - timedelta(days=today.weekday())
    if which == "next":
        return [monday + timedelta(days=7 + wanted)]
    if which == "this":
        return [monday + timedelta(days=wanted)]
    if which == "last" or lean is Lean.PAST:
        back = (today.weekday() - wanted) % 7 or (7 if which == "last" else 0)
        return [today - timedelta(days=back)]
    return [today + timedelta(days=(wanted - today.weekday()) % 7)]


def _near(match: re.Match[str], today: date, _lean: Lean) -> list[date]:
    return [today + timedelta(days=NEAR_DAYS[" ".join(match["near"].lower().split())])]


def _ago(match: re.Match[str], today: date, _lean: Lean) -> list[date]:
    count = COUNTS.get(match["count"].lower()) or int(match["count"])
    length = 7 if match["unit"].lower().startswith("week") else 1
    return [today + timedelta(days=count * length * (-1 if match["way"].lower() == "ago" else 1))]


def _weekday_ago(match: re.Match[str], today: date, _lean: Lean) -> list[date]:
    """Friday week, or a week on Friday: the one after the coming one."""
    wanted = WEEKDAYS.index(match["weekday"][:3].lower())
    return [today + timedelta(days=(wanted - today.weekday()) % 7 + 7)]


NEAR_DAYS = {
    "today": 0,
    "this morning": 0,
    "this afternoon": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "tomorow": 1,
    "tommorow": 1,
    "tommorrow": 1,
    "tmrw": 1,
    "tmw": 1,
    "yday": -1,
    "yesturday": -1,
    "day before yesterday": -2,
    "the day before yesterday": -2,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
}
COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NEAR = "|".join(name.replace(" ", r"\s+") for name in sorted(NEAR_DAYS, key=len, reverse=True))
FORMS = [
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in [
        (r"\b\d{4}-\d{2}-\d{2}\b", _iso),
        (
            rf"\b(?:{WEEKDAY}\s*,?\s+)?(?:the\s+)?(?P<numbers>{NUMBER}(?:{JOINT}{NUMBER})*)\s*(?:of\s+)?"
            rf"(?P<month>{MONTH})\b\.?(?:,?\s+(?P<year>20\d\d|\d\d)\b)?",
            _spelled,
        ),
        (rf"\b(?P<month>{MONTH})\s+(?:the\s+)?(?P<number>{NUMBER})\b(?:,?\s+(?P<year>20\d\d)\b)?", _month_first),
        (r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?\b", _figures),
        (r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d|\d\d)\b", _figures),
        (rf"\b(?:{WEEKDAY}\s+)?(?:the\s+)?(?P<numbers>{NTH}(?:{JOINT}(?:the\s+)?{NTH})*)\b(?!\s+half)", _number),
        (rf"\b(?P<near>{_NEAR})(?:['’]?s)?\b", _near),
        (
            r"\b(?:(?P<count>an?|one|two|three|four|five|six|\d{1,3})\s+(?P<unit>days?|weeks?)\s+(?P<way>ago))\b",
            _ago,
        ),
        (rf"\b(?:(?:a\s+)?week\s+on\s+)(?P<weekday>{WEEKDAY})\b", _weekday_ago),
        (rf"\b(?P<weekday>{WEEKDAY})\s+week\b", _weekday_ago),
        (rf"\b(?:(?P<which>last|next|this|on|the)\s+)?(?P<weekday>{WEEKDAY})\b", _weekday),
    ]
]
