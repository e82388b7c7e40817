"""How questions, relays and proposed entries are read from their rows, and how a relay is written."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.core.activity import Sender
from bot.db.base import TableModel, Utc
from bot.delivery.domain import RELAY, RELAY_IS_OF_USE, DeliveryStatus, NotificationState, priority_of
from bot.delivery.reply_codec import dumped, loaded
from bot.delivery.tables import DeliveryRow, OccasionRow, RelayRow
from bot.features.ask_hub.domain import (
    CHANNEL,
    AskedState,
    Asker,
    DirectMessage,
    EntryState,
    HubQuestion,
    OutgoingMessage,
    Proposed,
)
from bot.features.ask_hub.tables import AskedRow, ProposedEntryRow
from bot.identity.tables import HubRow, PersonRow

QUESTIONS: Any = (
    select(AskedRow.__table__, col(HubRow.name).label("hub"), col(PersonRow.name).label("person_name"))  # type: ignore[attr-defined]
    .join(HubRow, col(HubRow.id) == col(AskedRow.hub_id))
    .outerjoin(PersonRow, col(PersonRow.id) == col(AskedRow.person_id))
    .order_by(col(AskedRow.since), col(AskedRow.id))
)
ENTRIES: Any = (
    select(ProposedEntryRow.__table__, col(HubRow.name).label("hub"))  # type: ignore[attr-defined]
    .join(HubRow, col(HubRow.id) == col(ProposedEntryRow.hub_id))
    .order_by(col(ProposedEntryRow.id))
)
OCCASION = ("rule", "subject", "revision", "day", "due_at", "expires_at", "state")
DELIVERY = (
    "occasion_id", "target", "rank", "platform", "tenant", "address", "status", "attempts", "first_at", "next_at"
)  # fmt: skip
RELAYS: Any = select(RelayRow.__table__).order_by(col(RelayRow.id))  # type: ignore[attr-defined]


def of_account(table: type[TableModel], sender: Sender) -> ColumnElement[bool]:
    """The rows of one account, in a table that names accounts."""
    named = {"platform": sender.platform, "tenant": sender.tenant, "user": sender.user}
    return and_(*(col(getattr(table, name)) == value for name, value in named.items()))


def asked_of(row: Any) -> HubQuestion:
    asker = Asker(
        Sender(row.platform, row.tenant, row.user), row.conversation, json.loads(row.address), row.person_id
    )
    return HubQuestion(
        id=row.id,
        asker=asker,
        hub_id=row.hub_id,
        hub=row.hub,
        text=row.text,
        before=tuple(json.loads(row.before)),
        name=row.person_name if row.named else None,
        entry=row.entry,
        score=row.score,
        state=AskedState(row.state),
        revision=row.revision,
        reopened=row.reopened,
        asked_at=row.asked_at,
        since=row.since,
        settled_at=row.settled_at,
        answered_by=row.answered_by,
        answer=row.answer,
        same_as=row.same_as,
    )


def proposed_of(row: Any) -> Proposed:
    return Proposed(
        row.id,
        row.hub_id,
        row.hub,
        row.question,
        tuple(json.loads(row.phrasings)),
        row.answer,
        EntryState(row.state),
        row.by,
        row.at,
    )


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
        literal(now, Utc), literal(now + RELAY_IS_OF_USE, Utc), literal(NotificationState.FANNED.value),
    ).where(these).order_by(col(RelayRow.id))  # fmt: skip
    await connection.execute(into(OccasionRow).from_select(OCCASION, occasions, include_defaults=False))
    deliveries = select(
        col(OccasionRow.id), _target(), literal(priority_of(RELAY)),
        col(RelayRow.platform), col(RelayRow.tenant), col(RelayRow.address),
        literal(DeliveryStatus.READY.value), literal(0), literal(now, Utc), literal(now, Utc),
    ).join(OccasionRow, col(OccasionRow.subject) == subject).where(these).order_by(col(RelayRow.id))  # fmt: skip
    await connection.execute(into(DeliveryRow).from_select(DELIVERY, deliveries, include_defaults=False))


def target_of(sender: Sender) -> str:
    """What a delivery to this account calls it."""
    return f"account:{sender.platform}:{sender.tenant}:{sender.user}"


def _target() -> ColumnElement[str]:
    """The same of each relay's row; of one for a channel, the channel's name."""
    where = literal(":").concat(col(RelayRow.platform)).concat(":").concat(col(RelayRow.tenant)).concat(":")
    is_channel = col(RelayRow.user).startswith(CHANNEL)
    channel = literal("channel").concat(where).concat(func.substr(col(RelayRow.user), len(CHANNEL) + 1))
    return case((is_channel, channel), else_=literal("account").concat(where).concat(col(RelayRow.user)))
