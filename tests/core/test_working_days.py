"""When reminders go out: clock changes, leap day, bank and school holidays, other zones, dates in words."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.core.working_days import Calendar, Hours
from bot.language.dates import in_words as spoken

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(LONDON)


def test_after_the_clocks_go_forward_half_past_seven_is_half_past_six_in_utc() -> None:
    assert CALENDAR.at(date(2027, 3, 26)) == datetime(2027, 3, 26, 7, 30, tzinfo=UTC)
    assert CALENDAR.at(date(2027, 3, 30)) == datetime(2027, 3, 30, 6, 30, tzinfo=UTC)


def test_after_the_clocks_go_back_half_past_seven_is_half_past_seven_in_utc() -> None:
    assert CALENDAR.at(date(2026, 10, 23)) == datetime(2026, 10, 23, 6, 30, tzinfo=UTC)
    assert CALENDAR.at(date(2026, 10, 26)) == datetime(2026, 10, 26, 7, 30, tzinfo=UTC)


def test_a_person_in_new_york_is_written_to_at_half_past_seven_there() -> None:
    moment = CALENDAR.at(date(2027, 3, 23), ZoneInfo("America/New_York"))
    assert moment == datetime(2027, 3, 23, 11, 30, tzinfo=UTC)
    assert spoken(moment.astimezone(ZoneInfo("America/New_York")).date()) == "Tue 23 Mar 2027"


def test_in_the_evening_and_at_the_weekend_it_waits_for_the_next_working_morning() -> None:
    monday = datetime(2026, 11, 9, 7, 30, tzinfo=UTC)
    assert CALENDAR.next_open(datetime(2026, 11, 6, 19, tzinfo=UTC)) == monday
    assert CALENDAR.next_open(datetime(2026, 11, 7, 12, tzinfo=UTC)) == monday


def test_nothing_can_be_planned_in_the_hour_of_the_clock_changes() -> None:
    with pytest.raises(ValueError, match="clocks change"):
        Hours(time(1, 30), time(18))
