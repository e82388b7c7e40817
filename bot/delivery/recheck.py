"""Which deliveries of a handful are worth sending as things stand: not moved, done, stopped or told already."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, true
from sqlmodel import col

from bot.db.sqlite_file import Reading
from bot.delivery.direct_due import still_due
from bot.delivery.domain import (
    ANNOUNCEMENT,
    MOVED,
    RELAY,
    TAKEN_BACK,
    Delivery,
    DeliveryStatus,
    NotificationEvent,
    NotificationState,
    priority_of,
)
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.features.announcements.audience import at_hub
from bot.features.reminders.recipients import recipient_filter
from bot.identity.tables import EnrolmentRow

STANDING = (NotificationState.OPEN.value, NotificationState.FANNED.value)  # it may be half fanned out
THESE: Any = bindparam("these", expanding=True)
STANDS = select(col(OccasionRow.id)).where(col(OccasionRow.id).in_(THESE), col(OccasionRow.state).in_(STANDING))


async def recheck_before_send(
    reading: Reading, batch: Sequence[Delivery], kind_of: Callable[[str], str], today: date
) -> frozenset[int]:
    """The ids of those that are still owed; a question or two for each occasion, however many are told."""
    stands = await _of(reading, STANDS, {one.occasion.id for one in batch})
    relays = {one.id: one.occasion.owed.number for one in batch if one.occasion.owed.rule == RELAY}
    posts = await still_due(reading, set(relays.values()))
    owed = {id for id, number in relays.items() if number in posts}
    owed |= {one.id for one in batch if one.takes_back or (one.is_announcement and one.person_id is None)}
    rest = [one for one in batch if one.id not in owed and one.id not in relays]
    for occasion, ones in groupby(sorted(rest, key=_occasion_id), lambda one: one.occasion):
        these = {one.person_id: one.id for one in ones}
        query = _whom(occasion, kind_of, today)
        owed |= {these[id] for id in (await reading.execute(query, {"these": [*these]})).scalars()}
    return frozenset(one.id for one in batch if one.id in owed and one.occasion.id in stands)


@lru_cache(maxsize=64)
def _whom(occasion: NotificationEvent, kind_of: Callable[[str], str], today: date) -> Select[Any]:
    """Of these people, to whom it is owed. Kept, since to put it together takes longer than to ask it."""
    return select(col(EnrolmentRow.person_id)).where(
        col(EnrolmentRow.person_id).in_(THESE), _worth_it(occasion, kind_of, today)
    )


def _worth_it(occasion: NotificationEvent, kind_of: Callable[[str], str], today: date) -> ColumnElement[bool]:
    """An announcement is, to whoever has not left the hub since."""
    owed = occasion.owed
    if owed.rule == ANNOUNCEMENT:
        return at_hub(owed.here)
    told = true() if owed.rule == TAKEN_BACK else ~_told_since(occasion)
    return and_(recipient_filter(owed, kind_of(owed.rule), today), told)


async def _of(reading: Reading, query: Select[Any], ids: set[int]) -> set[int]:
    return set((await reading.execute(query, {"these": [*ids]})).scalars()) if ids else set()


def _occasion_id(one: Delivery) -> int:
    return one.occasion.id


def _told_since(occasion: NotificationEvent) -> Any:
    """They were told the same day, about the same thing, since this was due: a correction said it already."""
    owed = occasion.owed
    return exists().where(
        col(OccasionRow.id) == col(DeliveryRow.occasion_id),
        col(OccasionRow.subject) == owed.subject,
        col(OccasionRow.day) == owed.day,
        col(OccasionRow.id) != occasion.id,
        col(DeliveryRow.person_id) == col(EnrolmentRow.person_id),
        or_(
            col(DeliveryRow.status).in_((DeliveryStatus.SENT.value, DeliveryStatus.UNKNOWN.value)),
            and_(
                col(DeliveryRow.status) == DeliveryStatus.SENDING.value,
                col(DeliveryRow.rank) == priority_of(MOVED),
            ),
        ),
        col(DeliveryRow.attempted_at) >= owed.due_at,
    )
