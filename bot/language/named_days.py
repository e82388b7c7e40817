"""Days by their place: "the first Monday in November", "the Friday before half term", "last two days of term".

A holiday is the hub's own, from its calendar. One that is not on record is asked about, never guessed.
"""

from collections.abc import Callable
from datetime import date

from bot.language.anchors import settled
from bot.language.calendars import DAY, Span, add_months, day_of, easter, on_or_after, on_or_before, weekdays_of
from bot.language.day_lists import year_at
from bot.language.doubts import About, all_of, one_of
from bot.language.mentions import Lean, Mention, Scan, Unsettled
from bot.language.weekdays import previous_weekdays
from bot.language.weeks import month_of

SEASONS = {"october": "october", "autumn": "october", "february": "february", "spring": "february", "may": "may"}
SEASONS |= {"summer": "may", "feb": "february", "oct": "october"}
HOLIDAYS = {"easter": "easter", "christmas": "christmas", "summer": "summer", "halfterm": "half term"}
FIXED = {("christmas", "day"): (12, 25), ("christmas", "eve"): (12, 24), ("boxing", "day"): (12, 26)}
FIXED |= {("year", "day"): (1, 1), ("year", "eve"): (12, 31)}
MOVING = {("good", "friday"): -2, ("easter", "monday"): 1, ("easter", "sunday"): 0, ("easter", "saturday"): -1}
Place = Callable[[Span], date]


def nth_at(scan: Scan, at: int) -> Mention | None:
    """The first Monday in November, the last two Fridays, first Friday after half term."""
    start = at
    at += scan.text(at) in ("the", "on")
    at += scan.text(at) == "the"
    order = -1 if scan.text(at) in ("last", "final") else scan.at(at).number if scan.at(at).ordinal else None
    if order is None or order > 5:
        return None
    at += 1
    several = scan.at(at).number if not scan.at(at).ordinal and (scan.at(at).number or 9) <= 6 else None
    at += several is not None
    token = scan.at(at)
    if token.weekday is None:
        return _last_days(scan, start, at, order, several)
    at += 1
    if scan.text(at) in ("before", "after") and (found := _beside_holiday(scan, start, at, token.weekday, order)):
        return found
    if there := _month(scan, at):
        return _in_month(start, there, token.weekday, order, several)
    if several and order == -1:
        return _repeat(Mention(start, at), previous_weekdays(scan, token.weekday, several))
    if order == -1 and scan.text(at) not in ("of", "in", "before", "after"):
        return None  # "last Friday"
    return Mention(start, at, unsettled=Unsettled(About.ORDER, "Which month or term is that in?"))


def _in_month(start: int, there: tuple[date, int], weekday: int, order: int, several: int | None) -> Mention:
    first, end = there
    days = weekdays_of(first.year, first.month, weekday)
    if several:
        return _repeat(Mention(start, end), days[-several:] if order == -1 else days[:several])
    at = order if order < 0 else order - 1
    if at >= len(days):
        question = f"{first:%B %Y} has only {len(days)} of them. Which day do you mean?"
        return Mention(start, end, unsettled=Unsettled(About.NO_SUCH_DAY, question, one_of(days[-1:])))
    return settled(start, end, days[at])


def _month(scan: Scan, at: int) -> tuple[date, int] | None:
    """In November (2026), of this month."""
    led = scan.text(at) in ("in", "of", "during")
    at += led
    at += scan.text(at) == "the"
    step = {"this": 0, "next": 1, "last": -1}.get(scan.text(at))
    if step is not None and scan.text(at + 1) == "month":
        return add_months(scan.today.replace(day=1), step), at + 2
    at += step is not None and scan.at(at + 1).month is not None
    month = scan.at(at).month
    if month is None or scan.at(at + 1).ordinal or (scan.at(at + 1).digits in (1, 2) and not led):
        return None
    year, after = year_at(scan, at + 1)
    return (date(year, month, 1) if year else month_of(scan, month)), after


def repeat_at(scan: Scan, at: int) -> Mention | None:
    """Every Friday in November, each Thursday, Fridays until Christmas: listed, to be confirmed."""
    start = at
    at += scan.text(at) == "on"
    every = scan.text(at) in ("every", "each", "alternate")
    other = scan.text(at) == "alternate" or (every and scan.text(at + 1) in ("other", "second"))
    at += every + (other and scan.text(at) != "alternate")
    token = scan.at(at)
    if token.weekday is None or not (every or token.plural):
        return None
    at += 1
    if there := _month(scan, at):
        days = weekdays_of(there[0].year, there[0].month, token.weekday)
        return _repeat(Mention(start, there[1]), days[:: 2 if other else 1])
    question = "I take days one by one. Which dates are they?"
    return Mention(start, at, unsettled=Unsettled(About.REPEAT, question))


def _repeat(mention: Mention, days: list[date]) -> Mention:
    mention.days = tuple(days)
    mention.unsettled = Unsettled(About.REPEAT, f"Are these the days: {all_of(days)[0].label}?", all_of(days))
    return mention


def holiday_at(scan: Scan, at: int) -> tuple[str, str, int] | None:
    """The name of a holiday in the calendar, as it is said, and the token behind it."""
    at += scan.text(at) in ("the", "this", "next", "last")
    season = SEASONS.get(scan.text(at))
    after = at + (season is not None)
    half = scan.text(after) == "half" and (scan.text(after + 1) == "term" or scan.said(after + 1, "-", "term"))
    if half or scan.text(after) == "halfterm":
        after += 1 if not half else 2 + (scan.text(after + 1) == "-")
        after += scan.text(after) in ("holiday", "holidays", "break", "week")
        return f"{season} half term" if season else "half term", "half term", after
    name = HOLIDAYS.get(scan.text(at))
    if name is None or scan.text(at + 1) in ("day", "eve", "term", "party", "fair", "play", "concert"):
        return None
    if name == "summer" and scan.text(at + 1) not in ("holiday", "holidays", "break"):
        return None
    return name, name.title(), at + 1 + (scan.text(at + 1) in ("holiday", "holidays", "break", "hols"))


def holiday_day_at(scan: Scan, at: int) -> Mention | None:
    """A holiday by itself, or a weekday of or beside it: "half term Monday", "Friday before half term"."""
    pair = (scan.text(at), scan.text(at + 1))
    if pair[0] == "new" and scan.text(at + 2) in ("day", "eve") and pair[1].startswith("year"):
        return _fixed(scan, at, at + 3, FIXED["year", scan.text(at + 2)])
    if pair in FIXED:
        return _fixed(scan, at, at + 2, FIXED[pair])
    if pair in MOVING:
        years = (scan.year.first.year, scan.year.last.year) if scan.year else (scan.today.year,)
        days = [easter(year) + MOVING[pair] * DAY for year in years]
        return settled(at, at + 2, next((day for day in days if scan.year and day in scan.year), days[0]))
    at_day = at + (scan.text(at) in ("the", "on"))
    weekday = scan.at(at_day).weekday
    if weekday is not None:
        word = scan.text(at_day + 1)
        if word in ("before", "after", "of", "in"):
            return _beside_holiday(scan, at, at_day + 1, weekday, None)
        return None
    found = holiday_at(scan, at)
    return _holiday(scan, at, found) if found else None


def _holiday(scan: Scan, start: int, found: tuple[str, str, int]) -> Mention:
    name, said, end = found
    span = on_record(scan, name)
    weekday = scan.at(end).weekday
    if weekday is not None and not scan.at(end).plural:
        end += 1
        if span:
            return settled(start, end, on_or_after(span.first, weekday))
    if span is None:
        return Mention(start, end, unsettled=not_on_record(said))
    question = f"Which day of {said} do you mean?"
    return Mention(start, end, span=span, unsettled=Unsettled(About.WHICH_DAY, question))


def _beside_holiday(scan: Scan, start: int, at: int, weekday: int, order: int | None) -> Mention | None:
    """The weekday before, after or in a holiday; with an order, that many weeks on."""
    found = holiday_at(scan, at + 1)
    if found is None:
        return None
    name, said, end = found
    span = on_record(scan, name)
    if span is None:
        return Mention(start, end, unsettled=not_on_record(said))
    steps = 7 * DAY * ((order or 1) - 1 if (order or 1) > 0 else 0)
    if scan.text(at) == "before":
        return settled(start, end, on_or_before(span.first - DAY, weekday) - steps)
    if scan.text(at) == "after":
        return settled(start, end, on_or_after(span.last + DAY, weekday) + steps)
    return settled(start, end, on_or_after(span.first, weekday))


def _last_days(scan: Scan, start: int, at: int, order: int, several: int | None) -> Mention | None:
    """The last day of term, the last two days before half term, the first day back after Easter."""
    if scan.text(at) not in ("day", "days"):
        return None
    at += 1
    at += scan.text(at) in ("back",)
    joint = scan.text(at)
    if joint not in ("of", "before", "after"):
        return None
    if joint == "of" and not several and (there := _month(scan, at)):
        first = there[0]
        last = add_months(first, 1) - DAY
        return settled(start, there[1], last if order == -1 else first + (order - 1) * DAY)
    found = holiday_at(scan, at + 1)
    of_term = joint == "of" and (scan.text(at + 1) == "term" or scan.said(at + 1, "the", "term"))
    if found is None and not of_term:
        return None
    end = found[2] if found else at + 2 + (scan.text(at + 1) == "the")
    span = on_record(scan, found[0] if found else "")
    if span is None:
        return Mention(start, end, unsettled=not_on_record(found[1] if found else "the end of term"))
    before = joint == "before" or (of_term and order == -1)
    step = -DAY if before else DAY
    days: list[date] = []
    day = (span.first if before else span.last) + step
    while len(days) < (several or 1):
        if day.weekday() < 5:
            days.append(day)
        day += step
    return Mention(start, end, days=tuple(sorted(days)))


def on_record(scan: Scan, name: str) -> Span | None:
    """The holiday that is meant: the latest one for what was done, the coming one for what is to come."""
    back, ahead = scan.holidays.latest(name, scan.today), scan.holidays.next(name, scan.today)
    return (back or ahead) if scan.lean is Lean.PAST else ahead


def not_on_record(said: str) -> Unsettled:
    return Unsettled(About.HOLIDAY, f"I don't have the dates of {said} here. Which day do you mean?")


def _fixed(scan: Scan, start: int, end: int, month_day: tuple[int, int]) -> Mention | None:
    years = (scan.year.first.year, scan.year.last.year) if scan.year else (scan.today.year, scan.today.year - 1)
    days = [day for year in years if (day := day_of(year, *month_day))]
    inside = [day for day in days if scan.year is None or day in scan.year]
    found = settled(start, end, (inside or days)[0])
    if scan.year is None:
        found.unsettled = Unsettled(About.WHICH_ONE, "Of which year?", one_of(days))
    return found
