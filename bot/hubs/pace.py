"""How many release days are expected by now: a year's are evenly spread over its school months. Pure."""

from datetime import date, timedelta

from bot.core.identity import Cohort

HOLIDAY_MONTH = 8  # August; the year's days are spread over the months with school in them
NEAR = 2  # half-days to either side that still count as on pace


def expected(cohort: Cohort, today: date) -> int:
    """Half-days used by now if the year's were evenly spread over its school months, rounded."""
    return round(cohort.half_days * part_gone(cohort.starts, cohort.ends, today))


def part_gone(starts: date, ends: date, today: date) -> float:
    """How much of a year's school months is over: 0 to 1."""
    whole = _school_days(starts, ends)
    return _school_days(starts, min(today, ends)) / whole if whole else 1.0


def _school_days(first: date, last: date) -> int:
    """Days from first to last, August left out."""
    days = max(0, (last - first).days + 1)
    return sum((first + timedelta(days=step)).month != HOLIDAY_MONTH for step in range(days))
