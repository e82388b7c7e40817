"""How questions and proposed entries are read from their rows, and which questions reached no lead."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.core.activity import Sender
from bot.db.sqlite_file import Reading
from bot.delivery.direct_sql import subject_of_relay
from bot.delivery.domain import RELAY, DeliveryStatus
from bot.delivery.tables import DeliveryRow, OccasionRow, RelayRow
from bot.features.ask_hub.domain import AskedState, Asker, EntryState, HubQuestion, Proposed
from bot.features.ask_hub.tables import AskedRow, ProposedEntryRow
from bot.identity.tables import HubRow, PersonRow

LATELY = timedelta(days=3)  # a question that reached nobody is looked for that long
QUESTIONS: Any = (
    select(AskedRow.__table__, col(HubRow.name).label("hub"), col(PersonRow.name).label("person_name"))  # type: ignore[attr-defined]
    .join(HubRow, col(HubRow.id) == col(AskedRow.hub_id))
    .outerjoin(PersonRow, col(PersonRow.id) == col(AskedRow.person_id))
    .order_by(col(AskedRow.since), col(AskedRow.id))
)
ENTRIES: Any = (
    select(ProposedEntryRow.__table__, col(HubRow.name).label("hub"))  # type: ignore[attr-defined]
    .join(HubRow, col(HubRow.id) == col(ProposedEntryRow.hub_id))
    .order_by(col(ProposedEntryRow.id))
)


def asked_of(row: Any) -> HubQuestion:
    asker = Asker(
        Sender(row.platform, row.tenant, row.user), row.conversation, json.loads(row.address), row.person_id
    )
    return HubQuestion(
        id=row.id,
        asker=asker,
        hub_id=row.hub_id,
        hub=row.hub,
        text=row.text,
        before=tuple(json.loads(row.before)),
        name=row.person_name if row.named else None,
        entry=row.entry,
        score=row.score,
        state=AskedState(row.state),
        revision=row.revision,
        reopened=row.reopened,
        asked_at=row.asked_at,
        since=row.since,
        settled_at=row.settled_at,
        answered_by=row.answered_by,
        answer=row.answer,
        same_as=row.same_as,
    )


def proposed_of(row: Any) -> Proposed:
    return Proposed(
        row.id,
        row.hub_id,
        row.hub,
        row.question,
        tuple(json.loads(row.phrasings)),
        row.answer,
        EntryState(row.state),
        row.by,
        row.at,
    )


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
