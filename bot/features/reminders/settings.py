"""When somebody is reminded: at what time of day, and not at all in a quiet time; as values and as words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

EARLIEST, LATEST = 450, 1080  # minutes after midnight: 07:30 to 18:00
STEP = 30  # minutes
TIMES = tuple(range(EARLIEST, LATEST + 1, STEP))


@dataclass(frozen=True, slots=True)
class ReminderSetting:
    """minutes: after midnight by their own clock; None for when the day opens. quiet: from and until, in UTC."""

    minutes: int | None = None
    quiet_from: datetime | None = None
    quiet_until: datetime | None = None

    def lasting(self, now: datetime) -> "ReminderSetting":
        """Without a quiet time that is over."""
        over = self.quiet_until is not None and self.quiet_until <= now
        return replace(self, quiet_from=None, quiet_until=None) if over else self

    def dumped(self) -> dict[str, Any]:
        quiet = {name: getattr(self, name) for name in ("quiet_from", "quiet_until")}
        return {"minutes": self.minutes, **{name: one and one.isoformat() for name, one in quiet.items()}}


def setting_in(kept: Mapping[str, Any]) -> ReminderSetting:
    """From `ReminderSetting.dumped`."""
    quiet = [datetime.fromisoformat(kept[name]) if kept[name] else None for name in ("quiet_from", "quiet_until")]
    return ReminderSetting(kept["minutes"], *quiet)


def minutes_of(at: time) -> int | None:
    """The half hour that is meant; None for one outside the day."""
    minutes = at.hour * 60 + at.minute
    rounded = round(minutes / STEP) * STEP
    return rounded if EARLIEST <= minutes <= LATEST else None


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
