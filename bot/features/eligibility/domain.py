"""What the store hands out: plain values, so that who reads a record need not import SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

WALKS_ARE_KEPT = timedelta(hours=24)  # counted from a walk's first question


@dataclass(frozen=True, slots=True)
class DialogSession:
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
