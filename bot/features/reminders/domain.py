"""Which reminder somebody was last sent, as the store hands it out."""

from dataclasses import dataclass
from datetime import datetime

from bot.delivery.domain import ScheduledNotification


@dataclass(frozen=True, slots=True)
class SentReminder:
    """A reminder that somebody was sent, or may have been."""

    delivery_id: int
    owed: ScheduledNotification
    at: datetime
