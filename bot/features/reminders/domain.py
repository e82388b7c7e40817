"""What somebody has said of their reminders, and which one they were last sent, as the store hands it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.domain import ScheduledNotification

Choices = Mapping[str, datetime | None]
"""Kind, or the subject of a single one → put off until then (UTC), or None for stopped. What is on is left out."""


@dataclass(frozen=True, slots=True)
class SentReminder:
    """A reminder that somebody was sent, or may have been."""

    delivery_id: int
    owed: ScheduledNotification
    at: datetime


@dataclass(frozen=True, slots=True)
class PutOff:
    """A reminder that waits for its person. `at`: when it is sent, in UTC."""

    delivery_id: int
    owed: ScheduledNotification
    at: datetime
