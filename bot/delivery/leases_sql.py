"""The statements of leases: deliveries that are due, claimed, put back and noted."""

from sqlalchemy import String, and_, bindparam, case, exists, func, or_, select, update
from sqlmodel import col

from bot.db.base import Utc
from bot.delivery.domain import DeliveryStatus
from bot.delivery.outbox import OCCASION
from bot.delivery.tables import DeliveryRow, OccasionRow, PlatformStateRow
from bot.identity.tables import HubRow, PersonRow

OWN = (
    "target", "person_id", "platform", "tenant", "address", "status", "attempts", "first_at",
    "next_at", "attempted_at", "message",
)  # fmt: skip
ROWS = (
    select(
        col(DeliveryRow.id).label("delivery_id"),
        *(col(getattr(DeliveryRow, name)) for name in OWN),
        *OCCASION,
        col(PersonRow.zone),
        col(HubRow.zone).label("hub_zone"),
    )
    .join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))
    .outerjoin(PersonRow, col(PersonRow.id) == col(DeliveryRow.person_id))
    .outerjoin(HubRow, col(HubRow.id) == col(OccasionRow.hub_id))
    .with_for_update(skip_locked=True, of=DeliveryRow)
)
NOW = bindparam("now", type_=Utc)
PAUSED = exists().where(
    col(PlatformStateRow.platform) == col(DeliveryRow.platform),
    col(PlatformStateRow.tenant) == col(DeliveryRow.tenant),
    col(PlatformStateRow.throttled_until) > NOW,
)
WAITS = ROWS.where(col(DeliveryRow.status) == DeliveryStatus.READY.value, col(DeliveryRow.next_at) <= NOW, ~PAUSED)
DUE = (  # in the order of the index, which is then read no further than needed
    WAITS.where(col(DeliveryRow.rank) == bindparam("of_rank"))
    .order_by(col(DeliveryRow.next_at))
    .limit(bindparam("most"))
)
EXPIRED = (
    ROWS.where(
        col(DeliveryRow.status) == DeliveryStatus.SENDING.value,
        col(DeliveryRow.lease_until) <= NOW,
        or_(
            col(DeliveryRow.attempted_at).is_(None),
            col(DeliveryRow.attempted_at) <= bindparam("settled", type_=Utc),
        ),
    )
    .order_by(col(DeliveryRow.lease_until))
    .limit(bindparam("most"))
)
LEASED = (
    update(DeliveryRow)
    .where(col(DeliveryRow.id).in_(bindparam("these", expanding=True)))
    .values(
        status=DeliveryStatus.SENDING.value,
        lease_until=bindparam("until", type_=Utc),
        token=bindparam("held_by", type_=String),
    )
)
SENDS = LEASED.values(
    first_at=case((col(DeliveryRow.attempted_at).is_(None), NOW), else_=col(DeliveryRow.first_at)),
    attempted_at=NOW,
)
STILL_OURS = or_(  # or another process had to give it up because ours could not note what became of it
    col(DeliveryRow.token) == bindparam("held_by", type_=String),
    and_(
        col(DeliveryRow.status) == DeliveryStatus.UNKNOWN.value,
        col(DeliveryRow.attempted_at) == bindparam("begun_at", type_=Utc),
    ),
)
NOT_BEGUN = (
    update(DeliveryRow)
    .where(STILL_OURS)
    .values(status=DeliveryStatus.READY.value, why=None, token=None, lease_until=None, next_at=NOW)
)
HELD = update(DeliveryRow).where(col(DeliveryRow.id) == bindparam("this"), STILL_OURS)
NOTED = HELD.values(
    {name: bindparam(f"to_{name}") for name in ("status", "why", "token", "attempts", "lease_until", "next_at")}
    | {"message": func.coalesce(bindparam("to_message", type_=String), col(DeliveryRow.message))}
)
