"""That a lead had joining codes sent by e-mail: an occasion of the outbox, without any code in it."""

from datetime import datetime, timedelta

from sqlalchemy import insert

from bot.core.identity import HubCohort
from bot.db.audit import note
from bot.db.audit_domain import AuditNote, declare_changes
from bot.db.store import Store
from bot.delivery.domain import NotificationState
from bot.delivery.tables import OccasionRow

RULE = "joining_codes"
OF_USE = timedelta(days=2)  # how long a code that could not be sent is worth sending
declare_changes("codes.sent", undoable=False)


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
