"""Which reminder somebody was last sent, as the store hands it out."""

from dataclasses import dataclass
from datetime import datetime

from bot.db.audit_domain import declare_changes
from bot.delivery.domain import ScheduledNotification

declare_changes("reminders.changed", "reminders.timed", undoable=True)

ON, STOPPED = "on", "stopped"  # how a kind of reminder stands, as a change writes it down; or a moment in UTC


@dataclass(frozen=True, slots=True)
class SentReminder:
    """A reminder that somebody was sent, or may have been."""

    delivery_id: int
    owed: ScheduledNotification
    at: datetime
