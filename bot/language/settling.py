"""Which day a mention is: the cohort's year first, and a weekday must agree; where readings differ, both."""

from datetime import date

from bot.language.calendars import DAY, WEEK, add_months, day_of, monday, on_or_after, on_or_before
from bot.language.dates import in_words
from bot.language.doubts import About, either, one_of
from bot.language.mentions import Lean, Mention, Run, Scan, Unsettled
from bot.language.numeric_dates import no_such_day

NEAR = 45  # days


def settle_dated(scan: Scan, mention: Mention) -> None:
    """A day and a month, perhaps with a year and a weekday."""
    number, month = mention.day or 0, mention.month or 0
    found = _inside(scan, number, month) if mention.year is None else [day_of(mention.year, month, number)]
    days = [day for day in found if day]
    if not days:
        mention.unsettled = no_such_day(number, month)
        return
    agreeing = [day for day in days if mention.weekday in (None, day.weekday())]
    day = (agreeing or days)[0]
    mention.days = (day,)
    if not agreeing and mention.weekday is not None:
        mention.unsettled = contradicts(day, mention.weekday)


def contradicts(day: date, weekday: int) -> Unsettled:
    """The date says one day and the weekday another: both are offered."""
    nearest = day + ((weekday - day.weekday() + 3) % 7 - 3) * DAY
    question = f"{day.day} {day:%b} is a {day:%A}. Do you mean {in_words(day)} or {in_words(nearest)}?"
    return Unsettled(About.WEEKDAY, question, one_of((day, nearest)))


def _inside(scan: Scan, number: int, month: int) -> list[date]:
    """The readings of a day without a year, the likeliest first: within the cohort's year, or else the nearest."""
    years = range(scan.today.year - 1, scan.today.year + 2)
    if scan.year is not None:
        first, last = scan.year.first.year, scan.year.last.year
        found = [day_of(year, month, number) for year in range(first, last + 1)]
        inside = [day for day in found if day and day in scan.year]
        if inside:
            return inside
    days = [day for year in years if (day := day_of(year, month, number))]
    return sorted(days, key=lambda day: _distance(day, scan.today, scan.lean))


def _distance(day: date, today: date, lean: Lean) -> int:
    """Days away, where the side to which nothing leans counts one and a half times."""
    away = (day - today).days * lean.value
    return away * 2 if away >= 0 else -away * 3


def settle_numbers(scan: Scan, run: Run, before: date | None, after: date | None) -> None:
    """Days by number alone, joined with each other; `before` and `after`: whole dates to which they are joined."""
    if before is not None:
        if _take(run, _ascending(run, before.replace(day=1), above=before)):
            return
    elif after is not None:
        for step in (0, -1):
            days = _ascending(run, add_months(after.replace(day=1), step))
            if days and days[-1] < after and _take(run, days):
                return
    readings = _readings(scan, run)
    said = [days for days in readings if _agree(run, days)]
    if not said:
        _contradicting(scan, run, readings)
    elif any(item.weekday is not None for item in run) or len(said) == 1:
        _take(run, said[0])
        near = [days for days in said if abs((days[0] - scan.today).days) <= NEAR]
        if run[0].which is None and len({days[0] <= scan.today for days in near}) > 1:
            run[0].unsettled = Unsettled(About.WHICH_ONE, "Which month do you mean?", either(near))
    else:
        _nearest(scan, run, said)


def _readings(scan: Scan, run: Run) -> list[list[date]]:
    """Month by month, the likeliest first; those outside the cohort's year only where none is inside."""
    weekday = any(item.weekday is not None for item in run)
    steps = (0, -1, 1, -2, 2) if scan.lean is Lean.PAST else (0, 1, 2, -1)
    start = scan.today.replace(day=1)
    found = [days for step in steps if (days := _ascending(run, add_months(start, step)))]
    if not weekday:
        done = [
            days for days in found if (days[0] <= scan.today if scan.lean is Lean.PAST else days[0] >= scan.today)
        ]
        found = done + [days for days in found if days not in done]
    year = scan.year
    inside = [days for days in found if year is None or all(day in year for day in days)]
    return inside or found


def _nearest(scan: Scan, run: Run, said: list[list[date]]) -> None:
    """Several days of which some are over and some to come may be of this month or of the last one."""
    first = said[0]
    _take(run, first)
    mixed = first[0] <= scan.today < first[-1]
    others = [days for days in said[1:] if days[-1] <= scan.today]
    if mixed and others and scan.lean is Lean.PAST and len(run) > 1:
        question = "Which month do you mean?"
        run[-1].unsettled = Unsettled(About.WHICH_ONE, question, either((first, others[0])))


def _ascending(run: Run, start: date, above: date | None = None) -> list[date]:
    """The numbers as days one after the other from that month on; empty where a month has not that many days."""
    days: list[date] = []
    for item in run:
        floor = days[-1] if days else above
        there = start if floor is None else floor.replace(day=1)
        day = day_of(there.year, there.month, item.day or 0)
        if floor is not None and (day is None or day <= floor):
            there = add_months(there, 1)
            day = day_of(there.year, there.month, item.day or 0)
        if day is None:
            return []
        days.append(day)
    return days


def _agree(run: Run, days: list[date]) -> bool:
    return all(item.weekday in (None, day.weekday()) for item, day in zip(run, days, strict=True))


def _take(run: Run, days: list[date]) -> bool:
    for item, day in zip(run, days, strict=False):
        item.days = (day,)
        if item.weekday not in (None, day.weekday()) and item.weekday is not None:
            item.unsettled = contradicts(day, item.weekday)
    return bool(days)


def _contradicting(scan: Scan, run: Run, readings: list[list[date]]) -> None:
    first = run[0]
    if not readings:
        question = f"Which month is the {first.day} of?"
        first.unsettled = Unsettled(About.NO_SUCH_DAY, question)
        return
    days = readings[0]
    wrong = next((at for at, item in enumerate(run) if item.weekday not in (None, days[at].weekday())), 0)
    _take(run, days)
    weekday = run[wrong].weekday
    if weekday is not None:
        nearest = bare(scan, weekday)
        question = f"{days[wrong].day} {days[wrong]:%b} is a {days[wrong]:%A}. Which day do you mean?"
        run[wrong].unsettled = Unsettled(About.WEEKDAY, question, one_of((days[wrong], nearest)))


def bare(scan: Scan, weekday: int) -> date:
    """A weekday alone: the latest up to today, or the next from today on."""
    if scan.lean is Lean.PAST:
        return on_or_before(scan.today, weekday)
    return on_or_after(scan.today, weekday)


def by_word(scan: Scan, weekday: int, which: int) -> date:
    """Last, this, next or coming Friday. "Next" is of the week after this one."""
    if which == -1:
        return on_or_before(scan.today - DAY, weekday)
    if which == 2:
        return on_or_after((scan.before[-1] if scan.before else scan.today) + DAY, weekday)
    return monday(scan.today) + which * WEEK + weekday * DAY


def settle_weekdays(scan: Scan, run: Run, before: date | None, after: date | None) -> None:
    """Weekdays alone, joined with each other; `before` and `after`: whole dates to which they are joined."""
    leaning = _by_lean(scan, run)
    beside = _beside(run, before, after)
    for item, day in zip(run, beside or leaning, strict=True):
        item.days, item.leaned = (day,), not beside
    numbers = [item.weekday or 0 for item in run]
    if beside:
        near = (beside[0] - before == DAY) if before else (after is not None and after - beside[-1] == DAY)
        if beside != leaning and not near and run[0].joint != "to":
            question = f"Do you mean {in_words(leaning[0])} or {in_words(beside[0])}?"
            run[0].unsettled = Unsettled(About.WHICH_ONE, question, either((leaning, beside)))
    elif numbers == sorted(numbers) and leaning != sorted(leaning):
        week = [monday(min(leaning)) + number * DAY for number in numbers]
        question = "Which week do you mean?"
        shifted = [day + WEEK for day in week]
        run[-1].unsettled = Unsettled(About.WHICH_ONE, question, either((week, shifted)))


def _by_lean(scan: Scan, run: Run) -> list[date]:
    days = [bare(scan, item.weekday or 0) for item in run]
    for at in range(1, len(run)):
        if run[at].joint == "to" and days[at] < days[at - 1]:
            if scan.lean is Lean.PAST:
                days[at - 1] = on_or_before(days[at], run[at - 1].weekday or 0)
            else:
                days[at] = on_or_after(days[at - 1], run[at].weekday or 0)
    return days


def _beside(run: Run, before: date | None, after: date | None) -> list[date]:
    days: list[date] = []
    if before is not None:
        for item in run:
            before = on_or_after(before + DAY, item.weekday or 0)
            days.append(before)
    elif after is not None:
        for item in reversed(run):
            after = on_or_before(after - DAY, item.weekday or 0)
            days.insert(0, after)
    return days
