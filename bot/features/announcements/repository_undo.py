"""An announcement that is not sent yet, as it was before it was confirmed or cancelled."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.undoing import ChangedSince, TooLateToUndo
from bot.delivery.domain import NotificationState
from bot.features.announcements.domain import Announcement, AnnouncementStage, NotAsItWas
from bot.features.announcements.queries import ANNOUNCEMENTS, announcement_of
from bot.features.announcements.repository import end_occasion, now_is, plan_occasion
from bot.features.announcements.tables import AnnouncementRow


async def made_draft(connection: AsyncConnection, number: int, revision: int, now: datetime) -> Announcement:
    """Nothing of it is sent. Raises ChangedSince, SentAlready."""
    one = await _as_left(connection, number, revision, AnnouncementStage.PLANNED)
    await end_occasion(connection, one, NotificationState.CANCELLED)
    await _now(connection, one, revision=revision + 1, confirmed_at=None, created_at=now)
    return one


async def planned_again(
    connection: AsyncConnection, number: int, revision: int, was: AnnouncementStage, now: datetime
) -> Announcement:
    """A draft or a cancelled one goes at its time. Raises ChangedSince, TooLateToUndo when that is over."""
    one = await _as_left(connection, number, revision, was)
    if one.send_at <= now:
        raise TooLateToUndo
    draft = was is AnnouncementStage.DRAFT
    values: dict[str, Any] = {"confirmed_at": now} if draft else {"cancelled_at": None}
    await _now(connection, one, revision=revision + 1, **values)
    await plan_occasion(connection, one, revision + 1, one.send_at)
    return one


async def cancelled_again(connection: AsyncConnection, number: int, revision: int, now: datetime) -> Announcement:
    """Raises ChangedSince, SentAlready."""
    one = await _as_left(connection, number, revision, AnnouncementStage.PLANNED)
    await end_occasion(connection, one, NotificationState.CANCELLED)
    await _now(connection, one, cancelled_at=now)
    return one


async def _as_left(
    connection: AsyncConnection, number: int, revision: int, stage: AnnouncementStage
) -> Announcement:
    row = (await connection.execute(ANNOUNCEMENTS.where(col(AnnouncementRow.id) == number))).first()
    one = announcement_of(row) if row else None
    if one is not None and one.stage is AnnouncementStage.SENT:
        raise TooLateToUndo("That has been sent meanwhile. You can still take it back: “cohort announcements”.")
    if one is None or one.revision != revision or one.stage is not stage:
        raise ChangedSince
    return one


async def _now(connection: AsyncConnection, one: Announcement, **values: Any) -> None:
    try:
        await now_is(connection, one, cancelled=one.stage is AnnouncementStage.CANCELLED, **values)
    except NotAsItWas:
        raise ChangedSince from None
