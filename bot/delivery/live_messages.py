"""Messages that are changed once what they tell of is over: which they are, and the delivery that changes each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, cast, insert, literal, null, select
from sqlmodel import col

from bot.core.activity import Address, Sender
from bot.db.base import Utc
from bot.db.removal import remove
from bot.db.sql import added
from bot.db.store import Store
from bot.delivery.domain import (
    LIVE_AT_MOST,
    LIVE_MESSAGE,
    DeliveryStatus,
    NotificationEvent,
    NotificationState,
    Priority,
)
from bot.delivery.fan_out_sql import no_text
from bot.delivery.tables import DeliveryRow, LiveMessageRow, OccasionRow

KEY = ("platform", "tenant", "user", "message")


@dataclass(frozen=True, slots=True)
class LiveMessage:
    """A message in a private chat. message: the platform's id of it. number: of what it tells of."""

    to: Sender
    address: Address
    message: str
    number: int


class LiveMessages:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def shown(self, to: Sender, address: Address, message: str, follows: str, now: datetime) -> None:
        """Note that this message follows something (`Reply.follows`) to its end, and nothing older any more.

        Its occasion is written in the same transaction, so nothing else must happen for it to be changed.
        """
        rule, _, number = follows.partition(":")
        key = {"platform": to.platform, "tenant": to.tenant, "user": to.user, "message": message}
        this = and_(*(col(getattr(LiveMessageRow, name)) == value for name, value in key.items()))
        row = {**key, "address": json.dumps(dict(address)), "number": int(number), "shown_at": now}
        owed = {"rule": rule, "revision": 1, "day": now.date(), "due_at": now, "expires_at": now + LIVE_AT_MOST}
        async with self._store.writing() as connection:
            await remove(connection, LiveMessageRow, this)
            subject = f"{LIVE_MESSAGE}:{await added(connection, LiveMessageRow, row)}"
            state = NotificationState.OPEN.value
            await connection.execute(insert(OccasionRow), {**owed, "subject": subject, "state": state})

    async def one(self, live_id: int) -> LiveMessage | None:
        """None once its account is forgotten, or the message follows something newer."""
        query = select(*(col(getattr(LiveMessageRow, name)) for name in (*KEY, "address", "number")))
        async with self._store.reading() as connection:
            row = (await connection.execute(query.where(col(LiveMessageRow.id) == live_id))).first()
        if row is None:
            return None
        to = Sender(row.platform, row.tenant, row.user)
        return LiveMessage(to, json.loads(row.address), row.message, row.number)


def to_change(event: NotificationEvent, now: datetime, priority: Priority, when: Sequence[Any]) -> Any:
    """The row of `INTO` that changes the message, if these conditions hold; as SQL."""
    nobody = cast(null(), DeliveryRow.__table__.c.person_id.type)  # type: ignore[attr-defined]
    account = (
        literal("account:").concat(col(LiveMessageRow.platform)).concat(":").concat(col(LiveMessageRow.tenant))
    )
    return (
        select(
            literal(event.id), account.concat(":").concat(col(LiveMessageRow.user)), literal(priority.value),
            nobody, col(LiveMessageRow.platform), col(LiveMessageRow.tenant), col(LiveMessageRow.address),
            literal(DeliveryStatus.READY.value), literal(0), literal(now, Utc), literal(now, Utc),
            no_text(), col(LiveMessageRow.message),
        )
        .where(col(LiveMessageRow.id) == event.owed.number, *when)
    )  # fmt: skip
