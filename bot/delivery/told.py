"""What somebody was told already about the same thing."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlmodel import col

from bot.db.store import Store
from bot.delivery.domain import Delivery, DeliveryStatus, NotificationEvent, Priority
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.identity.tables import EnrolmentRow

ARRIVED = (DeliveryStatus.SENT.value, DeliveryStatus.UNKNOWN.value)  # or it may have


def told_since(occasion: NotificationEvent) -> ColumnElement[bool]:
    """They were told the same day, about the same thing, since this was due: a correction said it already."""
    owed = occasion.owed
    under_way = and_(
        col(DeliveryRow.status) == DeliveryStatus.SENDING.value, col(DeliveryRow.rank) == Priority.AWAITED.value
    )
    return exists().where(
        col(OccasionRow.id) == col(DeliveryRow.occasion_id),
        col(OccasionRow.subject) == owed.subject,
        col(OccasionRow.day) == owed.day,
        col(OccasionRow.id) != occasion.id,
        col(DeliveryRow.person_id) == col(EnrolmentRow.person_id),
        or_(col(DeliveryRow.status).in_(ARRIVED), under_way),
        col(DeliveryRow.attempted_at) >= owed.due_at,
    )


async def day_told(store: Store, one: Delivery) -> date | None:
    """The other day that somebody was last told for the same thing: what a correction puts right."""
    owed = one.occasion.owed
    query = (
        select(col(OccasionRow.day))
        .join(DeliveryRow, col(DeliveryRow.occasion_id) == col(OccasionRow.id))
        .where(
            col(OccasionRow.subject) == owed.subject,
            col(OccasionRow.day) != owed.day,
            col(DeliveryRow.person_id) == one.person_id,
            or_(col(DeliveryRow.status).in_(ARRIVED), col(DeliveryRow.message).is_not(None)),
        )
        .order_by(col(OccasionRow.id).desc())
    )
    async with store.transaction() as connection:
        return (await connection.execute(query.limit(1))).scalar()
