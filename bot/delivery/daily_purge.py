"""The purge once a day, by whichever process comes to it first."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from bot.db.retention import Retention
from bot.db.store import Store
from bot.delivery.outbox import Outbox
from bot.delivery.tables import HeartbeatRow

EVERY = timedelta(days=1)
NAME = "purge"


async def purge_once_a_day(store: Store, now: datetime) -> int:
    """Delete what is past its time, unless that was done within a day; returns how many rows went.

    Done twice at once it does no harm, so nobody claims it; it is noted when it is done.
    """
    last = select(col(HeartbeatRow.at)).where(col(HeartbeatRow.name) == NAME)
    async with store.reading() as connection:
        done = (await connection.execute(last)).scalar()
    if done is not None and now - done < EVERY:
        return 0
    gone = await Retention(store).purge(now)
    await Outbox(store).beat(NAME, now)
    return gone
