"""Days with their month in words or after a stroke, also several: "12 and 13 November", "Nov 5 & 6", "5-6/11"."""

from bot.language.calendars import add_months
from bot.language.mentions import Mention, Run, Scan
from bot.language.numeric_dates import CROWDS, NEAR, names_a_figure, whole_year
from bot.language.words import COUNTED, UNITS, WHICH

MOST = 31
JOINTS = {",": "and", "and": "and", "&": "and", "+": "and", ";": "and", "n": "and", "-": "to", "to": "to"}
JOINTS |= dict.fromkeys(("until", "till", "til", "through", "thru", "thro"), "to")
Tail = tuple[int, int | None, int]


def joint_at(scan: Scan, at: int) -> tuple[str, int]:
    """ "and" or "to", and the token behind it; "" where none joins."""
    joint = JOINTS.get(scan.text(at), "")
    if not joint:
        return "", at
    after = at + 1
    if scan.text(at) == "," and scan.text(after) in ("and", "&", "then"):
        after += 1
    if scan.text(at) == "and" and scan.text(after) in ("then", "also"):
        after += 1
    after += scan.text(after) == "on"
    return joint, after


def item_at(scan: Scan, at: int) -> Mention | None:
    """A number of a day, a weekday before it: "12", "the 12th", "Wed 4", "Thursday the fifth"."""
    start, weekday = at, None
    which = WHICH.get(scan.text(at)) if scan.at(at + 1).weekday is not None else None
    at += which is not None
    opening = scan.at(at)
    if opening.weekday is not None and not opening.plural:
        weekday = opening.weekday
        at += 1
        at += scan.text(at) in (".", ",", "-", "(")
        at += scan.text(at) == "on"
    at += scan.text(at) == "the"
    number = scan.at(at)
    if number.number is None or number.digits > 2 or number.number > 99:
        return None
    before = scan.at(at - 1)
    if names_a_figure(scan, at) and before.month is None:
        return None
    return Mention(start, at + 1, number.number, weekday=weekday, which=which)


def list_at(scan: Scan, at: int) -> Run | None:
    """One or more days before their month."""
    if at < scan.no_list_before:
        return None
    item = item_at(scan, at)
    if item is None:
        return None
    run, stroke = [item], False
    for _ in range(MOST):
        after = run[-1].end
        if tail := month_tail(scan, after):
            return _of_month(run, tail)
        if len(run) > 1 and not stroke and (tail := _figure_tail(scan, after)):
            return _of_month(run, tail)
        joint, beyond = joint_at(scan, after)
        if not joint and scan.text(after) == "/" and (stroke or len(run) == 1):
            joint, beyond, stroke = "and", after + 1, True
        elif stroke:
            return None
        elif not joint and run[-1].weekday is not None and scan.at(after).weekday is not None:
            joint, beyond = "and", after  # Thu 5 Fri 6 Nov
        following = item_at(scan, beyond) if joint else None
        if following is None:
            if len(run) > 2 and scan.text(after) != "/":  # nor is there a list from any later item on
                scan.no_list_before = max(scan.no_list_before, run[-1].start)
            return None
        following.joint = joint
        run.append(following)
    scan.no_list_before = max(scan.no_list_before, run[-1].start)
    return None


def month_first_at(scan: Scan, at: int) -> Run | None:
    """November 12, Nov. 12-13, Nov 5 & 6, 2026."""
    month = scan.at(at).month
    if month is None:
        return None
    after = at + 1
    after += scan.text(after) in (".", ",", "-")
    first = item_at(scan, after)
    if first is None or first.weekday is not None or not _stands_alone(scan, first.end):
        return None
    first.start = at
    run = [first]
    while len(run) < MOST:
        joint, beyond = joint_at(scan, run[-1].end)
        following = item_at(scan, beyond) if joint else None
        if following is None or following.weekday is not None or not _stands_alone(scan, following.end):
            break
        if month_tail(scan, following.end):
            break
        following.joint = joint
        run.append(following)
    year, end = year_at(scan, run[-1].end)
    return _of_month(run, (month, year, end))


def month_tail(scan: Scan, at: int) -> Tail | None:
    """The month behind a day: "of November 2026", "-Nov-26", "of next month"."""
    of = scan.text(at) in ("of", "in") or (scan.text(at) == "day" and scan.text(at + 1) == "of")
    at += of + (scan.text(at) == "day" and bool(of or scan.at(at - 1).ordinal))
    mark = scan.text(at) if scan.text(at) in (".", "-", "/") else ""
    at += bool(mark)
    if scan.text(at) == "the" and of:
        at += 1
    if scan.text(at + 1) in ("month", "month's"):
        step = {"next": 1, "last": -1, "this": 0, "previous": -1, "following": 1}.get(scan.text(at))
        if step is not None:
            there = add_months(scan.today.replace(day=1), step)
            return there.month, there.year, at + 2
    month = scan.at(at).month
    if month is None:
        return None
    at += 1
    at += scan.text(at) == "."
    if mark in ("-", "/") and scan.text(at) == mark and scan.at(at + 1).digits in (2, 4):
        return month, whole_year(scan.at(at + 1).number or 0, scan.today), at + 2
    year, at = year_at(scan, at)
    return month, year, at


def year_at(scan: Scan, at: int) -> tuple[int | None, int]:
    """The year behind a date: 2026, ", 2026", "26", "'26", "this year"; None where none stands there."""
    start = at
    which = {"this": 0, "last": -1, "next": 1}.get(scan.text(at))
    if which is not None and scan.text(at + 1) == "year":
        return scan.today.year + which, at + 2
    marked = scan.text(at) in (",", "in", "of", "(")
    at += marked
    short = scan.text(at) == "'"
    at += short
    year, after = scan.at(at), scan.at(at + 1)
    if year.number is None or year.ordinal or (after.text in ("/", "-", ".", ":") and not after.gap and not short):
        return None, start
    if year.digits == 4 and 1900 <= year.number < 2200:
        return year.number, at + 1 + (scan.text(start) == "(" and after.text == ")")
    near = year.digits == 2 and abs(whole_year(year.number, scan.today) - scan.today.year) <= NEAR
    if near and (short or not marked) and _stands_alone(scan, at + 1) and after.month is None:
        return whole_year(year.number, scan.today), at + 1
    return None, start


def _figure_tail(scan: Scan, at: int) -> Tail | None:
    """5-6/11: the month after the last stroke."""
    month, after = scan.at(at + 1), scan.at(at + 2)
    if scan.text(at) != "/" or not 1 <= month.digits <= 2 or not 1 <= (month.number or 0) <= 12:
        return None
    if after.text != "/":
        return month.number or 0, None, at + 2
    year = scan.at(at + 3)
    return (month.number or 0, whole_year(year.number or 0, scan.today), at + 4) if year.digits in (2, 4) else None


def _stands_alone(scan: Scan, at: int) -> bool:
    """Whether the number before counts nothing and is no part of a time or of another figure."""
    after, beyond = scan.at(at), scan.at(at + 1)
    if after.text in UNITS or after.text in CROWDS or after.text in ("am", "pm", ":", "o'clock", "hours", "hour"):
        return False
    if after.text in ("half", "full", "whole") and beyond.text in ("day", "days"):
        return False
    if after.text in COUNTED and after.text not in ("staff", "school", "lesson", "class", "year", "set", "form"):
        return False
    return not (after.text in ("/", ".") and not after.gap and bool(beyond.digits))


def _of_month(run: Run, tail: Tail) -> Run:
    month, year, end = tail
    for item in run:
        item.month = month
    run[-1].year = year
    run[-1].end = end
    return run
