"""What a feature says of its direct messages just before they are sent: which are still worth sending.

A feature declares a check as a function marked with `@recheck` in a module named `rechecks*.py`, where
`bot.bootstrap` finds it.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.core.activity import Sender
from bot.db.sqlite_file import Reading
from bot.delivery.tables import RelayRow

MARK = "__rechecks__"
KEYS = select(*(col(getattr(RelayRow, name)) for name in ("id", "key", "made_at", "platform", "tenant", "user")))


@dataclass(frozen=True, slots=True)
class LeftMessage:
    """A direct message that waits to be sent, without its words. key: what it is about, such as `asked:17:0:…`."""

    id: int
    key: str
    made_at: datetime
    to: Sender

    @property
    def begins(self) -> str:
        """What its key begins with: the kind of thing that it is about."""
        return self.key.partition(":")[0]


Recheck = Callable[[Reading, Sequence[LeftMessage]], Awaitable[Collection[int]]]
"""Of these messages, the ids of those that are still worth sending."""


def recheck(*begins: str) -> Callable[[Recheck], Recheck]:
    """Marks the check of messages whose keys begin with one of these and a colon. What nobody checks is sent."""

    def marked(function: Recheck) -> Recheck:
        setattr(function, MARK, begins)
        return function

    return marked


def rechecks_in(modules: Iterable[ModuleType]) -> dict[str, Recheck]:
    """By what keys begin with. Raises ValueError for a module without one, and for two checks of one beginning."""
    found: dict[str, Recheck] = {}
    for module in modules:
        own = (one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__)
        marked: list[Any] = [one for one in own if hasattr(one, MARK)]
        if not marked:
            raise ValueError(f"{module.__name__} declares no check of direct messages")
        for one in marked:
            for begins in getattr(one, MARK):
                if found.setdefault(begins, one) is not one:
                    both = f"{found[begins].__module__} and {one.__module__}"
                    raise ValueError(f"messages under “{begins}:” are checked twice, in {both}")
    return found


async def still_worth_sending(
    reading: Reading, ids: Collection[int], checks: Mapping[str, Recheck]
) -> frozenset[int]:
    """Of these messages those that are there, and that their feature's check lets through."""
    if not ids:
        return frozenset()
    rows = (await reading.execute(KEYS.where(col(RelayRow.id).in_(ids)))).all()
    left = [LeftMessage(row.id, row.key, row.made_at, Sender(row.platform, row.tenant, row.user)) for row in rows]
    worth = {one.id for one in left if one.begins not in checks}
    for check in dict.fromkeys(checks.values()):
        if theirs := [one for one in left if checks.get(one.begins) is check]:
            worth.update(await check(reading, theirs))
    return frozenset(worth)
