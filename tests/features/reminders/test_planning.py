"""Which day each reminder is planned for: holidays and weekends are moved away from, and nothing is said twice."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.core.identity import Cohort, HubCohort
from bot.core.reminder_rules import Rules
from bot.core.working_days import Calendar
from bot.db.store import Store
from bot.delivery.domain import NotificationEvent, NotificationState, ScheduledNotification
from bot.delivery.kinds import PlanContext
from bot.delivery.planning import Plans, changes, wanted
from bot.delivery.registry import registered
from bot.delivery.shared_reads import SharedReads
from bot.features.reports.domain import Report
from bot.features.residentials.domain import Residential, ResidentialState
from bot.language.dates import in_words as spoken
from tests.support.transcript import IN_MEMORY

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(LONDON)
COHORT = Cohort(1, "Cohort 12", date(2026, 9, 1), date(2028, 8, 31), 20)
HERE = HubCohort(1, 1)
NOW = datetime(2026, 9, 1, tzinfo=UTC)


async def plans(first: date | None, calendar: Calendar = CALENDAR, reports: Sequence[Report] = ()) -> Plans:
    """What every kind plans for a residential on that day, and these reports."""
    one = [Residential(1, 1, 1, 1, first, first, None, ResidentialState.CONFIRMED, 1)] if first else []
    reads = SharedReads(Store(IN_MEMORY), {("residentials", HERE): one, ("reports", HERE): reports})
    context = PlanContext(HERE, COHORT, calendar, Rules(), NOW, [], reads)
    return {kind: await kind.plan(context) for kind in registered()}


async def due(first: date, rule: str, calendar: Calendar = CALENDAR) -> datetime:
    (found,) = (one.due_at for one in wanted(await plans(first, calendar), NOW) if one.rule == rule)
    return found


async def test_a_week_before_7_march_2028_is_leap_day() -> None:
    moment = await due(date(2028, 3, 7), "residential_7")
    assert spoken(moment.date()) == "Tue 29 Feb 2028"


async def test_a_residential_that_starts_on_a_bank_holiday_is_announced_the_friday_before() -> None:
    assert not CALENDAR.works(date(2027, 5, 3))
    moment = await due(date(2027, 5, 3), "residential_1")
    assert spoken(moment.astimezone(LONDON).date()) == "Fri 30 Apr 2027"


async def test_school_holidays_move_a_reminder_to_before_them() -> None:
    away = Calendar(LONDON, away=[(date(2026, 10, 26), date(2026, 10, 30))])
    moment = await due(date(2026, 11, 3), "residential_7", away)
    assert spoken(moment.date()) == "Fri 23 Oct 2026"


async def test_a_plan_that_is_written_already_changes_nothing() -> None:
    assert len(changes([], registered(), await plans(date(2027, 5, 4)), NOW).added) > 4


async def test_of_the_weeks_that_a_report_is_late_in_the_holidays_one_word_comes_after_them() -> None:
    summer = Calendar(LONDON, away=[(date(2027, 7, 21), date(2027, 8, 31))])
    report = Report(1, 1, 1, "End-of-year report", date(2027, 7, 16), 1, None)
    owed = wanted(await plans(None, summer, [report]), NOW)
    days = [spoken(one.due_at.date()) for one in owed if one.rule.startswith("late")]
    assert days[:2] == ["Wed 1 Sep 2027", "Fri 3 Sep 2027"]
    assert len(days) == len(set(days))


async def test_what_only_a_later_version_plans_stays_and_is_said_once() -> None:
    """Every 20 seconds it is planned anew; the log says it once, whatever the number of occasions."""
    ends = NOW + timedelta(days=300)
    owed = [ScheduledNotification("of_a_later_version", f"x:{n}", 1, 1, 1, NOW.date(), NOW, ends) for n in (1, 2)]
    there = [NotificationEvent(number, one, NotificationState.OPEN) for number, one in enumerate(owed)]
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            found = changes(there, registered(), await plans(None), NOW)
            assert not (found.superseded or found.cancelled)
    assert [one["rule"] for one in logs] == ["of_a_later_version"]
