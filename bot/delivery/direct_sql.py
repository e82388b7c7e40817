"""How direct messages are written and read: each with its occasion and its delivery, in one transaction."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.activity import Sender
from bot.db.base import Utc
from bot.delivery.direct_domain import CHANNEL, RELAY_IS_OF_USE, DirectMessage, OutgoingMessage
from bot.delivery.domain import RELAY, DeliveryStatus, NotificationState, Priority
from bot.delivery.reply_codec import dumped, loaded
from bot.delivery.tables import DeliveryRow, OccasionRow, RelayRow

OCCASION = ("rule", "subject", "revision", "day", "due_at", "expires_at", "state")
DELIVERY = (
    "occasion_id", "target", "rank", "platform", "tenant", "address", "status", "attempts", "first_at", "next_at"
)  # fmt: skip
RELAYS: Any = select(RelayRow.__table__).order_by(col(RelayRow.id))  # type: ignore[attr-defined]


def relay_of(row: Any) -> DirectMessage:
    to = Sender(row.platform, row.tenant, row.user)
    post = OutgoingMessage(row.key, to, json.loads(row.address), loaded(row.reply))
    return DirectMessage(row.id, post, row.made_at, row.sent_at)


def subject_of_relay() -> ColumnElement[str]:
    """What the occasion of a relay is about."""
    return literal(f"{RELAY}:").concat(cast(col(RelayRow.id), String))


async def post_on(
    connection: AsyncConnection,
    posts: Iterable[OutgoingMessage],
    now: datetime,
    into: Callable[[Any], Any] = insert,
) -> None:
    """Leave posts to be sent, within a transaction that is under way; a key that is there already is refused.

    Each has its occasion and delivery at once, so that nothing more must happen before it can be sent.
    into: another kind of insert, for who does not mind that a key is there.
    """
    rows = [
        {
            "key": post.key,
            "platform": post.to.platform,
            "tenant": post.to.tenant,
            "user": post.to.user,
            "address": json.dumps(dict(post.address)),
            "reply": dumped(post.reply),
            "made_at": now,
        }
        for post in posts
    ]
    if not rows:
        return
    await connection.execute(into(RelayRow), rows)
    these = col(RelayRow.key).in_([row["key"] for row in rows])
    subject = subject_of_relay()
    occasions = select(
        literal(RELAY), subject, literal(1), literal(now.date()),
        literal(now, Utc), literal(now + RELAY_IS_OF_USE, Utc), literal(NotificationState.ENQUEUED.value),
    ).where(these).order_by(col(RelayRow.id))  # fmt: skip
    await connection.execute(into(OccasionRow).from_select(OCCASION, occasions, include_defaults=False))
    deliveries = select(
        col(OccasionRow.id), _target(), literal(Priority.AWAITED.value),
        col(RelayRow.platform), col(RelayRow.tenant), col(RelayRow.address),
        literal(DeliveryStatus.READY.value), literal(0), literal(now, Utc), literal(now, Utc),
    ).join(OccasionRow, col(OccasionRow.subject) == subject).where(these).order_by(col(RelayRow.id))  # fmt: skip
    await connection.execute(into(DeliveryRow).from_select(DELIVERY, deliveries, include_defaults=False))


def _target() -> ColumnElement[str]:
    """The same of each relay's row; of one for a channel, the channel's name."""
    where = literal(":").concat(col(RelayRow.platform)).concat(":").concat(col(RelayRow.tenant)).concat(":")
    is_channel = col(RelayRow.user).startswith(CHANNEL)
    channel = literal("channel").concat(where).concat(func.substr(col(RelayRow.user), len(CHANNEL) + 1))
    return case((is_channel, channel), else_=literal("account").concat(where).concat(col(RelayRow.user)))
