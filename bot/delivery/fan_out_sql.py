"""The rows that an occasion becomes: one delivery for each person who is meant."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, false, func, literal, null, or_, select, update
from sqlmodel import col

from bot.db.base import Utc
from bot.delivery.domain import DeliveryStatus, NotificationEvent, Priority, ScheduledNotification
from bot.delivery.tables import DeliveryRow
from bot.identity.email_choices import PLATFORM as EMAIL
from bot.identity.email_choices import by_email, email_address, stopped
from bot.identity.tables import AccountRow, EnrolmentRow, PersonRow

INTO = (
    "occasion_id", "target", "rank", "person_id", "platform", "tenant", "address", "status", "attempts",
    "first_at", "next_at", "why", "message",
)  # fmt: skip
NOT_JOINED = "has not joined the bot yet"
NO_EMAIL = "has not joined the bot yet, and asked for no e-mail"
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
    """UPDATE: who had no account when their delivery was written, and has one before it is due, gets it there.

    What waits to go by e-mail does, too.
    """
    account = col(AccountRow.person_id) == col(DeliveryRow.person_id)
    newest = select(func.max(col(AccountRow.id))).where(account, col(AccountRow.address).is_not(None))
    newest_id = newest.correlate(DeliveryRow).scalar_subquery()

    def its(column: Any) -> Any:
        return select(column).where(col(AccountRow.id) == newest_id).correlate(DeliveryRow).scalar_subquery()

    where = {name: its(col(getattr(AccountRow, name))) for name in ("platform", "tenant", "address")}
    return (
        update(DeliveryRow)
        .where(
            or_(
                and_(
                    col(DeliveryRow.status) == DeliveryStatus.SKIPPED.value,
                    col(DeliveryRow.why).in_((NOT_JOINED, NO_EMAIL)),
                ),
                and_(
                    col(DeliveryRow.status) == DeliveryStatus.READY.value,
                    col(DeliveryRow.platform) == EMAIL,
                    col(DeliveryRow.attempted_at).is_(None),
                ),
            ),
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
    one: NotificationEvent,
    meant: ColumnElement[bool],
    when: Any,
    now: datetime,
    priority: Priority,
    *,
    email: bool = False,
) -> Any:
    """A row for everybody who is meant; who has not joined is written down as such.

    meant: a condition on an enrolment. when: a moment in UTC, as SQL. email: who has no account is written to by
    e-mail, if they have an address and did not ask for none.
    """
    late = one.owed.expires_at <= now
    joined, wrote = col(AccountRow.id).is_not(None), by_email() if email else false()
    reached, stops = or_(joined, wrote), stopped() if email else false()
    waits, skipped = literal(DeliveryStatus.READY.value), literal(DeliveryStatus.SKIPPED.value)
    return (
        select(
            literal(one.id), literal("person:").concat(cast(col(EnrolmentRow.person_id), String)),
            literal(priority.value),
            col(EnrolmentRow.person_id),
            func.coalesce(col(AccountRow.platform), case((wrote, EMAIL), else_="")),
            func.coalesce(col(AccountRow.tenant), ""),
            func.coalesce(col(AccountRow.address), case((wrote, email_address()), else_="{}")),
            skipped if late else case((reached, waits), else_=skipped),
            literal(0), when, when,
            literal(TOO_LATE) if late else case(
                (reached, None), (stops, literal(NO_EMAIL)), else_=literal(NOT_JOINED)
            ), no_text(),
        )
        .select_from(EnrolmentRow)
        .join(PersonRow, col(PersonRow.id) == col(EnrolmentRow.person_id))
        .outerjoin(AccountRow, col(AccountRow.id) == newest_account())
        .where(meant)
        .order_by(col(EnrolmentRow.person_id))
    )  # fmt: skip
