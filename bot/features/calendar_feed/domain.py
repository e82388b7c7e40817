"""What a calendar shows: residentials and reports as entries that stay the same until a date changes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.features.residentials.domain import ResidentialState

SECRET_BYTES = 32
WHERE = "/calendar"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. kind: "residential" or "report"; title: as it is shown; revision: it grows with every change."""

    kind: str
    id: int
    title: str
    first_day: date
    last_day: date
    venue: str | None
    state: ResidentialState
    revision: int


@dataclass(frozen=True, slots=True)
class Feed:
    """Whose calendar, and what is in it."""

    name: str
    entries: Sequence[FeedEntry]


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def address(base: str, secret: str) -> str:
    """The link: who has it reads the dates, so it is shown to its owner alone."""
    return f"{base}{WHERE}/{secret}.ics"
