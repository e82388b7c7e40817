"""The rows that an occasion becomes: one delivery for each person who is meant, and for each channel."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, literal, null, select
from sqlmodel import col

from bot.db.base import Utc
from bot.db.sqlite_file import Reading
from bot.delivery.domain import DeliveryStatus, NotificationEvent, priority_of
from bot.delivery.tables import DeliveryRow
from bot.features.announcements.domain import Audience, audience_in
from bot.features.announcements.tables import AnnouncementRow
from bot.features.ask_hub.tables import HubChannelRow
from bot.identity.tables import AccountRow, EnrolmentRow, PersonRow

INTO = (
    "occasion_id", "target", "rank", "person_id", "platform", "tenant", "address", "status", "attempts",
    "first_at", "next_at", "why",
)  # fmt: skip
NOT_JOINED = "has not joined the bot yet"
TOO_LATE = "was of no use any more when it could be sent"


def newest_account() -> Any:
    """A person's newest account that can be written to, as SQL."""
    return (
        select(func.max(col(AccountRow.id)))
        .where(col(AccountRow.person_id) == col(EnrolmentRow.person_id), col(AccountRow.address).is_not(None))
        .correlate(EnrolmentRow)
        .scalar_subquery()
    )


def people_of(one: NotificationEvent, meant: ColumnElement[bool], when: Any, now: datetime) -> Any:
    """Everybody who is meant; who has not joined is written down as such. `when`: as SQL."""
    owed, late = one.owed, one.owed.expires_at <= now
    joined = col(AccountRow.id).is_not(None)
    waits, skipped = literal(DeliveryStatus.READY.value), literal(DeliveryStatus.SKIPPED.value)
    return (
        select(
            literal(one.id), literal("person:").concat(cast(col(EnrolmentRow.person_id), String)),
            literal(priority_of(owed.rule)),
            col(EnrolmentRow.person_id),
            func.coalesce(col(AccountRow.platform), ""), func.coalesce(col(AccountRow.tenant), ""),
            func.coalesce(col(AccountRow.address), "{}"),
            skipped if late else case((joined, waits), else_=skipped),
            literal(0), when, when,
            literal(TOO_LATE) if late else case((joined, None), else_=literal(NOT_JOINED)),
        )
        .select_from(EnrolmentRow)
        .join(PersonRow, col(PersonRow.id) == col(EnrolmentRow.person_id))
        .outerjoin(AccountRow, col(AccountRow.id) == newest_account())
        .where(meant)
        .order_by(col(EnrolmentRow.person_id))
    )  # fmt: skip


def channels_of(one: NotificationEvent) -> Any:
    """The hub's channels, on every platform that it has one."""
    owed = one.owed
    target = literal("channel:").concat(col(HubChannelRow.platform)).concat(":").concat(col(HubChannelRow.tenant))
    return (
        select(
            literal(one.id), target.concat(":").concat(col(HubChannelRow.conversation)),
            literal(priority_of(owed.rule)), cast(null(), DeliveryRow.__table__.c.person_id.type),  # type: ignore[attr-defined]
            col(HubChannelRow.platform), col(HubChannelRow.tenant), col(HubChannelRow.address),
            literal(DeliveryStatus.READY.value), literal(0), literal(owed.due_at, Utc), literal(owed.due_at, Utc),
            cast(null(), String),
        )
        .where(col(HubChannelRow.hub_id) == owed.hub_id)
        .order_by(col(HubChannelRow.platform))
    )  # fmt: skip


async def audience_on(reading: Reading, announcement_id: int) -> Audience:
    query = select(col(AnnouncementRow.audience)).where(col(AnnouncementRow.id) == announcement_id)
    return audience_in((await reading.execute(query)).scalar_one())
