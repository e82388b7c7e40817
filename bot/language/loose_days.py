"""Days without a month ("the 12th", "Thu 5 & Fri 6", "20th-21st"), and weekdays that stand beside whole dates."""

from bot.language.calendars import add_months, day_of
from bot.language.clock import span_in_figures
from bot.language.day_lists import item_at, joint_at, list_at, month_first_at
from bot.language.doubts import About
from bot.language.mentions import Mention, Run, Scan, Unsettled
from bot.language.numeric_dates import figure_at
from bot.language.words import COUNTED, UNITS, WEEKS, WHICH, word_set

NEAR = 35  # days; "Thursday 1st visit" is no date where that day lies further off
PURPOSEFUL = word_set("staff school lesson class set form group team")


def loose_at(scan: Scan, at: int) -> Run | None:
    """Days by their number alone: each an ordinal, or beside its weekday."""
    first = item_at(scan, at)
    if first is None or not _is_a_day(scan, first, leading=True):
        return None
    run = [first]
    while len(run) < 31:
        joint, beyond = joint_at(scan, run[-1].end)
        item = item_at(scan, beyond) if joint else None
        if item is None or not _is_a_day(scan, item, leading=False) or list_at(scan, beyond):
            break
        item.joint = joint
        run.append(item)
    if scan.said(run[-1].end, "of", "the", "month"):
        run[-1].end += 3
    return run


def _is_a_day(scan: Scan, item: Mention, *, leading: bool) -> bool:
    number, after = scan.at(item.end - 1), scan.at(item.end)
    if (
        not 1 <= (item.day or 0) <= 31
        or after.text in UNITS
        or after.text in ("half", "of", "year", ":", "am", "pm")
    ):
        return after.text == "of" and scan.said(item.end, "of", "the", "month")
    if after.text in COUNTED and after.text not in PURPOSEFUL:
        return item.weekday is not None and number.ordinal and agrees_nearby(scan, item)
    if (
        leading
        and scan.at(item.start - 1).capital
        and item.weekday is None
        and scan.dated_elsewhere(item.start, item.end)
    ):
        return False  # St Mary's 2nd
    if item.weekday is not None:
        if number.ordinal and not number.digits and scan.text(item.end - 2) != "the":
            return False  # Thursday first aid
        if not number.ordinal and span_in_figures(scan, item.end - 1):
            return False
        beyond = scan.at(item.end + 1)
        if after.text in (".", "/") and not after.gap and beyond.digits and not beyond.gap:
            return False
        return number.ordinal or bool(number.digits)
    spelled = number.ordinal and not number.digits
    if spelled and leading:
        return scan.text(item.start) == "the" and (after.text in ("", ",", ".", ";", "and", "to", "-", "&"))
    return number.ordinal or (not leading and bool(number.digits) and after.text not in ("/", ".", ":"))


def agrees_nearby(scan: Scan, item: Mention) -> bool:
    """Whether the number falls on the weekday in the last month, this one or the next."""
    for step in (-1, 0, 1):
        there = add_months(scan.today.replace(day=1), step)
        day = day_of(there.year, there.month, item.day or 0)
        if day and day.weekday() == item.weekday and abs((day - scan.today).days) <= NEAR:
            return True
    return False


def dated_at(scan: Scan, at: int) -> Run | None:
    """Whole dates, the weekdays beside them taken in: before, behind, in brackets, one or several."""
    run = undecorated(scan, at) or _weekday_first(scan, at) or _zipped(scan, at)
    return _weekdays_behind(scan, run) if run else None


def undecorated(scan: Scan, at: int) -> Run | None:
    """Whole dates without the weekdays beside them."""
    if run := list_at(scan, at):
        return run
    if scan.at(at).month is not None:
        return month_first_at(scan, at)
    figure = figure_at(scan, at)
    if figure and scan.text(at + 1) == "-" and figure.year is None and span_in_figures(scan, at):
        if scan.dated_elsewhere(at, at + 3):
            return None
        figure.unsettled = Unsettled(About.FIGURE, "Is that a date or a time?")
    return [figure] if figure else None


def _weekday_first(scan: Scan, at: int) -> Run | None:
    """Thursday 5/11, Thursday, November 5th, Thu. 5 Nov, Thursday (5 November)."""
    start = at
    which = WHICH.get(scan.text(at)) if scan.at(at + 1).weekday is not None else None
    at += which is not None
    weekday = scan.at(at)
    if weekday.weekday is None or weekday.plural:
        return None
    after = at + 1
    after += scan.text(after) in (".",)
    bracket = scan.text(after) == "("
    after += bracket or scan.text(after) in (",", "-")
    after += scan.text(after) == "on"
    after += scan.text(after) == "the" and scan.at(after + 1).month is not None
    run = undecorated(scan, after)
    if run is None or run[0].weekday is not None:
        return None
    if _is_a_half(scan, after, run) and not _falls_on(scan, run[0], weekday.weekday):
        return None
    run[0].weekday, run[0].start, run[0].which = weekday.weekday, start, which
    if bracket and scan.text(run[-1].end) == ")":
        run[-1].end += 1
    return run


def _is_a_half(scan: Scan, at: int, run: Run) -> bool:
    return len(run) == 1 and scan.said(at, "1", "/", "2") and run[0].end == at + 3


def _falls_on(scan: Scan, mention: Mention, weekday: int) -> bool:
    years = range(scan.today.year - 1, scan.today.year + 2)
    days = (day_of(year, mention.month or 0, mention.day or 0) for year in years)
    inside = [day for day in days if day and (scan.year is None or day in scan.year)]
    return any(day.weekday() == weekday for day in inside)


def _zipped(scan: Scan, at: int) -> Run | None:
    """Wednesday and Thursday 11 and 12 November."""
    weekdays, after = _weekdays_at(scan, at, strokes=True)
    if len(weekdays) < 2:
        return None
    run = list_at(scan, after) or loose_at(scan, after)
    if run is None or len(run) != len(weekdays) or any(item.weekday is not None for item in run):
        return None
    for item, weekday in zip(run, weekdays, strict=True):
        item.weekday = weekday
    run[0].start = at
    return run


def _weekdays_at(scan: Scan, at: int, *, strokes: bool) -> tuple[list[int], int]:
    found: list[int] = []
    while (weekday := scan.at(at).weekday) is not None and len(found) < 31:
        found.append(weekday)
        at += 1
        joint, beyond = joint_at(scan, at)
        if not joint and strokes and scan.text(at) == "/":
            joint, beyond = "and", at + 1
        if not joint or scan.at(beyond).weekday is None:
            break
        at = beyond
    return found, at


def _weekdays_behind(scan: Scan, run: Run) -> Run:
    """5 November (Thursday); as many weekdays as there are days."""
    end = run[-1].end
    mark = scan.text(end) if scan.text(end) in (",", "(", "-") else ""
    weekdays, after = _weekdays_at(scan, end + bool(mark), strokes=True)
    if len(weekdays) != len(run) or any(item.weekday is not None for item in run):
        return run
    beyond = scan.at(after)
    if (
        beyond.number is not None
        or beyond.month is not None
        or beyond.text in WEEKS | {"the", "next", "last", "before"}
    ):
        return run
    if _is_a_half(scan, run[0].start, run) and not _falls_on(scan, run[0], weekdays[0]):
        return run
    for item, weekday in zip(run, weekdays, strict=True):
        item.weekday = weekday
    run[-1].end = after + (mark == "(" and beyond.text == ")")
    return run
