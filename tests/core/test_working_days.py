"""When reminders go out: clock changes, leap day, bank and school holidays, other zones, dates in words."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.core.identity import Cohort
from bot.core.working_days import Calendar, Hours
from bot.features.reminders.planning import Year, changes, wanted
from bot.features.reminders.rules import Rules
from bot.features.reports.domain import Report
from bot.features.residentials.domain import Residential, ResidentialState
from bot.language.dates import in_words as spoken

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(LONDON)
COHORT = Cohort(1, "Cohort 12", date(2026, 9, 1), date(2028, 8, 31), 20)
NOW = datetime(2026, 9, 1, tzinfo=UTC)


def residential(
    first: date, revision: int = 1, state: ResidentialState = ResidentialState.CONFIRMED
) -> Residential:
    return Residential(1, 1, 1, 1, first, first, None, state, revision)


def year(first: date, calendar: Calendar = CALENDAR) -> Year:
    return Year(1, COHORT, calendar, [residential(first)], [])


def due(first: date, rule: str, calendar: Calendar = CALENDAR) -> datetime:
    (found,) = (one.due_at for one in wanted(year(first, calendar), Rules(), NOW) if one.rule == rule)
    return found


def test_after_the_clocks_go_forward_half_past_seven_is_half_past_six_in_utc() -> None:
    assert CALENDAR.at(date(2027, 3, 26)) == datetime(2027, 3, 26, 7, 30, tzinfo=UTC)
    assert CALENDAR.at(date(2027, 3, 30)) == datetime(2027, 3, 30, 6, 30, tzinfo=UTC)


def test_after_the_clocks_go_back_half_past_seven_is_half_past_seven_in_utc() -> None:
    assert CALENDAR.at(date(2026, 10, 23)) == datetime(2026, 10, 23, 6, 30, tzinfo=UTC)
    assert CALENDAR.at(date(2026, 10, 26)) == datetime(2026, 10, 26, 7, 30, tzinfo=UTC)


def test_a_week_before_7_march_2028_is_leap_day() -> None:
    moment = due(date(2028, 3, 7), "residential_7")
    assert spoken(moment.date()) == "Tuesday 29 February 2028"


def test_a_residential_that_starts_on_a_bank_holiday_is_announced_the_friday_before() -> None:
    assert not CALENDAR.works(date(2027, 5, 3))
    moment = due(date(2027, 5, 3), "residential_1")
    assert spoken(moment.astimezone(LONDON).date()) == "Friday 30 April 2027"


def test_a_person_in_new_york_is_written_to_at_half_past_seven_there() -> None:
    moment = CALENDAR.at(date(2027, 3, 23), ZoneInfo("America/New_York"))
    assert moment == datetime(2027, 3, 23, 11, 30, tzinfo=UTC)
    assert spoken(moment.astimezone(ZoneInfo("America/New_York")).date()) == "Tuesday 23 March 2027"


def test_school_holidays_move_a_reminder_to_before_them() -> None:
    away = Calendar(LONDON, away=[(date(2026, 10, 26), date(2026, 10, 30))])
    moment = due(date(2026, 11, 3), "residential_7", away)
    assert spoken(moment.date()) == "Friday 23 October 2026"


def test_in_the_evening_and_at_the_weekend_it_waits_for_the_next_working_morning() -> None:
    monday = datetime(2026, 11, 9, 7, 30, tzinfo=UTC)
    assert CALENDAR.next_open(datetime(2026, 11, 6, 19, tzinfo=UTC)) == monday
    assert CALENDAR.next_open(datetime(2026, 11, 7, 12, tzinfo=UTC)) == monday


def test_nothing_can_be_planned_in_the_hour_of_the_clock_changes() -> None:
    with pytest.raises(ValueError, match="clocks change"):
        Hours(time(1, 30), time(18))


def test_a_plan_that_is_written_already_changes_nothing() -> None:
    assert len(changes([], year(date(2027, 5, 4)), Rules(), NOW).added) > 4


def test_of_the_weeks_that_a_report_is_late_in_the_holidays_one_word_comes_after_them() -> None:
    summer = Calendar(LONDON, away=[(date(2027, 7, 21), date(2027, 8, 31))])
    report = Report(1, 1, 1, "End-of-year report", date(2027, 7, 16), 1, None)
    owed = wanted(Year(1, COHORT, summer, [], [report]), Rules(), NOW)
    days = [spoken(one.due_at.date()) for one in owed if one.rule.startswith("late")]
    assert days[:2] == ["Wednesday 1 September 2027", "Friday 3 September 2027"]
    assert len(days) == len(set(days))
