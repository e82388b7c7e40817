"""Announcements once they are sent: how each delivery went, tried again, taken back, and who has read it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.store import Store
from bot.delivery.domain import DeliveryStatus, NotificationState
from bot.delivery.fan_out_sql import NOT_JOINED
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.features.announcements.domain import (
    ANNOUNCEMENT,
    RECALL,
    Announcement,
    AnnouncementStage,
    Line,
    NotAsItWas,
    NotYours,
)
from bot.features.announcements.queries import ANNOUNCEMENTS, announcement_of, line_of, lines_of, subject_of
from bot.features.announcements.tables import AnnouncementReadRow, AnnouncementRow
from bot.identity.tables import AccountRow, EnrolmentRow

RECALL_IS_OF_USE = timedelta(days=30)
BEFORE_IT_WAS_SENT = "recalled before it was sent"


class SentAnnouncements:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def lines(self, announcement: Announcement) -> tuple[Line, ...]:
        """How it went for everybody it was written for, by name; channels last."""
        async with self._store.transaction() as connection:
            return tuple(map(line_of, (await connection.execute(lines_of(announcement))).all()))

    async def recall(self, these: Sequence[Announcement], by: int, now: datetime) -> None:
        """What waits is not sent, and what was sent is deleted by the outbox. Raises NotAsItWas."""
        async with self._store.writing() as connection:
            for one in these:
                if one.stage is AnnouncementStage.SENT:
                    await _recall(connection, one, by, now)

    async def again(self, these: Sequence[Announcement], by: int, now: datetime) -> int:
        """What failed, and whom it could not reach since they had not joined, at their newest account."""
        count = 0
        async with self._store.writing() as connection:
            for one in these:
                for row in (await connection.execute(_failed(one))).all():
                    count += await _once_more(connection, row, now)
                await note(connection, now, _noted("announcement.tried_again", one, by))
        return count

    async def read(self, announcement: Announcement, person_id: int, now: datetime) -> bool:
        """Somebody of its cohort has read it; False when they had said so before. Raises NotYours."""
        theirs = select(col(EnrolmentRow.id)).where(
            col(EnrolmentRow.person_id) == person_id,
            col(EnrolmentRow.hub_id) == announcement.hub.id,
            col(EnrolmentRow.cohort_id) == announcement.cohort_id,
            col(EnrolmentRow.ended_at).is_(None),
        )
        said = {"announcement_id": announcement.id, "person_id": person_id}
        this = [col(getattr(AnnouncementReadRow, name)) == value for name, value in said.items()]
        async with self._store.writing() as connection:
            if not (await connection.execute(theirs.with_for_update())).first():
                raise NotYours
            if (await connection.execute(select(col(AnnouncementReadRow.at)).where(*this))).first():
                return False
            await connection.execute(insert(AnnouncementReadRow), {**said, "at": now})
        return True

    async def told(self, person_id: int, most: int = 5) -> tuple[tuple[Announcement, bool], ...]:
        """What somebody was sent and was not taken back, the newest first, and whether they have read it."""
        sent = (
            select(col(OccasionRow.subject))
            .join(DeliveryRow, col(DeliveryRow.occasion_id) == col(OccasionRow.id))
            .where(
                col(OccasionRow.rule) == ANNOUNCEMENT,
                col(OccasionRow.state) == NotificationState.ENQUEUED.value,
                col(DeliveryRow.person_id) == person_id,
                or_(
                    col(DeliveryRow.message).is_not(None), col(DeliveryRow.status) == DeliveryStatus.UNKNOWN.value
                ),
            )
        )
        stands = col(AnnouncementRow.recalled_at).is_(None)
        query = ANNOUNCEMENTS.where(subject_of(AnnouncementRow).in_(sent), stands)
        order = query.order_by(col(AnnouncementRow.send_at).desc(), col(AnnouncementRow.id).desc()).limit(most)
        mine = col(AnnouncementReadRow.person_id) == person_id
        async with self._store.transaction() as connection:
            found = tuple(map(announcement_of, (await connection.execute(order)).all()))
            noted = select(col(AnnouncementReadRow.announcement_id)).where(mine)
            read = set((await connection.execute(noted)).scalars())
        return tuple((one, one.id in read) for one in found)


async def _recall(connection: AsyncConnection, one: Announcement, by: int, now: datetime) -> None:
    """What waits is dropped; what was sent, or is on its way, the fan-out takes back by and by."""
    its_occasion = (
        col(OccasionRow.rule) == ANNOUNCEMENT,
        col(OccasionRow.subject) == f"{ANNOUNCEMENT}:{one.id}",
        col(OccasionRow.state) == NotificationState.ENQUEUED.value,
    )
    of_it = col(DeliveryRow.occasion_id).in_(select(col(OccasionRow.id)).where(*its_occasion))
    still = (col(AnnouncementRow.id) == one.id, col(AnnouncementRow.recalled_at).is_(None))
    if not (await connection.execute(update(AnnouncementRow).where(*still).values(recalled_at=now))).rowcount:
        raise NotAsItWas
    waiting = update(DeliveryRow).where(of_it, col(DeliveryRow.status) == DeliveryStatus.READY.value)
    await connection.execute(waiting.values(status=DeliveryStatus.CANCELLED.value, why=BEFORE_IT_WAS_SENT))
    await connection.execute(
        update(OccasionRow).where(*its_occasion).values(state=NotificationState.CANCELLED.value)
    )
    row: dict[str, Any] = {"rule": RECALL, "subject": f"{RECALL}:{one.id}", "revision": 1, "day": now.date()}
    row |= {"hub_id": one.hub.id, "cohort_id": one.cohort_id, "due_at": now, "expires_at": now + RECALL_IS_OF_USE}
    await connection.execute(insert(OccasionRow), {**row, "state": NotificationState.OPEN.value})
    await note(connection, now, _noted("announcement.recalled", one, by))


def _failed(one: Announcement) -> Any:
    return (
        select(col(DeliveryRow.id), col(DeliveryRow.person_id), col(DeliveryRow.status))
        .join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))
        .where(
            col(OccasionRow.rule) == ANNOUNCEMENT,
            col(OccasionRow.subject) == f"{ANNOUNCEMENT}:{one.id}",
            col(OccasionRow.state) == NotificationState.ENQUEUED.value,
            or_(
                col(DeliveryRow.status) == DeliveryStatus.FAILED.value,
                (col(DeliveryRow.status) == DeliveryStatus.SKIPPED.value) & (col(DeliveryRow.why) == NOT_JOINED),
            ),
        )
        .order_by(col(DeliveryRow.id))
    )


async def _once_more(connection: AsyncConnection, row: Any, now: datetime) -> int:
    """1 if it is tried again; who still has no account cannot be reached."""
    values: dict[str, Any] = {"status": DeliveryStatus.READY.value, "why": None, "attempts": 0}
    values |= {"first_at": now, "next_at": now}
    if row.person_id is not None:
        accounts = select(col(AccountRow.platform), col(AccountRow.tenant), col(AccountRow.address)).where(
            col(AccountRow.person_id) == row.person_id, col(AccountRow.address).is_not(None)
        )
        account = (await connection.execute(accounts.order_by(col(AccountRow.id).desc()).limit(1))).first()
        if account is None:
            return 0
        values |= {"platform": account.platform, "tenant": account.tenant, "address": account.address}
    this = update(DeliveryRow).where(col(DeliveryRow.id) == row.id, col(DeliveryRow.status) == row.status)
    return (await connection.execute(this.values(**values))).rowcount


def _noted(what: str, one: Announcement, by: int) -> AuditNote:
    return AuditNote(what, by, hub_id=one.hub.id, detail={"announcement": one.id, "act": one.act})
