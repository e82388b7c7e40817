"""Who wants a word about a residential, as SQL conditions on an enrolment."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select, true
from sqlmodel import col

from bot.delivery.domain import DeliveryStatus, ScheduledNotification
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.features.release_days.recipients import logged_between
from bot.features.residentials.domain import AttendanceAnswer
from bot.features.residentials.tables import AttendanceRow
from bot.identity.queries import at_hub
from bot.identity.tables import EnrolmentRow

Condition = ColumnElement[bool]
WHO = col(EnrolmentRow.person_id)
TOLD = (DeliveryStatus.SENT.value, DeliveryStatus.UNKNOWN.value)


def may_come(owed: ScheduledNotification) -> Condition:
    """They have not said that they cannot, of the dates as they are: another day they may be able to make."""
    return not_(
        exists().where(
            col(AttendanceRow.residential_id) == owed.number,
            col(AttendanceRow.person_id) == WHO,
            col(AttendanceRow.answer) == AttendanceAnswer.CANNOT.value,
            col(AttendanceRow.for_day) == owed.day,
        )
    )


def came_and_logged_nothing(owed: ScheduledNotification) -> Condition:
    return and_(may_come(owed), not_(logged_between(owed.day, owed.day + timedelta(3))))


def told_of_another_day(owed: ScheduledNotification) -> Condition:
    """They are at the hub, and the last thing that they were sent about this was another day.

    What is on its way may arrive: another day is taken as told. The new day is not, for then it might be told by
    nobody; a reminder that is claimed together with the correction gives way to it (`told_since`).
    """
    return and_(at_hub(owed.here), _last_told(owed, col(OccasionRow.day) != owed.day))


def told_anything(owed: ScheduledNotification) -> Condition:
    """They are at the hub, and were sent something about this, or it is on its way."""
    return and_(at_hub(owed.here), _last_told(owed, true()))


def _last_told(owed: ScheduledNotification, otherwise: Condition) -> Condition:
    last = (
        select(func.max(col(OccasionRow.id)))
        .join(DeliveryRow, col(DeliveryRow.occasion_id) == col(OccasionRow.id))
        .where(
            col(OccasionRow.subject) == owed.subject,
            not_(col(OccasionRow.rule).like("after%")),
            col(DeliveryRow.person_id) == WHO,
            or_(
                col(DeliveryRow.status).in_(TOLD),
                col(DeliveryRow.message).is_not(None),  # sent, then put off
                and_(col(DeliveryRow.status) == DeliveryStatus.SENDING.value, otherwise),
            ),
            or_(col(OccasionRow.rule) != owed.rule, col(OccasionRow.revision) != owed.revision),
        )
        .correlate(EnrolmentRow)
        .scalar_subquery()
    )
    return exists().where(col(OccasionRow.id) == last, otherwise).correlate(EnrolmentRow)
