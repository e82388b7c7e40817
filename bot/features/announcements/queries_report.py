"""Whether an announcement is out, and who may see how it went: for messages that follow it to its end."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import col

from bot.core.identity import LinkedBy
from bot.db.sqlite_file import Reading
from bot.delivery.domain import DeliveryStatus, NotificationState
from bot.delivery.tables import DeliveryRow, LiveMessageRow, OccasionRow
from bot.features.announcements.domain import ANNOUNCEMENT, RECALL
from bot.features.announcements.queries import subject_of
from bot.features.announcements.tables import AnnouncementRow
from bot.identity.tables import AccountRow, LeadRow, PersonRow

ACCOUNT = ("platform", "tenant", "user")
UNDER_WAY = (DeliveryStatus.READY.value, DeliveryStatus.SENDING.value)
ITS_OCCASIONS = or_(
    *(
        and_(col(OccasionRow.rule) == rule, col(OccasionRow.subject) == subject_of(AnnouncementRow, rule))
        for rule in (ANNOUNCEMENT, RECALL)
    )
)


def still_going(act: int) -> Any:
    """Finds something while a message of the act waits, is being sent, or is being taken back; as SQL."""
    under_way = select(col(DeliveryRow.id)).where(
        col(DeliveryRow.occasion_id) == col(OccasionRow.id), col(DeliveryRow.status).in_(UNDER_WAY)
    )
    is_open = col(OccasionRow.state) == NotificationState.OPEN.value
    return _occasions(act).where(or_(is_open, under_way.exists()))


def has_gone(act: int) -> Any:
    """Whether messages of it were written at all: one that was cancelled, or is a draft again, says so itself."""
    written = select(col(DeliveryRow.id)).where(col(DeliveryRow.occasion_id) == col(OccasionRow.id))
    return _occasions(act).where(written.exists()).exists()


def _occasions(act: int) -> Any:
    return select(col(OccasionRow.id)).join(AnnouncementRow, ITS_OCCASIONS).where(col(AnnouncementRow.act) == act)


async def may_see(reading: Reading, live_ids: Collection[int]) -> frozenset[int]:
    """Those of these messages whose readers still lead one of the act's hubs, or administer."""
    leads = select(col(LeadRow.hub_id)).where(
        col(LeadRow.person_id) == col(PersonRow.id), col(LeadRow.hub_id) == col(AnnouncementRow.hub_id)
    )
    account = and_(*(col(getattr(AccountRow, n)) == col(getattr(LiveMessageRow, n)) for n in ACCOUNT))
    query = (
        select(col(LiveMessageRow.id))
        .join(AccountRow, account)
        .join(PersonRow, col(PersonRow.id) == col(AccountRow.person_id))
        .join(AnnouncementRow, col(AnnouncementRow.act) == col(LiveMessageRow.number))
        .where(
            col(LiveMessageRow.id).in_(live_ids),
            col(AccountRow.linked_by) == LinkedBy.CODE.value,
            or_(col(PersonRow.admin), leads.exists()),
        )
    )
    return frozenset((await reading.execute(query)).scalars())
