"""Spans of days, a hub's school holidays by name, and sums with months and weekdays."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY, WEEK = timedelta(days=1), timedelta(days=7)
NEAR_EASTER = timedelta(days=10)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From the first day to the last, both included. Raises ValueError where the last comes before the first."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("The last day comes before the first.")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        for step in range((self.last - self.first).days + 1):
            yield self.first + step * DAY


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """A hub's school holidays, each under the names by which people speak of it."""

    named: tuple[tuple[str, Span], ...] = ()

    @classmethod
    def of(cls, spans: Iterable[tuple[date, date]]) -> "HolidayCalendar":
        """Names holidays by when they lie: "half term", "christmas", "easter", "summer"; others have none."""
        found = (Span(first, last) for first, last in sorted(spans))
        return cls(tuple((_name(span), span) for span in found))

    def next(self, name: str, today: date) -> Span | None:
        """The one that is under way or comes next."""
        return next((span for known, span in self.named if name in known and span.last >= today), None)

    def latest(self, name: str, today: date) -> Span | None:
        """The latest that has begun by today."""
        return next((span for known, span in reversed(self.named) if name in known and span.first <= today), None)


def _name(span: Span) -> str:
    """The names of a holiday by its place in the year."""
    long = (span.last - span.first).days >= 13
    middle = span.first + (span.last - span.first) / 2
    easter_day = easter(middle.year)
    if date(middle.year, 12, 25) in span or date(middle.year - 1, 12, 25) in span:
        return "christmas"
    if span.first - NEAR_EASTER <= easter_day <= span.last + NEAR_EASTER and middle.month in (3, 4):
        return "easter"
    if middle.month in (7, 8) and (long or middle.month == 8):
        return "summer"
    names = {10: "october half term", 11: "october half term", 2: "february half term", 5: "may half term"}
    return names.get(middle.month, "may half term" if middle.month == 6 else "")


def easter(year: int) -> date:
    """Easter Sunday (the Gregorian reckoning of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def day_of(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day of a later or earlier month; the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add(day: date, count: int, unit: str) -> date | None:
    """That many units later; None beyond the calendar's ends. unit: day, workday, week, fortnight, month, year."""
    try:
        if unit in ("month", "year"):
            return add_months(day, count * (12 if unit == "year" else 1))
        if unit == "workday":
            return _workdays(day, count)
        return day + count * {"day": 1, "week": 7, "fortnight": 14}[unit] * DAY
    except (OverflowError, ValueError):
        return None


def _workdays(day: date, count: int) -> date:
    step = DAY if count > 0 else -DAY
    for _ in range(min(abs(count), 400)):
        day += step
        while day.weekday() >= 5:
            day += step
    return day


def monday(day: date) -> date:
    """The Monday of that day's week."""
    return day - day.weekday() * DAY


def on_or_before(day: date, weekday: int) -> date:
    return day - (day.weekday() - weekday) % 7 * DAY


def on_or_after(day: date, weekday: int) -> date:
    return day + (weekday - day.weekday()) % 7 * DAY


def weekdays_of(year: int, month: int, weekday: int) -> list[date]:
    """All Mondays, say, of a month."""
    first = on_or_after(date(year, month, 1), weekday)
    found = (first + step * WEEK for step in range(5))
    return [day for day in found if day.month == month]
