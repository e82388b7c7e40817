"""What is said of release days that are not logged, or too few, with the figures. Pure: balance in, words out."""

from datetime import date

from bot.core.identity import Cohort
from bot.core.reply import Button
from bot.features.cohort.status import expected
from bot.features.release_days.domain import Balance
from bot.features.release_days.views import in_days

Said = tuple[str, tuple[Button, ...]]
BUTTONS = (
    Button("Log a day", "releaseday_form", style="primary"),
    Button("My balance", "say", {"text": "releaseday balance"}),
)


def nothing_logged(balance: Balance) -> Said:
    return f"You've logged no release day in the last month: {_figures(balance)}. Were there any?", BUTTONS


def behind(balance: Balance, cohort: Cohort, today: date) -> Said:
    """`today` against the whole year, as the hub lead's view reckons it."""
    by_now = in_days(expected(cohort, today))
    return f"Release days: {_figures(balance)}; about {by_now} by now would keep pace. Plan some?", BUTTONS


def _figures(balance: Balance) -> str:
    planned = f", {in_days(balance.planned)} planned" if balance.planned else ""
    return f"{in_days(balance.used)} of {in_days(balance.funded)} used{planned}"
