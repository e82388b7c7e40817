"""Taking an announcement back: for each message of it that was sent, a delivery that deletes it."""

from datetime import datetime

from sqlalchemy import func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.db.base import Utc
from bot.delivery.domain import ANNOUNCEMENT, RECALL, DeliveryStatus, priority_of
from bot.delivery.tables import DeliveryRow, OccasionRow

INTO = (
    "occasion_id", "target", "rank", "person_id", "platform", "tenant", "address", "status", "attempts",
    "first_at", "next_at", "message",
)  # fmt: skip


async def on_its_way(connection: AsyncConnection, announcement_id: int) -> int:
    """How many of its messages somebody is sending, or has to look up."""
    query = (
        select(func.count())
        .select_from(DeliveryRow)
        .join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))
        .where(
            col(OccasionRow.rule) == ANNOUNCEMENT,
            col(OccasionRow.subject) == f"{ANNOUNCEMENT}:{announcement_id}",
            col(DeliveryRow.status) == DeliveryStatus.SENDING.value,
        )
    )
    return int((await connection.execute(query)).scalar_one())


async def take_back(connection: AsyncConnection, announcement_id: int, now: datetime) -> int:
    """For what was sent and has no such delivery yet, if the announcement was recalled; returns how many."""
    recalled, back = aliased(OccasionRow), aliased(DeliveryRow)
    done = select(col(back.id)).where(
        col(back.occasion_id) == col(recalled.id), col(back.target) == col(DeliveryRow.target)
    )
    sent = (
        select(
            col(recalled.id), col(DeliveryRow.target), literal(priority_of(RECALL)), col(DeliveryRow.person_id),
            col(DeliveryRow.platform), col(DeliveryRow.tenant), col(DeliveryRow.address),
            literal(DeliveryStatus.READY.value), literal(0), literal(now, Utc), literal(now, Utc),
            col(DeliveryRow.message),
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
    put = insert(DeliveryRow).from_select(list(INTO), sent, include_defaults=False)
    return (await connection.execute(put)).rowcount
