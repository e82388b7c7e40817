"""Which deliveries of a handful are worth sending as things stand: not moved, done, stopped or told already."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlmodel import col

from bot.db.sqlite_file import Reading
from bot.delivery.domain import STANDING, Delivery, NotificationEvent
from bot.delivery.kinds import NotificationKinds
from bot.delivery.tables import OccasionRow
from bot.identity.tables import EnrolmentRow

THESE: Any = bindparam("these", expanding=True)
STANDS = select(col(OccasionRow.id)).where(
    col(OccasionRow.id).in_(THESE), col(OccasionRow.state).in_([state.value for state in STANDING])
)
Condition = Callable[[NotificationEvent, date], ColumnElement[bool]]
"""An occasion and a day → the condition on an enrolment to whose person it is owed."""


async def recheck_before_send(
    reading: Reading, batch: Sequence[Delivery], kinds: NotificationKinds, today: date
) -> frozenset[int]:
    """The ids of those that are still owed; a question or two for each occasion, however many are told.

    Raises UnknownRule.
    """
    ids = {one.occasion.id for one in batch}
    stands = set((await reading.execute(STANDS, {"these": [*ids]})).scalars()) if ids else set()
    owed = set[int]()
    for rule, ones in groupby(sorted(batch, key=_rule), _rule):
        owed.update(await kinds.of(rule).recheck(reading, [*ones], today))
    return frozenset(one.id for one in batch if one.id in owed and one.occasion.id in stands)


async def still_owed_to_people(
    reading: Reading, batch: Sequence[Delivery], condition: Condition, today: date
) -> set[int]:
    """The ids of those whose people meet the condition: one query for each occasion."""
    owed = set[int]()
    for occasion, ones in groupby(sorted(batch, key=_occasion_id), lambda one: one.occasion):
        these = {one.person_id: one.id for one in ones}
        found = await reading.execute(_to_whom(condition, occasion, today), {"these": [*these]})
        owed |= {these[person] for person in found.scalars()}
    return owed


@lru_cache(maxsize=64)
def _to_whom(condition: Condition, occasion: NotificationEvent, today: date) -> Select[Any]:
    """Of these people, to whom it is owed. Kept, since to put it together takes longer than to ask it."""
    return select(col(EnrolmentRow.person_id)).where(
        col(EnrolmentRow.person_id).in_(THESE), condition(occasion, today)
    )


def _rule(one: Delivery) -> str:
    return one.rule


def _occasion_id(one: Delivery) -> int:
    return one.occasion.id
