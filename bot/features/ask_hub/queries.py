"""How questions and proposed entries are read from their rows."""

import json
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.core.activity import Sender
from bot.features.ask_hub.domain import AskedState, Asker, EntryState, HubQuestion, Proposed
from bot.features.ask_hub.tables import AskedRow, ProposedEntryRow
from bot.identity.tables import HubRow, PersonRow

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
