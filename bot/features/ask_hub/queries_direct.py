"""Direct messages about a question: which are still worth sending, which reached nobody, whose they are."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.db.sqlite_file import Reading
from bot.delivery.direct_domain import CHANNEL
from bot.delivery.direct_sql import subject_of_relay
from bot.delivery.domain import RELAY, DeliveryStatus
from bot.delivery.tables import DeliveryRow, OccasionRow, RelayRow
from bot.features.ask_hub.domain import AskedState
from bot.features.ask_hub.tables import AskedRow
from bot.identity.repository import BY_CODE
from bot.identity.tables import AccountRow, LeadRow

LATELY = timedelta(days=3)  # a question that reached nobody is looked for that long
Waiting = Mapping[int, tuple[int, datetime]]
"""Question → its hub, and since when it waits."""
OF_A_QUESTION, OF_A_HUB = ("asked", "nudge"), ("digest", "unused")  # how keys begin of what goes to leads
KEYS = select(*(col(getattr(RelayRow, name)) for name in ("id", "key", "made_at", "platform", "tenant", "user")))
LEADS = (
    select(col(LeadRow.hub_id), col(AccountRow.platform), col(AccountRow.tenant), col(AccountRow.user))
    .join(AccountRow, col(AccountRow.person_id) == col(LeadRow.person_id))
    .where(BY_CODE)
)


async def still_due(reading: Reading, ids: Collection[int]) -> frozenset[int]:
    """Of these relays those that are there, and still true, and still for whom they are addressed to."""
    if not ids:
        return frozenset()
    rows = (await reading.execute(KEYS.where(col(RelayRow.id).in_(ids)))).all()
    parts = {row.id: row.key.split(":") for row in rows}
    waiting = await _waiting(reading, {_number(it) for it in parts.values() if it[0] in OF_A_QUESTION})
    hubs = {row.id: hub for row in rows if (hub := _hub(parts[row.id], row.made_at, waiting)) is not None}
    leads = await _leads(reading, set(hubs.values()))
    to_leads = {row.id: row for row in rows if parts[row.id][0] in (*OF_A_QUESTION, *OF_A_HUB)}
    return frozenset(
        row.id
        for row in rows
        if row.id not in to_leads
        or (row.id in hubs and (row.user.startswith(CHANNEL) or (hubs[row.id], *_account(row)) in leads))
    )


def _hub(parts: list[str], made_at: datetime, waiting: Waiting) -> int | None:
    """Whose leads it is for; None when it is for nobody any more."""
    if parts[0] in OF_A_HUB:
        return _number(parts)
    hub, since = waiting.get(_number(parts), (0, made_at)) if parts[0] in OF_A_QUESTION else (0, made_at)
    return hub if hub and since <= made_at else None  # one that was reopened since was told of anew


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


def _number(parts: list[str]) -> int:
    return int(parts[1]) if parts[1].isdecimal() else 0


async def unheard_on(connection: Reading, now: datetime) -> frozenset[tuple[int, int]]:
    """Questions, each with its revision, of which no lead got word: every delivery of them has failed."""
    query: Any = (
        select(col(RelayRow.key), col(DeliveryRow.status))
        .join(OccasionRow, col(OccasionRow.subject) == subject_of_relay())
        .join(DeliveryRow, col(DeliveryRow.occasion_id) == col(OccasionRow.id))
        .where(
            col(OccasionRow.rule) == RELAY,
            col(RelayRow.key).startswith("asked:"),
            col(RelayRow.sent_at).is_(None),
            col(RelayRow.made_at) > now - LATELY,
        )
    )
    found = (await connection.execute(query)).all()
    failed = {_question(row.key) for row in found if row.status == DeliveryStatus.FAILED}
    failed -= {_question(row.key) for row in found if row.status != DeliveryStatus.FAILED}
    sent = select(col(RelayRow.key)).where(
        col(RelayRow.key).startswith("asked:"),
        col(RelayRow.sent_at).is_not(None),
        col(RelayRow.made_at) > now - LATELY,
    )
    heard = (await connection.execute(sent)).scalars().all() if failed else ()
    return frozenset(failed - {_question(key) for key in heard})


def _question(key: str) -> tuple[int, int]:
    """`asked:17:0:…` → the question and its revision."""
    _, number, revision, _ = key.split(":", 3)
    return int(number), int(revision)
