"""What is owed and what was sent, as the store hands it out: occasions, deliveries and their ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from bot.core.activity import Address
from bot.core.identity import HubCohort
from bot.core.working_days import zone_of

LONDON = ZoneInfo("Europe/London")


class NotificationState(StrEnum):
    """open: planned. enqueued: its deliveries are written. superseded: it moved. cancelled: taken back.

    The values are in the database.
    """

    OPEN = "open"
    ENQUEUED = "fanned"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


STANDING = (NotificationState.OPEN, NotificationState.ENQUEUED)  # an open one may be half enqueued


class DeliveryStatus(StrEnum):
    """Where a delivery stands. ready: it waits. unknown: it may have arrived, and the platform cannot tell."""

    READY = "ready"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


class Priority(IntEnum):
    """What goes first when much is due: what somebody waits for, then what has a date, then what many are told."""

    AWAITED = 0
    DATED = 1
    BULK = 2


RELAY = "relay"  # the rule of what goes to one account: an answer, a question to a lead
LIVE_MESSAGE = "live_message"  # the subject of what changes a message that was shown: `live_message:7`
LIVE_AT_MOST = timedelta(days=365)  # for so long a message waits for what it tells of to be over
OUTBOX_IS_KEPT = timedelta(days=365)  # after the last moment at which it was worth sending
CLOCK, STANDS_STILL = "tick", timedelta(minutes=10)  # the name of the clock's heartbeat; older, it does not run


@dataclass(frozen=True, slots=True)
class ScheduledNotification:
    """Something to be said. `day`: the date that it is about; `subject`: `residential:3`, `days:2026-11`.

    due_at: UTC, by the hub's clock; for who lives by another, the fan-out works it out again.
    hub_id, cohort_id: None for what goes to an account whatever its hub.
    """

    rule: str
    subject: str
    revision: int
    hub_id: int | None
    cohort_id: int | None
    day: date
    due_at: datetime
    expires_at: datetime

    @property
    def here(self) -> HubCohort:
        """The hub's cohort that it is owed to. Raises ValueError for what is owed to an account alone."""
        if self.hub_id is None or self.cohort_id is None:
            raise ValueError(f"{self.subject} belongs to no cohort")
        return HubCohort(self.hub_id, self.cohort_id)

    @property
    def number(self) -> int:
        """What the subject's number is: 3 of `residential:3`. Raises ValueError where it has none."""
        return int(self.subject.partition(":")[2])


@dataclass(frozen=True, slots=True)
class NotificationEvent:
    """An occasion as it is stored."""

    id: int
    owed: ScheduledNotification
    state: NotificationState


@dataclass(frozen=True, slots=True)
class Changes:
    """What a plan changes: occasions to add, the ids of those that moved or are taken back, and other times.

    retimed: id → how an occasion that is planned is owed now, say, since a school holiday was set.
    """

    added: tuple[ScheduledNotification, ...] = ()
    superseded: tuple[int, ...] = ()
    cancelled: tuple[int, ...] = ()
    retimed: Mapping[int, ScheduledNotification] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one target, held by whoever has its `token` until `lease_until`.

    first_at: when it was first tried. zone: its person's own, where that is known; hub_zone: their hub's.
    message: the platform's id for what was sent already: what a recall deletes.
    """

    id: int
    occasion: NotificationEvent
    target: str
    person_id: int | None
    platform: str
    tenant: str
    address: Address
    status: DeliveryStatus
    attempts: int
    first_at: datetime
    attempted_at: datetime | None
    token: str
    next_at: datetime
    zone: str | None
    hub_zone: str | None
    message: str | None = None

    @property
    def their_date(self) -> date:
        """The person's own date when it is sent."""
        zone = zone_of(self.zone) or zone_of(self.hub_zone) or LONDON
        return (self.attempted_at or self.occasion.owed.due_at).astimezone(zone).date()

    @property
    def rule(self) -> str:
        return self.occasion.owed.rule

    @property
    def name(self) -> str:
        """What the platform keeps beside the message, so that it can be found again."""
        return f"mastery-{self.id}"


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """What becomes of a delivery that was held. `pause`: nothing goes to its tenant for so long."""

    status: DeliveryStatus
    next_at: datetime | None = None
    message: str | None = None
    why: str | None = None
    counts: bool = True
    pause: timedelta | None = None


@dataclass(frozen=True, slots=True)
class FinishedDelivery:
    """A delivery that was held, and what becomes of it."""

    one: Delivery
    ending: DeliveryOutcome


@dataclass(frozen=True, slots=True)
class FailedClaim:
    """A claim that failed: it may have been stored all the same, when the answer was lost. at: its moment."""

    token: str
    at: datetime


@dataclass(slots=True)
class NotNoted:
    """What this process knows and the database does not yet, because it was away."""

    ended: list[FinishedDelivery] = field(default_factory=list)
    claims: list[FailedClaim] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LeaseRequest:
    """Who claims deliveries, until when, and how many at most; `most_bulk` of them may be bulk messages.

    full: tenants that get no more now.
    """

    token: str
    until: datetime
    most: int = 1
    most_bulk: int = 1
    full: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many deliveries are due and not sent, and since when the oldest waits."""

    count: int
    since: datetime | None


Tally = Mapping[DeliveryStatus, int]
