"""Who changed what and when: written in the transaction of the change itself, so that neither is there alone."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.audit_domain import TURN_CHANGES, AuditEntry, AuditNote, GuessMayNotWrite
from bot.db.audit_tables import AuditRow
from bot.db.sql import added

TO_JSON = json.JSONEncoder(ensure_ascii=False, default=str).encode


async def note(connection: AsyncConnection, at: datetime, noted: AuditNote) -> int:
    """Write one change down; returns its id, for the records that it makes or removes. Raises GuessMayNotWrite."""
    here = TURN_CHANGES.get() if noted.by is not None else None  # who is forgotten leaves no trace of where
    if here is not None:
        if here.guessed:
            raise GuessMayNotWrite(noted.what)
        here.noted.append(noted.what)
    row = {
        "at": at,
        "by": noted.by,
        "person_id": noted.person_id,
        "hub_id": noted.hub_id,
        "what": noted.what,
        "detail": TO_JSON(noted.detail),
        "request_key": request_hash(noted.request_key),
        "conversation": here.conversation if here else None,
        "turn": here.turn if here else None,
    }
    return await added(connection, AuditRow, row)


def request_hash(key: str | None) -> str | None:
    """How a platform's name for an event stands in the trail: such names often hold the account that sent it."""
    return None if key is None else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]


def nothing_noted() -> None:
    """The transaction of this turn's changes was undone: none of them happened."""
    here = TURN_CHANGES.get()
    if here is not None:
        here.noted.clear()


def entry_of(row: Any) -> AuditEntry:
    return AuditEntry(
        row.id,
        row.at,
        row.by,
        row.person_id,
        row.hub_id,
        row.what,
        json.loads(row.detail),
        row.undone_by,
        row.turn or "",
    )
