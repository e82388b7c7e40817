"""The rows that an occasion becomes: one delivery for each person who is meant."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, literal, null, select, update
from sqlmodel import col

from bot.db.base import Utc
from bot.delivery.domain import DeliveryStatus, NotificationEvent, Priority, ScheduledNotification
from bot.delivery.tables import DeliveryRow
from bot.identity.tables import AccountRow, EnrolmentRow, PersonRow

INTO = (
    "occasion_id", "target", "rank", "person_id", "platform", "tenant", "address", "status", "attempts",
    "first_at", "next_at", "why", "message",
)  # fmt: skip
NOT_JOINED = "has not joined the bot yet"
TOO_LATE = "was of no use any more when it could be sent"


def newest_account() -> Any:
    """A person's newest account that can be written to, as SQL."""
    return (
        select(func.max(col(AccountRow.id)))
        .where(col(AccountRow.person_id) == col(EnrolmentRow.person_id), col(AccountRow.address).is_not(None))
        .correlate(EnrolmentRow)
        .scalar_subquery()
    )


def joined_since(now: datetime) -> Any:
    """UPDATE: who had no account when their delivery was written, and has one before it is due, gets it there."""
    account = col(AccountRow.person_id) == col(DeliveryRow.person_id)
    newest = select(func.max(col(AccountRow.id))).where(account, col(AccountRow.address).is_not(None))
    newest_id = newest.correlate(DeliveryRow).scalar_subquery()

    def its(column: Any) -> Any:
        return select(column).where(col(AccountRow.id) == newest_id).correlate(DeliveryRow).scalar_subquery()

    where = {name: its(col(getattr(AccountRow, name))) for name in ("platform", "tenant", "address")}
    return (
        update(DeliveryRow)
        .where(
            col(DeliveryRow.status) == DeliveryStatus.SKIPPED.value,
            col(DeliveryRow.why) == NOT_JOINED,
            col(DeliveryRow.next_at) > now,
            newest_id.is_not(None),
        )
        .values(status=DeliveryStatus.READY.value, why=None, **where)
    )


def no_text() -> Any:
    """NULL where a column takes text, as SQL."""
    return cast(null(), String)


def at_each_zone(owed: ScheduledNotification, at: Mapping[str, datetime]) -> Any:
    """When it is due by each person's own clock, as SQL. at: zone → when, in UTC; others by the hub's clock."""
    times = [(col(PersonRow.zone) == zone, literal(moment, Utc)) for zone, moment in sorted(at.items())]
    due = literal(owed.due_at, Utc)
    return case(*times, else_=due) if times else due


def deliveries_to(
    one: NotificationEvent, meant: ColumnElement[bool], when: Any, now: datetime, priority: Priority
) -> Any:
    """A row for everybody who is meant; who has not joined is written down as such.

    meant: a condition on an enrolment. when: a moment in UTC, as SQL.
    """
    late = one.owed.expires_at <= now
    joined = col(AccountRow.id).is_not(None)
    waits, skipped = literal(DeliveryStatus.READY.value), literal(DeliveryStatus.SKIPPED.value)
    return (
        select(
            literal(one.id), literal("person:").concat(cast(col(EnrolmentRow.person_id), String)),
            literal(priority.value),
            col(EnrolmentRow.person_id),
            func.coalesce(col(AccountRow.platform), ""), func.coalesce(col(AccountRow.tenant), ""),
            func.coalesce(col(AccountRow.address), "{}"),
            skipped if late else case((joined, waits), else_=skipped),
            literal(0), when, when,
            literal(TOO_LATE) if late else case((joined, None), else_=literal(NOT_JOINED)), no_text(),
        )
        .select_from(EnrolmentRow)
        .join(PersonRow, col(PersonRow.id) == col(EnrolmentRow.person_id))
        .outerjoin(AccountRow, col(AccountRow.id) == newest_account())
        .where(meant)
        .order_by(col(EnrolmentRow.person_id))
    )  # fmt: skip
