"""How the clock is: when it last came round, how long the oldest message waits, and how many stand where."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from prometheus_client import Gauge

from bot.delivery.domain import DeliveryStatus, Tally

BEAT = Gauge("mastery_scheduler_heartbeat_seconds", "When the last tick ended, in seconds since 1970")
OLDEST = Gauge("mastery_oldest_waiting_delivery_seconds", "How long the oldest due delivery has waited")
STANDING = Gauge("mastery_deliveries", "Deliveries on record, by status", ["status"])
for status in DeliveryStatus:
    STANDING.labels(status.value)
TOO_LONG = timedelta(minutes=5)


@dataclass
class HealthMonitor:
    """`at`, `sent_at`: when the last tick and the last sending ended well, or the clock was started."""

    at: datetime
    sent_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.sent_at = self.at

    def problem(self, now: datetime) -> str:
        """Empty while both end in time; else what is wrong in words."""
        if now - self.at > TOO_LONG:
            return f"no tick has ended since {self.at:%H:%M} UTC"
        return f"nothing could be sent since {self.sent_at:%H:%M} UTC" if now - self.sent_at > TOO_LONG else ""

    def note(self, now: datetime, since: datetime | None, tally: Tally) -> None:
        self.at = now
        BEAT.set(now.timestamp())
        OLDEST.set((now - since).total_seconds() if since else 0)
        for status in DeliveryStatus:
            STANDING.labels(status.value).set(tally.get(status, 0))
