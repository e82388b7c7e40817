"""Which messages to leads are still true when they are about to be sent: the question waits, the account leads."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.db.sqlite_file import Reading
from bot.delivery.direct_domain import CHANNEL
from bot.delivery.direct_rechecks import LeftMessage, recheck
from bot.features.ask_hub.domain import AskedState
from bot.features.ask_hub.tables import AskedRow
from bot.identity.repository import BY_CODE
from bot.identity.tables import AccountRow, LeadRow

Waiting = Mapping[int, tuple[int, datetime]]
"""Question → its hub, and since when it waits."""
OF_A_QUESTION, OF_A_HUB = ("asked", "nudge"), ("digest", "unused")  # how keys begin of what goes to leads
LEADS = (
    select(col(LeadRow.hub_id), col(AccountRow.platform), col(AccountRow.tenant), col(AccountRow.user))
    .join(AccountRow, col(AccountRow.person_id) == col(LeadRow.person_id))
    .where(BY_CODE)
)


@recheck(*OF_A_QUESTION, *OF_A_HUB)
async def still_for_leads(reading: Reading, messages: Sequence[LeftMessage]) -> frozenset[int]:
    """Those whose question still waits, and whose account still leads its hub; a channel is the hub's own."""
    waiting = await _waiting(reading, {_number(one) for one in messages if one.begins in OF_A_QUESTION})
    hubs = {one.id: hub for one in messages if (hub := _hub(one, waiting)) is not None}
    leads = await _leads(reading, set(hubs.values()))
    return frozenset(
        one.id
        for one in messages
        if one.id in hubs and (one.to.user.startswith(CHANNEL) or (hubs[one.id], *_account(one.to)) in leads)
    )


def _hub(message: LeftMessage, waiting: Waiting) -> int | None:
    """Whose leads it is for; None when it is for nobody any more."""
    if message.begins in OF_A_HUB:
        return _number(message)
    hub, since = waiting.get(_number(message), (0, message.made_at))
    return hub if hub and since <= message.made_at else None  # one that was reopened since was told of anew


async def _waiting(reading: Reading, questions: Iterable[int]) -> Waiting:
    if not (wanted := [*questions]):
        return {}
    query = select(col(AskedRow.id), col(AskedRow.hub_id), col(AskedRow.since)).where(
        col(AskedRow.id).in_(wanted), col(AskedRow.state) == AskedState.WAITING
    )
    return {row.id: (row.hub_id, row.since) for row in (await reading.execute(query)).all()}


async def _leads(reading: Reading, hubs: Collection[int]) -> frozenset[tuple[Any, ...]]:
    if not hubs:
        return frozenset()
    found = (await reading.execute(LEADS.where(col(LeadRow.hub_id).in_(hubs)))).all()
    return frozenset((row.hub_id, *_account(row)) for row in found)


def _account(row: Any) -> tuple[str, str, str]:
    return (row.platform, row.tenant, row.user)


def _number(message: LeftMessage) -> int:
    """What stands second in its key: the question, or the hub."""
    second = message.key.split(":")[1]
    return int(second) if second.isdecimal() else 0
