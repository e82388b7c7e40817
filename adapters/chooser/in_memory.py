"""The same as the records where there are none, as in a terminal: for as long as the process lives."""

from collections import Counter
from datetime import date, datetime
from typing import Protocol

from bot.core.activity import Sender
from bot.language.redaction import NamesOnRecord


class Records(Protocol):
    async def spend(self, day: date) -> bool:
        """Count one question of that day; False when the budget is used up."""

    async def tell(self, sender: Sender, now: datetime) -> bool:
        """Whether the workspace is still to be told; from then on it counts as told."""

    async def names(self) -> NamesOnRecord:
        """Of people and schools, to be taken out."""


class InMemory:
    """daily: how many questions may go out in a day."""

    def __init__(self, daily: int) -> None:
        self._daily = daily
        self._asked: Counter[date] = Counter()
        self._told: set[tuple[str, str]] = set()

    async def spend(self, day: date) -> bool:
        if self._asked[day] >= self._daily:
            return False
        self._asked[day] += 1
        return True

    async def tell(self, sender: Sender, now: datetime) -> bool:  # noqa: ARG002  as the records have it
        key = (sender.platform, sender.tenant)
        if key in self._told:
            return False
        self._told.add(key)
        return True

    async def names(self) -> NamesOnRecord:
        return NamesOnRecord()
