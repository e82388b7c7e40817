"""The year's pace: how many of the funded half-days would be used by now if they were spread over the year."""

from datetime import date

from bot.store.records_days import Balance
from bot.store.records_people import Cohort

LAGS = 4  # half-days below the pace that are worth a word: days come in twos and threes, not evenly


def pace(cohort: Cohort, today: date) -> int:
    """In half-days, rounded; none before the year, all after it."""
    whole = (cohort.ends - cohort.starts).days + 1
    gone = min(max((today - cohort.starts).days + 1, 0), whole)
    return round(cohort.half_days * gone / whole)


def behind(balance: Balance, cohort: Cohort, today: date) -> bool:
    """Well below the pace, planned days of the future left out."""
    return balance.used <= pace(cohort, today) - LAGS


def days(half_days: int) -> str:
    """Half-days as people say them: 7 → "3½"."""
    whole, half = divmod(half_days, 2)
    return f"{whole or ''}½" if half else str(whole)
