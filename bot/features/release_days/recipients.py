"""Who is reminded of release days, as SQL conditions on an enrolment: nothing logged, or behind the pace."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, not_, select
from sqlmodel import col

from bot.delivery.domain import ScheduledNotification
from bot.features.release_days.tables import ReleaseDayRow
from bot.hubs.pace import NEAR, part_gone
from bot.identity.tables import CohortRow, EnrolmentRow

Condition = ColumnElement[bool]
WHO = col(EnrolmentRow.person_id)
SEPTEMBER = 9


def logged_nothing_lately(owed: ScheduledNotification, today: date) -> Condition:
    """Some are left, and none is logged from 30 days before the day that it is about until today."""
    return and_(_some_left(owed), not_(logged_between(owed.day - timedelta(30), max(owed.day, today))))


def behind_the_pace(owed: ScheduledNotification) -> Condition:
    """As the hub lead's view reckons it, for a year from September; what is planned counts as used."""
    begins = date(owed.day.year - (owed.day.month < SEPTEMBER), SEPTEMBER, 1)
    gone = part_gone(begins, begins.replace(year=begins.year + 1) - timedelta(1), owed.day)
    return and_(_some_left(owed), _used(owed) < _funded(owed) * gone - NEAR)


def logged_between(first: date, last: date) -> Condition:
    return exists().where(
        col(ReleaseDayRow.person_id) == WHO,
        col(ReleaseDayRow.deleted_at).is_(None),
        col(ReleaseDayRow.day).between(first, last),
    )


def _some_left(owed: ScheduledNotification) -> Condition:
    return _used(owed) < _funded(owed)


def _used(owed: ScheduledNotification) -> ColumnElement[int]:
    used = select(func.coalesce(func.sum(col(ReleaseDayRow.half_days)), 0)).where(
        col(ReleaseDayRow.person_id) == WHO,
        col(ReleaseDayRow.cohort_id) == owed.cohort_id,
        col(ReleaseDayRow.deleted_at).is_(None),
    )
    return used.scalar_subquery()


def _funded(owed: ScheduledNotification) -> ColumnElement[int]:
    return select(col(CohortRow.half_days)).where(col(CohortRow.id) == owed.cohort_id).scalar_subquery()
