"""Announcements until they are sent: drafts, confirmed once; then changed or cancelled while nothing has gone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, false, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.identity import HubCohort
from bot.db.audit import note
from bot.db.audit_domain import AuditNote
from bot.db.sql import added
from bot.db.sqlite_fast import cached_statement
from bot.db.store import Store
from bot.delivery.domain import NotificationState
from bot.delivery.fan_out_sql import newest_account
from bot.delivery.tables import OccasionRow
from bot.features.announcements.audience import WHO, audience_of
from bot.features.announcements.domain import (
    ANNOUNCEMENT,
    DRAFTS_ARE_KEPT,
    Announcement,
    AnnouncementStage,
    AnnouncementText,
    Audience,
    NoSuchAnnouncement,
    NotAsItWas,
    Reach,
    SentAlready,
    audience_in,
)
from bot.features.announcements.queries import ANNOUNCEMENTS, announcement_of, those
from bot.features.announcements.tables import AnnouncementRow
from bot.features.ask_hub.tables import HubChannelRow
from bot.identity.email_choices import PLATFORM as EMAIL
from bot.identity.email_choices import by_email, stopped
from bot.identity.tables import AccountRow, EnrolmentRow, PersonRow

ONE = cached_statement(ANNOUNCEMENTS.where(col(AnnouncementRow.id) == bindparam("number")))
OF_USE = timedelta(days=30)  # how long one that could not be sent is worth sending


class Announcements:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def draft(self, places: Sequence[HubCohort], wording: AnnouncementText, by: int, now: datetime) -> int:
        """One for each hub, nothing sent; the number of the act. Their own drafts of days ago make room."""
        old = (col(AnnouncementRow.by) == by, col(AnnouncementRow.created_at) <= now - DRAFTS_ARE_KEPT)
        act: int | None = None
        async with self._store.writing() as connection:
            await connection.execute(
                delete(AnnouncementRow).where(col(AnnouncementRow.confirmed_at).is_(None), *old)
            )
            for here in places:
                row = {"hub_id": here.hub_id, "cohort_id": here.cohort_id, "by": by, "created_at": now, "act": act}
                number = await added(connection, AnnouncementRow, {**row, "revision": 1, **_worded(wording, now)})
                if act is None:
                    act = number
                    this = update(AnnouncementRow).where(col(AnnouncementRow.id) == number)
                    await connection.execute(this.values(act=number))
        if act is None:
            raise ValueError("an announcement to no hub")
        return act

    async def of_act(self, act: int, hub_ids: Collection[int] | None) -> tuple[Announcement, ...]:
        """Those of the act at these hubs, or at any when it is None. Raises NoSuchAnnouncement."""
        async with self._store.transaction() as connection:
            found = await those(connection, act, hub_ids)
        if not found:
            raise NoSuchAnnouncement
        return found

    async def latest(self, hub_ids: Collection[int] | None, most: int = 40) -> tuple[Announcement, ...]:
        """The newest first, drafts left out."""
        query = ANNOUNCEMENTS.where(col(AnnouncementRow.confirmed_at).is_not(None))
        if hub_ids is not None:
            query = query.where(col(AnnouncementRow.hub_id).in_(hub_ids))
        order = query.order_by(col(AnnouncementRow.send_at).desc(), col(AnnouncementRow.id).desc())
        async with self._store.transaction() as connection:
            return tuple(map(announcement_of, (await connection.execute(order.limit(most))).all()))

    async def drafts_of(self, by: int, since: datetime) -> tuple[Announcement, ...]:
        """What this person wrote and has not sent, the newest first."""
        mine = (col(AnnouncementRow.by) == by, col(AnnouncementRow.created_at) > since)
        query = ANNOUNCEMENTS.where(col(AnnouncementRow.confirmed_at).is_(None), *mine)
        async with self._store.transaction() as connection:
            rows = (await connection.execute(query.order_by(col(AnnouncementRow.id).desc()))).all()
        return tuple(map(announcement_of, rows))

    async def one(self, announcement_id: int) -> Announcement | None:
        async with self._store.reading() as connection:
            row = (await connection.execute(ONE, {"number": announcement_id})).first()
        return announcement_of(row) if row else None

    async def audience(self, announcement_id: int) -> Audience:
        query = select(col(AnnouncementRow.audience)).where(col(AnnouncementRow.id) == announcement_id)
        async with self._store.reading() as connection:
            return audience_in((await connection.execute(query)).scalar_one())

    async def members(self, one: Announcement, today: date) -> tuple[int, ...]:
        """The ids of those whom its audience means as things stand, joined or not."""
        here = HubCohort(one.hub.id, one.cohort_id)
        query = select(WHO).where(audience_of(here, one.audience, today)).order_by(WHO)
        async with self._store.reading() as connection:
            return tuple((await connection.execute(query)).scalars())

    async def reach(self, announcement: Announcement, today: date) -> Reach:
        """Whom it would reach now: one account a person, the newest that can be written to."""
        here = HubCohort(announcement.hub.id, announcement.cohort_id)
        people = (
            select(
                col(PersonRow.name),
                col(AccountRow.platform),
                (by_email() if self._store.by_email else false()).label("by_email"),
                stopped().label("stopped"),
            )
            .select_from(EnrolmentRow)
            .join(PersonRow, col(PersonRow.id) == col(EnrolmentRow.person_id))
            .outerjoin(AccountRow, col(AccountRow.id) == newest_account())
            .where(audience_of(here, announcement.audience, today))
            .order_by(col(PersonRow.name), col(PersonRow.id))
        )
        channels = select(col(HubChannelRow.platform)).where(col(HubChannelRow.hub_id) == here.hub_id)
        async with self._store.transaction() as connection:
            found = (await connection.execute(people)).all()
            shown = (await connection.execute(channels)).scalars().all() if announcement.audience.channel else []
        platforms: dict[str, int] = {}
        silent, stops = list[str](), list[str]()
        for row in found:
            platform = row.platform or (EMAIL if row.by_email else None)
            if platform is not None:
                platforms[platform] = platforms.get(platform, 0) + 1
            elif row.stopped and self._store.by_email:
                stops.append(row.name)
            else:
                silent.append(row.name)
        return Reach(platforms, silent, list(shown), stops)

    async def change(
        self, these: Sequence[Announcement], wording: AnnouncementText, by: int, now: datetime
    ) -> None:
        """Other words, people or time for all of these, while none is sent. Raises SentAlready, NotAsItWas."""
        async with self._store.writing() as connection:
            for one in these:
                since = one.created_at if one.stage is AnnouncementStage.DRAFT else now
                if one.stage is AnnouncementStage.PLANNED:
                    await end_occasion(connection, one, NotificationState.SUPERSEDED)
                await now_is(connection, one, revision=one.revision + 1, **_worded(wording, since))
                if one.stage is AnnouncementStage.PLANNED:
                    await plan_occasion(connection, one, one.revision + 1, max(wording.send_at or now, now))
                    await note(connection, now, _noted("announcement.changed", one, by))

    async def confirm(self, these: Sequence[Announcement], by: int, now: datetime) -> bool:
        """Each gets its occasion in the same transaction; False when that was done before. Raises NotAsItWas."""
        drafts = [one for one in these if one.stage is AnnouncementStage.DRAFT]
        async with self._store.writing() as connection:
            for one in drafts:
                send_at = max(one.send_at, now)
                await now_is(connection, one, draft=True, confirmed_at=now, send_at=send_at)
                await plan_occasion(connection, one, one.revision, send_at)
                await note(connection, now, _noted("announcement.confirmed", one, by))
        return bool(drafts)

    async def cancel(self, these: Sequence[Announcement], by: int, now: datetime) -> None:
        """A draft is forgotten; of what is planned nothing is sent. Raises SentAlready."""
        async with self._store.writing() as connection:
            for one in these:
                if one.stage is AnnouncementStage.DRAFT:
                    this = and_(col(AnnouncementRow.id) == one.id, col(AnnouncementRow.confirmed_at).is_(None))
                    await connection.execute(delete(AnnouncementRow).where(this))
                elif one.stage is AnnouncementStage.PLANNED:
                    await end_occasion(connection, one, NotificationState.CANCELLED)
                    await now_is(connection, one, cancelled_at=now)
                    await note(connection, now, _noted("announcement.cancelled", one, by))


def _worded(wording: AnnouncementText, now: datetime) -> dict[str, Any]:
    kept = {"text": wording.text, "audience": wording.audience.dumped(), "ask_read": wording.ask_read}
    return kept | {"send_at": wording.send_at or now}


async def now_is(
    connection: AsyncConnection,
    one: Announcement,
    *,
    draft: bool = False,
    cancelled: bool = False,
    **values: Any,
) -> None:
    """Raises NotAsItWas when somebody changed, confirmed or (unless `cancelled`) cancelled it meanwhile."""
    still = [col(AnnouncementRow.id) == one.id, col(AnnouncementRow.revision) == one.revision]
    still += [col(AnnouncementRow.recalled_at).is_(None)]
    still += [] if cancelled else [col(AnnouncementRow.cancelled_at).is_(None)]
    still += [col(AnnouncementRow.confirmed_at).is_(None)] if draft or one.stage is AnnouncementStage.DRAFT else []
    if not (await connection.execute(update(AnnouncementRow).where(*still).values(**values))).rowcount:
        raise NotAsItWas


async def plan_occasion(connection: AsyncConnection, one: Announcement, revision: int, send_at: datetime) -> None:
    row = {"rule": ANNOUNCEMENT, "subject": f"{ANNOUNCEMENT}:{one.id}", "revision": revision}
    row |= {"hub_id": one.hub.id, "cohort_id": one.cohort_id, "day": send_at.date(), "due_at": send_at}
    await connection.execute(
        insert(OccasionRow), {**row, "expires_at": send_at + OF_USE, "state": NotificationState.OPEN.value}
    )


async def end_occasion(connection: AsyncConnection, one: Announcement, state: NotificationState) -> None:
    """Raises SentAlready when its messages are written."""
    this = (
        col(OccasionRow.rule) == ANNOUNCEMENT,
        col(OccasionRow.subject) == f"{ANNOUNCEMENT}:{one.id}",
        col(OccasionRow.state) == NotificationState.OPEN.value,
    )
    if not (await connection.execute(update(OccasionRow).where(*this).values(state=state.value))).rowcount:
        raise SentAlready


def _noted(what: str, one: Announcement, by: int) -> AuditNote:
    return AuditNote(
        what, by, hub_id=one.hub.id, detail={"announcement": one.id, "act": one.act, "revision": one.revision}
    )
