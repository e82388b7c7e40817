"""Weeks, weekends and months: "next week", "the week before last", "w/c 9 November", "weekend", "in November"."""

from calendar import monthrange
from datetime import date

from bot.language.anchors import anchor_at, counts_at, dated_anchor
from bot.language.calendars import DAY, WEEK, Span, add, add_months, day_of, monday
from bot.language.doubts import About, one_of
from bot.language.mentions import Lean, Mention, Scan, Unsettled
from bot.language.words import COMING, LAST, NEXT, WEEKS, word_set

COMMENCING = frozenset(("commencing", "beginning", "starting", "com", "of", "from", "ending", "containing"))
SHORT = {"wc": 0, "w/c": 0, "w/b": 0, "wb": 0, "w/e": 0}
LEADS_TO_A_MONTH = word_set("in during for until till til by throughout since this next last of before after")


def week_at(scan: Scan, at: int) -> tuple[date, int] | None:
    """The Monday of the week that is named there, and the token behind it."""
    at += scan.text(at) in ("in", "of", "during", "for", "on")
    at += scan.text(at) == "the"
    word = scan.text(at)
    if word in SHORT:
        found = dated_anchor(scan, at + 1, weekdays=False) or anchor_at(scan, at + 1)
        return (monday(found[0]), found[1]) if found else None
    here = monday(scan.today)
    step = -1 if word in LAST else 1 if word in NEXT | COMING else 0 if word == "this" else None
    if step is not None and scan.text(at + 1) in WEEKS:
        return here + step * WEEK, at + 2
    if word not in WEEKS:
        return _counted(scan, at)
    if scan.said(at + 1, "before", "last"):
        return here - 2 * WEEK, at + 3
    if scan.said(at + 1, "after", "next"):
        return here + 2 * WEEK, at + 3
    after = at + 1
    if scan.text(after) in COMMENCING:
        after += 1
        after += scan.text(after) == "on"
        found = dated_anchor(scan, after, weekdays=False) or anchor_at(scan, after)
        return (monday(found[0]), found[1]) if found else None
    return None


def _counted(scan: Scan, at: int) -> tuple[date, int] | None:
    """The week "two weeks ago", behind a weekday."""
    found = counts_at(scan, at)
    if not found or len(found[0]) != 1 or found[0][0][1] not in ("week", "fortnight"):
        return None
    (count, unit), after = found[0][0], found[1]
    sign = -1 if scan.text(after) == "ago" else 0
    if not sign and scan.said(after, "from", "now"):
        sign, after = 1, after + 1
    if not sign and scan.text(at - 1) == "in":
        sign, after = 1, after - 1 + (scan.text(after) == "time")
    day = add(scan.today, sign * count, unit) if sign else None
    return (monday(day), after + 1) if day else None


def whole_week_at(scan: Scan, at: int) -> Mention | None:
    """A week where a day is wanted; with its weekday behind it, that day: "next week Friday"."""
    found = week_at(scan, at)
    if found is None or scan.text(at) in ("in", "of", "during", "for", "on") or scan.at(at).number is not None:
        return None
    start, after = found
    beyond = after + (scan.text(after) in (",", "on", "(", "-"))
    beyond += scan.text(beyond) == "the"
    weekday = scan.at(beyond).weekday
    if weekday is not None and scan.at(beyond + 1).number is None:
        end = beyond + 1 + (scan.text(after) == "(" and scan.text(beyond + 1) == ")")
        return Mention(at, end, days=(start + weekday * DAY,))
    days = [start + step * DAY for step in range(5)]
    question = f"Which day in the week of {start:%a} {start.day} {start:%B %Y} do you mean?"
    return Mention(at, after, span=Span(start, start + 6 * DAY), unsettled=_which(question, days))


def weekend_at(scan: Scan, at: int) -> Mention | None:
    """The weekend; this one, the last or the next."""
    start = at
    at += scan.text(at) == "the"
    word = scan.text(at)
    step = -1 if word in LAST else 1 if word in NEXT else 0
    at += word in LAST | NEXT | COMING | {"this"}
    if scan.text(at) != "weekend":
        return None
    saturday = monday(scan.today) + (5 + 7 * step) * DAY
    question = "Which day of the weekend do you mean?"
    days = (saturday, saturday + DAY)
    return Mention(start, at + 1, span=Span(*days), unsettled=_which(question, list(days)))


def month_at(scan: Scan, at: int) -> Mention | None:
    """A month where a day is wanted: "in November", "next month", "until September", "December 2026"."""
    word, month = scan.text(at), scan.at(at).month
    if scan.text(at + 1) in ("month", "months") and word in LAST | NEXT | {"this"}:
        first = add_months(scan.today.replace(day=1), -1 if word in LAST else 1 if word in NEXT else 0)
        return _month(at, at + 2, first)
    year = scan.at(at + 1)
    with_year = year.digits == 4 and 1900 < (year.number or 0) < 2200
    if month is None or not (with_year or scan.text(at - 1) in LEADS_TO_A_MONTH):
        return None
    if with_year:
        return _month(at, at + 2, date(year.number or 0, month, 1))
    return _month(at, at + 1, month_of(scan, month))


def month_of(scan: Scan, month: int) -> date:
    """The first of that month: in the cohort's year, or the one that leans."""
    if scan.year is not None and scan.lean is Lean.PAST:
        for year in (scan.year.first.year, scan.year.last.year):
            first = day_of(year, month, 1)
            if first and first in scan.year:
                return first
    ahead = (month - scan.today.month) % 12
    back = ahead - 12 if ahead else 0
    return add_months(scan.today.replace(day=1), ahead if scan.lean.value > 0 else back)


def _month(start: int, end: int, first: date) -> Mention:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    question = f"Which day in {first:%B %Y} do you mean?"
    return Mention(start, end, span=Span(first, last), unsettled=Unsettled(About.WHICH_DAY, question))


def _which(question: str, days: list[date]) -> Unsettled:
    return Unsettled(About.WHICH_DAY, question, one_of(days))
