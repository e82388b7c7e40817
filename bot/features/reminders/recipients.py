"""To whom any reminder is owed, as SQL: who is at the hub and has not stopped it; and until when it is put off."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, literal, not_, select
from sqlmodel import col

from bot.db.base import Utc
from bot.delivery.domain import ScheduledNotification
from bot.delivery.kinds import Condition, Topic
from bot.features.reminders.tables import ReminderChoiceRow
from bot.identity.queries import at_hub
from bot.identity.tables import EnrolmentRow

WHO = col(EnrolmentRow.person_id)
ALL = "all"


def names_of(owed: ScheduledNotification, topic: Topic) -> tuple[str, ...]:
    """What somebody may have stopped or put off who does not want this one now."""
    return (topic.name, ALL, owed.subject)


def wanting(owed: ScheduledNotification, topic: Topic, *conditions: Condition) -> Condition:
    """An open enrolment at the hub's cohort that meets the conditions and whose person has not stopped this.

    What is put off is still owed, only later.
    """
    stopped = exists().where(
        col(ReminderChoiceRow.person_id) == WHO,
        col(ReminderChoiceRow.kind).in_(names_of(owed, topic)),
        col(ReminderChoiceRow.until).is_(None),
    )
    return and_(at_hub(owed.here), not_(stopped), *conditions)


def no_earlier_than_put_off(when: Any, names: Collection[str], now: datetime) -> Any:
    """That moment, or until when its person has put one of these off, as SQL."""
    until = (
        select(func.max(col(ReminderChoiceRow.until)))
        .where(
            col(ReminderChoiceRow.person_id) == WHO,
            col(ReminderChoiceRow.kind).in_(names),
            col(ReminderChoiceRow.until) > literal(now, Utc),
        )
        .scalar_subquery()
    )
    return case((until > when, until), else_=when)
