"""The purge once a day, by whichever process comes to it first."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlmodel import col

from bot.db.retention import Retention
from bot.db.store import Store
from bot.delivery.outbox import Outbox
from bot.delivery.tables import HeartbeatRow

EVERY = timedelta(days=1)
LONG_AWAY = timedelta(days=60)  # longer than a summer holiday
NAME = "purge"
log = structlog.get_logger(__name__)


async def purge_once_a_day(store: Store, now: datetime) -> int:
    """Delete what is past its time, unless that was done within a day; returns how many rows went.

    Done twice at once it does no harm, so nobody claims it; it is noted when it is done. When the last one was
    months ago the machine's clock may be years ahead, and what is deleted is gone: then it is put off for a day.
    A clock that was ahead and was put right does not stop it.
    """
    last = select(col(HeartbeatRow.at)).where(col(HeartbeatRow.name) == NAME)
    async with store.reading() as connection:
        done = (await connection.execute(last)).scalar()
    if done is not None and abs(now - done) < EVERY:
        return 0
    if done is not None and now - done > LONG_AWAY:
        log.warning(
            "nothing is deleted for a day: the last time was long ago; is the clock right?", since=str(done)
        )
        await Outbox(store).beat(NAME, now)
        return 0
    gone = await Retention(store).purge(now)
    await Outbox(store).beat(NAME, now)
    return gone
