"""People who are owed something at a moment, a platform that takes it, and what became of it all."""

from datetime import UTC, date, datetime
from random import Random

from sqlalchemy import text

from bot.reply import Reply, Text
from bot.store import Store
from bot.store.records_desk import Post
from bot.store.records_outbox import Status
from bot.store.tables import DeliveryRow
from scheduler import local
from scheduler.deliver import Desk
from scheduler.fanout import plan_and_fan_out
from scheduler.rules import Rules
from scheduler.words import words
from tests.crowd import crowd, plan_residential
from tests.fakes.platform import FakePlatform
from tests.ground import Ground, account

TUESDAY = datetime(2026, 12, 1, 8, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 8, tzinfo=UTC)
RULES = Rules(residential=(7, 1), nudge_on=12, pace_on=12)


def desk(store: Store, platform: FakePlatform, now: datetime = TUESDAY, in_flight: int = 16) -> Desk:
    return Desk(store, {"slack": platform}, words, lambda: now, Random(1), RULES, in_flight)


async def sent(store: Store, platform: FakePlatform, now: datetime = TUESDAY) -> dict[Status, int]:
    await plan_and_fan_out(store, RULES, now)
    await local.drain(desk(store, platform, now))
    return await store.sending.tally()


async def reminded(store: Store, size: int = 4, first: date = date(2026, 12, 8)) -> Ground:
    """So many people are owed a reminder, a week before."""
    g = await crowd(store, size)
    await plan_residential(g, first)
    return g


async def post(store: Store, user: str, now: datetime = TUESDAY) -> None:
    answer = Reply((Text("Your hub has answered."),), "handoff")
    await store.desk.post([Post(f"answer:{user}", account(user), {"user": user}, answer)], now)


async def moments(store: Store) -> set[datetime]:
    """When what waits goes next."""
    async with store.transaction() as connection:
        query = DeliveryRow.__table__.select().where(DeliveryRow.__table__.c.status == "ready")  # type: ignore[attr-defined]
        return {row.next_at for row in (await connection.execute(query)).all()}


async def whys(store: Store, status: str) -> list[str]:
    async with store.transaction() as connection:
        query = text("SELECT why FROM delivery WHERE status = :status ORDER BY id")
        return list((await connection.execute(query, {"status": status})).scalars())
