"""The only place that reads the time; everything else is handed a Clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]  # returns an aware moment in UTC


def system() -> datetime:
    return datetime.now(UTC)


def starting_at(moment: datetime, started: datetime) -> Clock:
    """A clock that shows `moment` now and then runs on; `started` is what the system clock shows now."""
    ahead: timedelta = moment - started
    return lambda: system() + ahead
