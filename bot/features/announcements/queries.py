"""How announcements are read from their rows, and how each delivery of one went."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import String, and_, case, cast, literal, null, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.db.base import Utc
from bot.delivery.domain import DeliveryStatus, NotificationEvent, NotificationState, Priority
from bot.delivery.fan_out_sql import no_text
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.features.announcements.domain import (
    ANNOUNCEMENT,
    RECALL,
    Announcement,
    AnnouncementStage,
    Line,
    audience_in,
)
from bot.features.announcements.tables import AnnouncementReadRow, AnnouncementRow
from bot.features.ask_hub.tables import HubChannelRow
from bot.identity.queries import HUB, hub_of
from bot.identity.tables import HubRow, PersonRow

ENQUEUED = NotificationState.ENQUEUED.value
OWN = (
    "id", "act", "cohort_id", "text", "audience", "revision", "ask_read", "created_at", "send_at",
    "confirmed_at", "cancelled_at", "recalled_at", "by",
)  # fmt: skip


def subject_of(row: Any, rule: str = ANNOUNCEMENT) -> Any:
    """`announcement:7`, as SQL."""
    return literal(f"{rule}:").concat(cast(col(row.id), String))


ITS_OCCASION = and_(
    col(OccasionRow.rule) == ANNOUNCEMENT,
    col(OccasionRow.subject) == subject_of(AnnouncementRow),
    col(OccasionRow.revision) == col(AnnouncementRow.revision),
)
ANNOUNCEMENTS: Any = (
    select(
        *(col(getattr(AnnouncementRow, name)) for name in OWN),
        *HUB,
        col(PersonRow.name).label("by_name"),
        col(OccasionRow.state),
    )
    .join(HubRow, col(HubRow.id) == col(AnnouncementRow.hub_id))
    .outerjoin(PersonRow, col(PersonRow.id) == col(AnnouncementRow.by))
    .outerjoin(OccasionRow, ITS_OCCASION)
)


def announcement_of(row: Any) -> Announcement:
    return Announcement(
        id=row.id,
        act=row.act,
        hub=hub_of(row),
        cohort_id=row.cohort_id,
        by=row.by_name,
        text=row.text,
        audience=audience_in(row.audience),
        revision=row.revision,
        ask_read=row.ask_read,
        created_at=row.created_at,
        send_at=row.send_at,
        stage=_stage(row),
        author=row.by,
    )


def _stage(row: Any) -> AnnouncementStage:
    if row.recalled_at is not None:
        return AnnouncementStage.RECALLED
    if row.cancelled_at is not None:
        return AnnouncementStage.CANCELLED
    if row.confirmed_at is None:
        return AnnouncementStage.DRAFT
    return AnnouncementStage.SENT if row.state == ENQUEUED else AnnouncementStage.PLANNED


async def those(
    connection: AsyncConnection, act: int, hub_ids: Collection[int] | None
) -> tuple[Announcement, ...]:
    """Those of an act at these hubs, or at any, by hub."""
    query = ANNOUNCEMENTS.where(col(AnnouncementRow.act) == act)
    if hub_ids is not None:
        query = query.where(col(AnnouncementRow.hub_id).in_(hub_ids))
    found = (await connection.execute(query.order_by(col(HubRow.name)))).all()
    return tuple(map(announcement_of, found))


def lines_of(announcement: Announcement) -> Any:
    """Every delivery of it, with the name, when its person read it, and how taking it back went."""
    back, recalled = aliased(DeliveryRow), aliased(OccasionRow)
    taken_back = and_(
        col(back.occasion_id).in_(
            select(col(recalled.id)).where(
                col(recalled.rule) == RECALL, col(recalled.subject) == f"{RECALL}:{announcement.id}"
            )
        ),
        col(back.target) == col(DeliveryRow.target),
    )
    read = and_(
        col(AnnouncementReadRow.announcement_id) == announcement.id,
        col(AnnouncementReadRow.person_id) == col(DeliveryRow.person_id),
    )
    channel = col(DeliveryRow.person_id).is_(None)
    return (
        select(
            col(PersonRow.name),
            col(DeliveryRow.platform),
            channel.label("is_channel"),
            col(DeliveryRow.status),
            col(DeliveryRow.why),
            col(AnnouncementReadRow.at).label("read_at"),
            col(back.status).label("recall"),
            col(back.why).label("recall_why"),
        )
        .join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))
        .outerjoin(PersonRow, col(PersonRow.id) == col(DeliveryRow.person_id))
        .outerjoin(AnnouncementReadRow, read)
        .outerjoin(back, taken_back)
        .where(
            col(OccasionRow.rule) == ANNOUNCEMENT, col(OccasionRow.subject) == f"{ANNOUNCEMENT}:{announcement.id}"
        )
        .order_by(case((channel, 1), else_=0), col(PersonRow.name), col(DeliveryRow.id))
    )


def line_of(row: Any) -> Line:
    recall = DeliveryStatus(row.recall) if row.recall else None
    name = row.name or f"the hub's channel in {row.platform.capitalize()}"
    how = (DeliveryStatus(row.status), row.why, row.read_at, recall, row.recall_why)
    return Line(name, row.platform, bool(row.is_channel), *how)


def channels_of(one: NotificationEvent, priority: Priority) -> Any:
    """A row of `INTO` for each of the hub's channels, on every platform that it has one; as SQL."""
    target = literal("channel:").concat(col(HubChannelRow.platform)).concat(":").concat(col(HubChannelRow.tenant))
    due = literal(one.owed.due_at, Utc)
    return (
        select(
            literal(one.id), target.concat(":").concat(col(HubChannelRow.conversation)),
            literal(priority.value), cast(null(), DeliveryRow.__table__.c.person_id.type),  # type: ignore[attr-defined]
            col(HubChannelRow.platform), col(HubChannelRow.tenant), col(HubChannelRow.address),
            literal(DeliveryStatus.READY.value), literal(0), due, due, no_text(), no_text(),
        )
        .where(col(HubChannelRow.hub_id) == one.owed.hub_id)
        .order_by(col(HubChannelRow.platform))
    )  # fmt: skip
