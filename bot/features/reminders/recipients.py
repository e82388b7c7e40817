"""To whom an occasion is still owed, as SQL: one condition a rule, asked twice before it is sent."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, not_, or_, select, true
from sqlmodel import col

from bot.db.base import Utc
from bot.delivery.domain import MOVED, TAKEN_BACK, DeliveryStatus, ScheduledNotification
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.features.cohort.status import NEAR, part_gone
from bot.features.release_days.tables import ReleaseDayRow
from bot.features.reminders.tables import ReminderChoiceRow
from bot.features.reports.tables import ReportSubmissionRow
from bot.features.residentials.domain import AttendanceAnswer
from bot.features.residentials.tables import AttendanceRow
from bot.identity.tables import CohortRow, EnrolmentRow

Condition = ColumnElement[bool]
WHO = col(EnrolmentRow.person_id)
TOLD = (DeliveryStatus.SENT.value, DeliveryStatus.UNKNOWN.value)
SEPTEMBER = 9


def recipient_filter(owed: ScheduledNotification, kind: str, today: date) -> Condition:
    """The condition on an enrolment that is open and whose person has not stopped this kind.

    What is put off is still owed, only later; a correction of what was said goes to whoever was told.
    today: the day on which it is asked.
    """
    stopped = exists().where(
        col(ReminderChoiceRow.person_id) == WHO,
        col(ReminderChoiceRow.kind).in_((kind, "all", owed.subject)),
        col(ReminderChoiceRow.until).is_(None),
    )
    here = and_(
        col(EnrolmentRow.hub_id) == owed.hub_id,
        col(EnrolmentRow.cohort_id) == owed.cohort_id,
        col(EnrolmentRow.ended_at).is_(None),
    )
    corrects = owed.rule in (MOVED, TAKEN_BACK)
    return and_(here, true() if corrects else not_(stopped), _owing(owed, today))


def snoozed_until(who: Any, names: Collection[str], now: datetime) -> Any:
    """Until when somebody has put one of these off, as SQL; null for who has not."""
    return (
        select(func.max(col(ReminderChoiceRow.until)))
        .where(
            col(ReminderChoiceRow.person_id) == who,
            col(ReminderChoiceRow.kind).in_(names),
            col(ReminderChoiceRow.until) > literal(now, Utc),
        )
        .scalar_subquery()
    )


def later(when: Any, until: Any) -> Any:
    """The later of a moment and one that may be null, as SQL."""
    return case((until > when, until), else_=when)


def _owing(owed: ScheduledNotification, today: date) -> Condition:
    head, number = owed.rule.partition("_")[0], _number(owed.subject)
    if owed.rule in (MOVED, TAKEN_BACK):
        return _told_otherwise(owed)
    if head == "residential":
        return not_(_answered(number, AttendanceAnswer.CANNOT, owed.day))
    if head == "after":
        return and_(
            not_(_answered(number, AttendanceAnswer.CANNOT, owed.day)),
            not_(_logged(owed.day, owed.day + timedelta(3))),
        )
    if head in ("report", "late"):
        done = exists().where(
            col(ReportSubmissionRow.report_id) == number, col(ReportSubmissionRow.person_id) == WHO
        )
        return not_(done)
    if head == "nudge":
        return and_(_some_left(owed), not_(_logged(owed.day - timedelta(30), max(owed.day, today))))
    if head == "pace":
        return and_(_some_left(owed), _behind(owed))
    return true()


def _number(subject: str) -> int:
    number = subject.partition(":")[2]
    return int(number) if number.isdecimal() else 0


def _answered(residential: int, answer: AttendanceAnswer, day: date) -> Condition:
    """For the dates as they are: who cannot come to the old ones may be able to come to the new."""
    return exists().where(
        col(AttendanceRow.residential_id) == residential,
        col(AttendanceRow.person_id) == WHO,
        col(AttendanceRow.answer) == answer.value,
        col(AttendanceRow.for_day) == day,
    )


def _logged(first: date, last: date) -> Condition:
    return exists().where(
        col(ReleaseDayRow.person_id) == WHO,
        col(ReleaseDayRow.deleted_at).is_(None),
        col(ReleaseDayRow.day).between(first, last),
    )


def _used(owed: ScheduledNotification) -> ColumnElement[int]:
    used = select(func.coalesce(func.sum(col(ReleaseDayRow.half_days)), 0)).where(
        col(ReleaseDayRow.person_id) == WHO,
        col(ReleaseDayRow.cohort_id) == owed.cohort_id,
        col(ReleaseDayRow.deleted_at).is_(None),
    )
    return used.scalar_subquery()


def _funded(owed: ScheduledNotification) -> ColumnElement[int]:
    return select(col(CohortRow.half_days)).where(col(CohortRow.id) == owed.cohort_id).scalar_subquery()


def _some_left(owed: ScheduledNotification) -> Condition:
    return _used(owed) < _funded(owed)


def _behind(owed: ScheduledNotification) -> Condition:
    """As the hub lead's view reckons it, for a year from September; what is planned counts as used."""
    begins = date(owed.day.year - (owed.day.month < SEPTEMBER), SEPTEMBER, 1)
    gone = part_gone(begins, begins.replace(year=begins.year + 1) - timedelta(1), owed.day)
    return _used(owed) < _funded(owed) * gone - NEAR


def _told_otherwise(owed: ScheduledNotification) -> Condition:
    """The last thing that they were sent about this was another day (or, once cancelled, anything at all).

    What is on its way may arrive: another day is taken as told. The new day is not, for then it might be told by
    nobody; a reminder that is taken together with the correction gives way to it (`still_owed`).
    """
    another = true() if owed.rule == TAKEN_BACK else col(OccasionRow.day) != owed.day
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
                and_(col(DeliveryRow.status) == DeliveryStatus.SENDING.value, another),
            ),
            or_(col(OccasionRow.rule) != owed.rule, col(OccasionRow.revision) != owed.revision),
        )
        .correlate(EnrolmentRow)
        .scalar_subquery()
    )
    return exists().where(col(OccasionRow.id) == last, another).correlate(EnrolmentRow)
