"""The hub's claim: every day by month and person, and the sums of each month, as rows of a spreadsheet. Pure."""

from collections import defaultdict
from collections.abc import Sequence

from bot.core.csv_file import Cell
from bot.core.identity import Cohort, Hub
from bot.features.lead_days.domain import ClaimedDay
from bot.features.lead_days.period import Period, months
from bot.features.release_days import views

HEADINGS = ("Month", "Name", "E-mail", "School", "Hub", "Cohort", "Date", "Part", "Days", "For", "Note")


def day_rows(days: Sequence[ClaimedDay], hub: Hub, cohort: Cohort) -> list[tuple[Cell, ...]]:
    """A row for each day, by month, then name, then date; they can be imported again."""
    ordered = sorted(
        days, key=lambda one: (_month(one), one.name.casefold(), one.person_id, one.day.day, one.day.id)
    )
    return [
        (
            _month(one),
            one.name,
            one.email or "",
            one.school,
            hub.name,
            cohort.name,
            one.day.day.isoformat(),
            views.PARTS[one.day.part],
            views.figure(one.day.half_days),
            one.day.purpose.value,
            one.day.note or "",
        )
        for one in ordered
    ]


def month_table(
    days: Sequence[ClaimedDay], cohort: Cohort, period: Period
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Headings and rows: a person a row, a month a column, in days, with the sums; the last row sums all."""
    shown = [one for one in months(cohort) if one.last >= period.first and one.first <= period.last]
    sums: defaultdict[tuple[int, str, str], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in days:
        sums[one.person_id, one.name, one.school][_month(one)] += one.day.half_days
    keys = [f"{one.first:%Y-%m}" for one in shown]
    rows: list[tuple[Cell, ...]] = []
    for (_, name, school), of_month in sorted(sums.items(), key=lambda one: (one[0][1].casefold(), one[0])):
        figures = [views.figure(of_month[key]) for key in keys]
        rows.append((name, school, *figures, views.figure(sum(of_month.values()))))
    every = [views.figure(sum(of_month[key] for of_month in sums.values())) for key in keys]
    whole = views.figure(sum(one.day.half_days for one in days))
    return ("Name", "School", *(one.name for one in shown), "Days"), [*rows, ("All", "", *every, whole)]


def _month(one: ClaimedDay) -> str:
    return f"{one.day.day:%Y-%m}"
