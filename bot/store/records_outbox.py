"""What is owed and what was sent, as the store hands it out: occasions, deliveries and their ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.activity import Address


class OccasionState(StrEnum):
    """open: planned. fanned: its deliveries are written. superseded: it moved. cancelled: taken back."""

    OPEN = "open"
    FANNED = "fanned"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class Status(StrEnum):
    """Where a delivery stands. unknown: it may have arrived, and the platform cannot tell."""

    READY = "ready"
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


WAITING = (Status.READY, Status.QUEUED)
ANNOUNCEMENT = "announcement"  # the rule of an announcement's occasion
MOVED = "residential_moved"  # the rules that correct what was already sent
TAKEN_BACK = "residential_cancelled"


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to be said. `day`: the date that it is about; `subject`: `residential:3`, `days:2026-11`.

    due_at: UTC, by the hub's clock; for who lives by another, the fan-out works it out again.
    """

    rule: str
    subject: str
    revision: int
    hub_id: int
    cohort_id: int
    day: date
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Occasion:
    """An occasion as it is stored."""

    id: int
    owed: Owed
    state: OccasionState


@dataclass(frozen=True, slots=True)
class Changes:
    """What a plan changes: occasions to add, and the ids of those that moved or are taken back."""

    added: tuple[Owed, ...] = ()
    superseded: tuple[int, ...] = ()
    cancelled: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one person, held by whoever has its `token` until `lease_until`."""

    id: int
    occasion: Occasion
    person_id: int
    platform: str
    tenant: str
    address: Address
    status: Status
    attempts: int
    first_at: datetime
    attempted_at: datetime | None
    token: str

    @property
    def is_announcement(self) -> bool:
        return self.occasion.owed.rule == ANNOUNCEMENT

    @property
    def name(self) -> str:
        """What the platform keeps beside the message, so that it can be found again."""
        return f"mastery-{self.id}"


@dataclass(frozen=True, slots=True)
class Ending:
    """What becomes of a delivery that was held. `pause`: nothing goes to its tenant for so long."""

    status: Status
    next_at: datetime | None = None
    message: str | None = None
    why: str | None = None
    counts: bool = True
    pause: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many deliveries are due and not sent, and since when the oldest waits."""

    count: int
    since: datetime | None


Tally = Mapping[Status, int]
