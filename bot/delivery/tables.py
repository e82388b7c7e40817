"""The tables of what must be said without being asked: occasions, deliveries, pauses, and who wants which."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, and_, bindparam, literal
from sqlmodel import Column, Field, col

from bot.core.reply import Reply, Text
from bot.db.base import TableModel, Utc, one_of
from bot.db.personal_data import (
    ByAccount,
    ByPerson,
    ByText,
    KeptFor,
    KeptForGood,
    KeptWith,
    Naming,
    NobodysData,
    TakesAlong,
)
from bot.delivery.direct_domain import RELAYS_ARE_KEPT, RELAYS_AT_MOST
from bot.delivery.domain import (
    LIVE_AT_MOST,
    LIVE_MESSAGE,
    OUTBOX_IS_KEPT,
    RELAY,
    DeliveryStatus,
    NotificationState,
)
from bot.delivery.reply_codec import dumped
from bot.identity.addresses import AddressCopy, follow_account

NAMED_SOMEBODY = dumped(
    Reply((Text("This message named somebody who has deleted their data since, so it is gone."),), "digest")
)


class OccasionRow(TableModel, table=True):
    """Something that is owed to a hub's cohort, or to one account. `day`: the date that it is about."""

    __tablename__ = "occasion"
    __holds__ = "which reminders and announcements were to be sent, for which date"
    __retention__ = (KeptFor(OUTBOX_IS_KEPT, "expires_at", "after the last moment at which it was worth sending"),)
    __erasure__ = (NobodysData("an occasion is a hub's; what went to whom is in its deliveries"),)
    __table_args__ = (
        UniqueConstraint("rule", "subject", "revision"),
        Index("ix_occasion_state_due_at", "state", "due_at"),
        CheckConstraint(one_of("state", NotificationState), name="state_is_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rule: str
    subject: str = Field(index=True)
    revision: int
    hub_id: int | None = Field(default=None, foreign_key="hub.id")
    cohort_id: int | None = Field(default=None, foreign_key="cohort.id")
    day: date
    due_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    state: str


class DeliveryRow(TableModel, table=True):
    """One message to one target. `token`: who holds it until `lease_until`; a late holder changes nothing.

    rank: what goes first: corrections and answers, then reminders, then announcements (`Priority`).
    target: `person:3`, or `account:…` and `channel:…` with platform, tenant and what the platform calls it.
    """

    __tablename__ = "delivery"
    __holds__ = "which reminders, announcements and messages were sent to whom, and what became of each"
    __retention__ = (KeptWith("occasion"),)
    __erasure__ = (
        ByPerson(told="what you were sent"),
        ByText("target", "account:{platform}:{tenant}:{user}"),
    )
    __table_args__ = (
        UniqueConstraint("occasion_id", "target"),
        Index("ix_delivery_status_rank_next_at", "status", "rank", "next_at"),
        CheckConstraint(one_of("status", DeliveryStatus), name="status_is_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    occasion_id: int = Field(foreign_key="occasion.id", ondelete="CASCADE")
    target: str
    rank: int
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    platform: str
    tenant: str
    address: str
    status: str
    attempts: int = 0
    first_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    next_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    attempted_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    lease_until: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    token: str | None = None
    message: str | None = None
    why: str | None = None


class PlatformStateRow(TableModel, table=True):
    """A tenant that asked us to wait."""

    __tablename__ = "platform_state"
    __holds__ = "which workspace or tenant has asked the bot to wait, until when"
    __retention__ = (KeptFor(timedelta(days=1), "throttled_until", "after the wait is over"),)
    __erasure__ = (NobodysData("a workspace or tenant is not a person"),)

    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    throttled_until: datetime = Field(sa_column=Column(Utc, nullable=False))


class HeartbeatRow(TableModel, table=True):
    """When each part of the scheduler was last seen alive."""

    __tablename__ = "heartbeat"
    __holds__ = "when each part of the scheduler was last at work"
    __retention__ = (KeptForGood("a row for each part, written over and over"),)
    __erasure__ = (NobodysData("the scheduler's own times"),)

    name: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Utc, nullable=False))


class RelayRow(TableModel, table=True):
    """What must be sent without being asked; written in the transaction that causes it. A key is there once."""

    __tablename__ = "relay"
    __holds__ = "what is relayed: an answer, a question to a lead, a digest; to whom"
    __retention__ = (
        KeptFor(RELAYS_ARE_KEPT, "sent_at", "after it was sent"),
        KeptFor(RELAYS_AT_MOST, "made_at", "after it was written, sent or not"),
    )
    __erasure__ = (ByAccount("messages to you"), Naming("reply", NAMED_SOMEBODY))
    __takes_along__ = (TakesAlong("occasion", "subject", (f"{RELAY}:{{id}}",)),)
    __table_args__ = (UniqueConstraint("key"), Index("ix_relay_account", "platform", "tenant", "user"))

    id: int | None = Field(default=None, primary_key=True)
    key: str
    platform: str
    tenant: str
    user: str
    address: str
    reply: str
    made_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    sent_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True, index=True))


class LiveMessageRow(TableModel, table=True):
    """A message in somebody's private chat that is changed once what it tells of is over.

    message: the platform's own id of it. number: of what it tells of, by the rule's own numbers. Its occasion has
    the subject `live_message:<id>`.
    """

    __tablename__ = "live_message"
    __holds__ = "which message to a lead is changed once its announcement is out; nothing of what is in it"
    __retention__ = (KeptFor(LIVE_AT_MOST, "shown_at", "after the message was shown"),)
    __erasure__ = (ByAccount("which message shows how your announcement goes"),)
    __takes_along__ = (TakesAlong("occasion", "subject", (f"{LIVE_MESSAGE}:{{id}}",)),)
    __table_args__ = (UniqueConstraint("platform", "tenant", "user", "message"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    tenant: str
    user: str
    message: str
    address: str
    number: int = Field(index=True)
    shown_at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))


WAITS_FOR_ACCOUNT = and_(  # what waits for an account goes to where it was last reached
    col(DeliveryRow.status) == DeliveryStatus.READY.value,
    col(DeliveryRow.target)
    == literal("account:").concat(bindparam("at_platform", type_=String)).concat(":")
    .concat(bindparam("at_tenant", type_=String)).concat(":").concat(bindparam("at_user", type_=String)),
)  # fmt: skip
follow_account(AddressCopy(DeliveryRow, WAITS_FOR_ACCOUNT, compared=False))
