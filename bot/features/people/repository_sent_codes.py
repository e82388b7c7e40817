"""Who has not joined yet, and that a lead had codes sent to them: an occasion of the outbox, without any code."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlmodel import col

from bot.core.identity import HubCohort
from bot.db.audit import note
from bot.db.audit_domain import AuditNote, declare_changes
from bot.db.store import Store
from bot.delivery.domain import NotificationState
from bot.delivery.tables import OccasionRow
from bot.features.people.recipients import not_joined
from bot.identity.email_choices import stopped
from bot.identity.tables import EnrolmentRow, PersonRow

RULE = "joining_codes"
OF_USE = timedelta(days=2)  # how long a code that could not be sent is worth sending
declare_changes("codes.sent", undoable=False)


@dataclass(frozen=True, slots=True)
class NotJoinedYet:
    """Somebody who is enrolled and has no account. no_email: they asked for no e-mail."""

    person_id: int
    name: str
    email: str | None
    no_email: bool


async def not_joined_yet(store: Store, here: HubCohort) -> tuple[NotJoinedYet, ...]:
    """By name."""
    query = (
        select(col(PersonRow.id), col(PersonRow.name), col(PersonRow.email), stopped().label("no_email"))
        .join(EnrolmentRow, col(EnrolmentRow.person_id) == col(PersonRow.id))
        .where(not_joined(here))
        .order_by(col(PersonRow.name), col(PersonRow.id))
    )
    async with store.transaction() as connection:
        found = (await connection.execute(query)).all()
    return tuple(NotJoinedYet(row.id, row.name, row.email, bool(row.no_email)) for row in found)


async def send_codes(store: Store, here: HubCohort, by: int, now: datetime) -> None:
    """Everybody of this hub who has not joined and has an e-mail address is sent a new code."""
    row = {
        "rule": RULE,
        "subject": f"codes:{here.hub_id}-{int(now.timestamp())}",
        "revision": 1,
        "hub_id": here.hub_id,
        "cohort_id": here.cohort_id,
        "day": now.date(),
        "due_at": now,
        "expires_at": now + OF_USE,
        "state": NotificationState.OPEN.value,
    }
    async with store.writing() as connection:
        await connection.execute(insert(OccasionRow), row)
        await note(connection, now, AuditNote("codes.sent", by, hub_id=here.hub_id))
