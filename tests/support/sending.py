"""People who are owed something at a moment, a platform that takes it, and what became of it all."""

from datetime import UTC, date, datetime
from random import Random

from sqlalchemy import text

from bot.core.reminder_rules import Rules
from bot.core.reply import Reply, Text
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.direct_sql import RELAYS, relay_of
from bot.delivery.domain import DeliveryStatus
from bot.delivery.leases import Leases
from bot.delivery.tables import DeliveryRow
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from tests.support.crowd import crowd, plan_residential
from tests.support.fakes.platform import FakePlatform
from tests.support.ground import Ground, account

TUESDAY = datetime(2026, 12, 1, 8, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 8, tzinfo=UTC)
RULES = Rules(residential=(7, 1), nudge_on=12, pace_on=12)


def desk(store: Store, platform: FakePlatform, now: datetime = TUESDAY, in_flight: int = 16) -> DeliveryContext:
    return DeliveryContext(store, {"slack": platform}, lambda: now, Random(1), RULES, in_flight)


async def sent(store: Store, platform: FakePlatform, now: datetime = TUESDAY) -> dict[DeliveryStatus, int]:
    await plan_and_fan_out(store, RULES, now)
    await local_engine.drain(desk(store, platform, now))
    return await Leases(store).tally()


async def reminded(store: Store, size: int = 4, first: date = date(2026, 12, 8)) -> Ground:
    """So many people are owed a reminder, a week before."""
    g = await crowd(store, size)
    await plan_residential(g, first)
    return g


async def post(store: Store, user: str, now: datetime = TUESDAY) -> None:
    answer = Reply((Text("Your hub has answered."),), "handoff")
    await DirectMessages(store).leave(
        [OutgoingMessage(f"answer:{user}", account(user), {"user": user}, answer)], now
    )


async def left(store: Store) -> list[OutgoingMessage]:
    """What is left to be sent to one account or channel, in order."""
    async with store.reading() as connection:
        return [relay_of(row).post for row in (await connection.execute(RELAYS)).all()]


async def moments(store: Store) -> set[datetime]:
    """When what waits goes next."""
    async with store.reading() as connection:
        query = DeliveryRow.__table__.select().where(DeliveryRow.__table__.c.status == "ready")  # type: ignore[attr-defined]
        return {row.next_at for row in (await connection.execute(query)).all()}


async def whys(store: Store, status: str) -> list[str]:
    async with store.reading() as connection:
        query = text("SELECT why FROM delivery WHERE status = :status ORDER BY id")
        return list((await connection.execute(query, {"status": status})).scalars())
