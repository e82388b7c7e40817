"""How the clock is: when it last came round, how long the oldest message waits, and how many stand where."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from prometheus_client import Gauge

from bot.delivery.domain import DeliveryStatus, Tally

BEAT = Gauge("mastery_scheduler_heartbeat_seconds", "When the last tick ended, in seconds since 1970")
OLDEST = Gauge("mastery_oldest_waiting_delivery_seconds", "How long the oldest due delivery has waited")
STANDING = Gauge("mastery_deliveries", "Deliveries on record, by status", ["status"])
for status in DeliveryStatus:
    STANDING.labels(status.value)
ENDED = (DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN, DeliveryStatus.SKIPPED)
WORKER = Gauge("mastery_sending_worker_alive", "1 while this process takes deliveries to send")
TOO_LONG = timedelta(minutes=5)


def _nothing() -> str:
    return ""


@dataclass
class HealthMonitor:
    """`at`, `sent_at`: when the last tick and the last sending ended well, or the clock was started.

    worker: empty while the engine's worker runs, else what is wrong with it, in words.
    """

    at: datetime
    sent_at: datetime = field(init=False)
    worker: Callable[[], str] = _nothing
    waiting_since: datetime | None = None
    _ended: int = -1
    _moved_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.sent_at = self._moved_at = self.at

    def problem(self, now: datetime) -> str:
        """Of the sending: empty while tick and sending end in time and the worker runs; else in words."""
        broken = self.worker()
        WORKER.set(not broken)
        if broken:
            return broken
        if now - self.at > TOO_LONG:
            return f"no tick has ended since {self.at:%H:%M} UTC"
        return f"nothing could be sent since {self.sent_at:%H:%M} UTC" if now - self.sent_at > TOO_LONG else ""

    def stuck(self, now: datetime) -> str:
        """Of what waits: empty, or since when the oldest waits while no delivery at all has come to an end.

        While others come to an end, in whichever process, many are on their way and nothing is stuck.
        """
        since = self.waiting_since
        if since is None or now - since <= TOO_LONG or now - self._moved_at <= TOO_LONG:
            return ""
        return f"the oldest delivery has waited since {since:%H:%M} UTC, and none was sent meanwhile"

    def note(self, now: datetime, since: datetime | None, tally: Tally) -> None:
        """A tick has ended. since: from when on the oldest delivery waits; tally: all deliveries, by status."""
        self.at, self.waiting_since = now, since
        ended = sum(tally.get(status, 0) for status in ENDED)
        if ended != self._ended:
            self._ended, self._moved_at = ended, now
        BEAT.set(now.timestamp())
        OLDEST.set((now - since).total_seconds() if since else 0)
        for status in DeliveryStatus:
            STANDING.labels(status.value).set(tally.get(status, 0))
