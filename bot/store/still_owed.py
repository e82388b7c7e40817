"""Which deliveries of a handful are worth sending as things stand: not moved, done, stopped or told already."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import exists, select, true
from sqlmodel import col

from bot.store.outstanding import outstanding
from bot.store.records_outbox import RELAY, TAKEN_BACK, Delivery, Occasion, OccasionState, Status
from bot.store.sqlite_file import Reading
from bot.store.tables import DeliveryRow, EnrolmentRow, OccasionRow, RelayRow

STANDING = (OccasionState.OPEN.value, OccasionState.FANNED.value)  # it may be half fanned out


async def owed_among(reading: Reading, batch: Sequence[Delivery], kind_of: Callable[[str], str]) -> frozenset[int]:
    """The ids of those that are still owed; a question or two for each occasion, however many are told."""
    stands = await _ids(reading, OccasionRow, {one.occasion.id for one in batch}, state=STANDING)
    relays = {one.id: one.occasion.owed.number for one in batch if one.occasion.owed.rule == RELAY}
    posts = await _ids(reading, RelayRow, set(relays.values()))
    owed = {id for id, number in relays.items() if number in posts}
    owed |= {one.id for one in batch if one.is_announcement}
    reminders = [one for one in batch if not one.is_announcement and one.id not in relays]
    for occasion, ones in groupby(sorted(reminders, key=_occasion_id), lambda one: one.occasion):
        these = {one.person_id: one.id for one in ones}
        query = select(col(EnrolmentRow.person_id)).where(
            col(EnrolmentRow.person_id).in_(these),
            outstanding(occasion.owed, kind_of(occasion.owed.rule)),
            true() if occasion.owed.rule == TAKEN_BACK else ~_told_since(occasion),
        )
        owed |= {these[row.person_id] for row in (await reading.execute(query)).all()}
    return frozenset(one.id for one in batch if one.id in owed and one.occasion.id in stands)


async def _ids(reading: Reading, table: Any, ids: set[int], **more: Sequence[str]) -> set[int]:
    if not ids:
        return set()
    query = select(col(table.id)).where(col(table.id).in_(ids), *_in(table, more))
    return set((await reading.execute(query)).scalars())


def _in(table: Any, more: Mapping[str, Sequence[str]]) -> list[Any]:
    return [col(getattr(table, name)).in_(values) for name, values in more.items()]


def _occasion_id(one: Delivery) -> int:
    return one.occasion.id


def _told_since(occasion: Occasion) -> Any:
    """They were told the same day, about the same thing, since this was due: a correction said it already."""
    owed = occasion.owed
    return exists().where(
        col(OccasionRow.id) == col(DeliveryRow.occasion_id),
        col(OccasionRow.subject) == owed.subject,
        col(OccasionRow.day) == owed.day,
        col(OccasionRow.id) != occasion.id,
        col(DeliveryRow.person_id) == col(EnrolmentRow.person_id),
        col(DeliveryRow.status).in_((Status.SENT.value, Status.UNKNOWN.value)),
        col(DeliveryRow.attempted_at) >= owed.due_at,
    )
