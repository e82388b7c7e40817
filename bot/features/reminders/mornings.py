"""The morning on which what was put off comes: no weekend, no bank holiday, no school holiday. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.core.working_days import Calendar, Hours

MORNING = time(7, 30)  # when what was put off comes; app.yaml's own `opens` unless it was changed


def morning(day: date, zone: str, away: Sequence[tuple[date, date]]) -> datetime:
    """That day's morning, or the next working day's, by that clock; in UTC. `away`: the hub's school holidays."""
    calendar = Calendar(ZoneInfo(zone), Hours(MORNING), away)
    return calendar.at(calendar.after(day))
