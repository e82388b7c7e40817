"""Dates that are joined ("mon am and tues pm last week", "Wed 4 to Fri 6 November") → the days of each."""

from dataclasses import dataclass
from datetime import date

from bot.language.amounts import part_at
from bot.language.calendars import DAY, Span, monday, on_or_after
from bot.language.dates import in_words
from bot.language.day_lists import joint_at
from bot.language.doubts import About, one_of
from bot.language.loose_days import dated_at, loose_at
from bot.language.mentions import Mention, PartOfDay, Run, Scan, Unsettled
from bot.language.named_days import holiday_day_at, nth_at, repeat_at
from bot.language.relative import relative_at
from bot.language.settling import by_word, settle_dated, settle_numbers, settle_weekdays
from bot.language.weekdays import weekday_at
from bot.language.weeks import month_at, week_at, weekend_at, whole_week_at
from bot.language.words import WEEKS

MOST = 60
LEADS = frozenset(("from", "both"))


@dataclass(slots=True)
class Group:
    """Mentions that are joined, in tokens `start` to `end`."""

    start: int
    end: int
    run: Run


def run_at(scan: Scan, at: int) -> Run | None:
    """The dates that begin there and are one expression."""
    token = scan.at(at)
    if not scan.opens(at) or token.text in LEADS:
        return None
    for read_one in (nth_at, repeat_at, holiday_day_at, relative_at):
        if found := read_one(scan, at):
            return [found]
    if run := dated_at(scan, at):
        return run
    for read_one in (whole_week_at, weekend_at, month_at):
        if found := read_one(scan, at):
            return [found]
    if run := loose_at(scan, at):
        return run
    found = weekday_at(scan, at)
    return [found] if found else None


def group_at(scan: Scan, at: int) -> Group | None:
    """Every date that is joined to the one that begins there, settled as far as they can be."""
    start = at
    led = scan.text(at) in LEADS
    at += led
    at += scan.text(at) == "on"
    run = run_at(scan, at)
    if run is None:
        return None
    group, end = list(run), run[-1].end
    while len(group) < MOST:
        end = _trimmings(scan, group, run, end)
        following = _joined(scan, group, end)
        if following is None:
            break
        run = following
        end = run[-1].end
        group += run
    if led and scan.text(start) == "from" and not any(item.joint == "to" for item in group):
        return None
    _settle(scan, group)
    return Group(start, end, group)


def _trimmings(scan: Scan, group: Run, run: Run, end: int) -> int:
    """The part of the day behind a date, and the week that all bare weekdays before it are of."""
    if found := part_at(scan, end):
        for item in run:
            item.part = item.part or found.part
        if (
            run[-1] is group[-1]
            and len(group) > len(run)
            and all(item.part is None for item in group[: -len(run)])
        ):
            for item in group:
                item.part = found.part
        end = found.end
    bare = [item for item in group if item.bare and item.which is None]
    beyond = end + (scan.text(end) == ",")
    if bare and len(bare) == len(group) and (week := week_at(scan, beyond)):
        for item in bare:
            item.days = (week[0] + (item.weekday or 0) * DAY,)
        end = week[1]
    elif run[-1].days and len(group) > 1 and not run[-1].unsettled:
        _share_the_week(scan, group, run[-1])
    return end


def _share_the_week(scan: Scan, group: Run, last: Mention) -> None:
    """Wednesday and Thursday last week: both are of that week."""
    said = [scan.text(at) for at in range(last.start, last.end)]
    bare = [item for item in group if item.bare and item.which is None]
    start = monday(last.days[0])
    days = [start + (item.weekday or 0) * DAY for item in bare]
    if WEEKS.isdisjoint(said) or [*days, last.days[0]] != sorted([*days, last.days[0]]):
        return
    for item, day in zip(bare, days, strict=True):
        item.days = (day,)


def _joined(scan: Scan, group: Run, end: int) -> Run | None:
    """What is joined there: "and", a comma, "to"; or the same form again after nothing but a space."""
    joint, beyond = joint_at(scan, end)
    if not joint and scan.text(end) == "/" and group[-1].bare:
        joint, beyond = "and", end + 1
    if not joint and scan.text(end) == "then":
        joint, beyond = "and", end + 1
    lead = part_at(scan, beyond) if joint == "and" else None
    after = lead.end if lead else beyond
    after += bool(lead) and scan.text(after) in ("on", "of")
    run = run_at(scan, after)
    if run is None or (not joint and not _alike(group[-1], run[0])):
        return None
    if not joint and run[0].start != end:
        return None
    run[0].joint = joint or "and"
    if lead:
        for item in run:
            item.part = lead.part
        run[0].start = beyond
    return run


def _alike(one: Mention, other: Mention) -> bool:
    """6/11 13/11; Thu 5 Fri 6; 5 Nov 6 Nov."""
    both = one.day is not None and other.day is not None
    return (
        both and (one.month is None) == (other.month is None) and (one.weekday is None) == (other.weekday is None)
    )


def _settle(scan: Scan, group: Run) -> None:
    _share_which(scan, group)
    _share_years(group)
    for item in group:
        if item.month is not None and not item.days and not item.unsettled:
            settle_dated(scan, item)
    at = 0
    while at < len(group):
        item = group[at]
        loose = not item.days and not item.unsettled
        if not loose:
            at += 1
            continue
        until = at + 1
        while until < len(group) and _same_kind(item, group[until]):
            until += 1
        before = _last_of(group[at - 1]) if at else None
        after = group[until].days[0] if until < len(group) and group[until].days else None
        (settle_weekdays if item.bare else settle_numbers)(scan, group[at:until], before, after)
        at = until
    for item, earlier in zip(group[1:], group, strict=False):
        if item.which == 2 and item.day is None and item.weekday is not None and earlier.days:
            item.days = (on_or_after(earlier.days[-1] + DAY, item.weekday),)  # "and the following Friday"
    for item in group:
        _check_which(scan, item)


def _check_which(scan: Scan, item: Mention) -> None:
    """Last Friday 20 November that is to come: the word and the date contradict each other."""
    if item.which is None or item.day is None or not item.days or item.unsettled:
        return
    day, weekday = item.days[0], item.weekday or 0
    fits = day < scan.today if item.which < 0 else day >= scan.today
    if not fits or (item.which == 0 and monday(day) != monday(scan.today)):
        choices = one_of((day, by_word(scan, weekday, item.which)))
        item.unsettled = Unsettled(About.WHICH_ONE, f"Do you mean {in_words(day)}?", choices)


def _same_kind(one: Mention, other: Mention) -> bool:
    return not other.days and not other.unsettled and one.bare == other.bare


def _last_of(item: Mention) -> date | None:
    return item.days[-1] if item.days else None


def _share_which(scan: Scan, group: Run) -> None:
    """Last Wed and Thu: both are last."""
    which = None
    for item in group:
        if item.which is not None:
            which = item.which
        elif item.bare and which is not None and item.weekday is not None:
            item.days = (by_word(scan, item.weekday, which),)
        else:
            which = None


def _share_years(group: Run) -> None:
    """A year that is said once goes for the dates before it, and for those after it."""
    year, later = None, (0, 0)
    for item in reversed(group):
        if item.month is None or item.day is None:
            continue
        if item.year is None and year is not None:
            item.year = year - ((item.month, item.day) > later)
        year, later = item.year, (item.month, item.day)
    year, earlier = None, (0, 0)
    for item in group:
        if item.month is None or item.day is None:
            continue
        if item.year is None and year is not None:
            item.year = year + ((item.month, item.day) < earlier)
        year, earlier = item.year, (item.month, item.day)


def filled(first: Mention, last: Mention, longest: int) -> tuple[tuple[date, ...], Unsettled | None]:
    """Every day of a range, and what is odd about it."""
    if not first.days or not last.days:
        return (), Unsettled(About.RANGE, "Which are the first and the last day?")
    begins, ends = first.days[-1], last.days[0]
    if ends <= begins:
        question = f"{in_words(ends)} does not come after {in_words(begins)}. Which days do you mean?"
        return (*first.days, *last.days), Unsettled(About.RANGE, question)
    days = tuple(Span(begins, ends).days())
    if len(days) > longest:
        question = f"{in_words(begins)} to {in_words(ends)} is {len(days)} days. Do you mean only those two days?"
        return (begins, ends), Unsettled(About.RANGE, question, one_of((begins, ends)))
    odd = {first.part, last.part} - {None, PartOfDay.FULL}
    if odd and first.part is not last.part:
        return days, Unsettled(About.AMOUNT, "Which of these days are full days?")
    return days, None
