"""When a reminder may be sent: from a day that it is meant for, to a moment in UTC. Pure; moves, never loses."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from bot.core.reminder_defaults import CLOSES, OPENS

DAY = timedelta(days=1)
OPENING, CLOSING = time.fromisoformat(OPENS), time.fromisoformat(CLOSES)
LONGEST_SEARCH = 120  # days; longer than any summer
NEVER_BETWEEN = (time(1), time(2))  # London's clocks go forward and back then: the hour is missing, or there twice


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours in which people are written to, by their own clock. Raises ValueError for impossible ones."""

    opens: time = OPENING
    closes: time = CLOSING

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError("the day must open before it closes")
        if self.opens < NEVER_BETWEEN[1] and self.closes > NEVER_BETWEEN[0]:
            raise ValueError("nothing is sent between 01:00 and 02:00, when the clocks change; open later")

    def hold(self, at: time) -> bool:
        """Whether people may be written to at that time by their clock."""
        return self.opens <= at < self.closes


@dataclass(frozen=True, slots=True)
class Calendar:
    """A hub's working days. `away`: its school holidays, each with its first and last day."""

    zone: ZoneInfo
    hours: Hours = field(default_factory=Hours)
    away: Sequence[tuple[date, date]] = ()

    def works(self, day: date) -> bool:
        """Whether reminders go out that day: no weekend, no bank holiday in England, no school holiday."""
        return is_working_day(day) and not any(first <= day <= last for first, last in self.away)

    def before(self, day: date, earliest: date) -> date:
        """That day, or the last working day before it; if that were before `earliest`, the day as it is."""
        found = day
        while not self.works(found):
            found -= DAY
            if found < earliest:
                return day
        return found

    def after(self, day: date) -> date:
        """That day, or the next working day; after a search in vain, the day as it is."""
        for ahead in range(LONGEST_SEARCH):
            if self.works(day + ahead * DAY):
                return day + ahead * DAY
        return day

    def at(self, day: date, zone: ZoneInfo | None = None) -> datetime:
        """When that day opens, by this zone's clock; in UTC."""
        return datetime.combine(day, self.hours.opens, zone or self.zone).astimezone(UTC)

    def next_open(self, moment: datetime, zone: ZoneInfo | None = None) -> datetime:
        """That moment (UTC) if people may be written to, or else when the next working day opens."""
        local = moment.astimezone(zone or self.zone)
        day = local.date()
        if self.works(day) and local.time() < self.hours.closes:
            return max(moment.astimezone(UTC), self.at(day, zone))
        if not self.works(day):
            return self.at(self.after(day), zone)
        return self.at(self.after(day + DAY), zone)


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    """No weekend, no bank holiday in England, and none of the days in `closed`."""
    return day.weekday() < 5 and not bank_holiday(day) and day not in closed


def bank_holiday(day: date) -> str:
    """The name of England's bank holiday on that day, observed ones included; empty for none."""
    return _bank_holidays(day.year).get(day, "")


def zone_of(name: str | None) -> ZoneInfo | None:
    """None for a zone that nobody knows."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@cache
def _bank_holidays(year: int) -> Mapping[date, str]:
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))
