"""Taking an announcement back: which messages are under way, and a delivery to delete each that was sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.db.base import Utc
from bot.delivery.domain import DeliveryStatus, Priority
from bot.delivery.fan_out_sql import no_text
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.features.announcements.domain import ANNOUNCEMENT, RECALL


def on_its_way(announcement_id: int) -> Any:
    """Its messages that somebody is sending, or has to look up; as SQL."""
    return (
        select(col(DeliveryRow.id))
        .join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))
        .where(
            col(OccasionRow.rule) == ANNOUNCEMENT,
            col(OccasionRow.subject) == f"{ANNOUNCEMENT}:{announcement_id}",
            col(DeliveryRow.status) == DeliveryStatus.SENDING.value,
        )
    )


def to_take_back(announcement_id: int, now: datetime, priority: Priority) -> Any:
    """A row of `INTO` for each message that was sent and has no such delivery yet, if it was recalled; as SQL."""
    recalled, back = aliased(OccasionRow), aliased(DeliveryRow)
    done = select(col(back.id)).where(
        col(back.occasion_id) == col(recalled.id), col(back.target) == col(DeliveryRow.target)
    )
    return (
        select(
            col(recalled.id), col(DeliveryRow.target), literal(priority.value), col(DeliveryRow.person_id),
            col(DeliveryRow.platform), col(DeliveryRow.tenant), col(DeliveryRow.address),
            literal(DeliveryStatus.READY.value), literal(0), literal(now, Utc), literal(now, Utc),
            no_text(), col(DeliveryRow.message),
        )
        .join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))
        .join(recalled, col(recalled.subject) == f"{RECALL}:{announcement_id}")
        .where(
            col(recalled.rule) == RECALL,
            col(OccasionRow.rule) == ANNOUNCEMENT,
            col(OccasionRow.subject) == f"{ANNOUNCEMENT}:{announcement_id}",
            col(DeliveryRow.status) == DeliveryStatus.SENT.value,
            col(DeliveryRow.message).is_not(None),
            ~done.exists(),
        )
    )  # fmt: skip
