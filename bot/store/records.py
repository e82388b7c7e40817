"""What the store hands out: plain values, so that who reads a record need not import SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.activity import Activity

WALKS_ARE_KEPT = timedelta(hours=24)  # counted from a walk's first question


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is talking and where: a person has one walk in each of their conversations."""

    platform: str
    tenant: str
    user: str
    conversation: str

    @classmethod
    def of(cls, activity: Activity) -> "Seat":
        sender = activity.sender
        return cls(sender.platform, sender.tenant, sender.user, activity.conversation)


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk under way. `step` grows with every change, so that a button knows whether it is still the latest.

    answers: question id → option id, in the order in which they were given.
    reopened: the question that is asked again while its answer still stands, if one is.
    started_at, updated_at: in UTC.
    """

    id: str
    step: int
    answers: Mapping[str, str]
    reopened: str | None
    started_at: datetime
    updated_at: datetime
