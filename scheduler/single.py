"""What a job does when jobs are handed out one by one: a delivery by its number, and what others left behind."""

import asyncio
import uuid

from bot.store.records_outbox import Ended, Hold
from scheduler.deliver import LEASE, Desk, deliver, look, weighed


async def deliver_this(desk: Desk, delivery_id: int) -> bool:
    """Send it, if it is due and nobody else has it; whether it was taken."""
    now = desk.clock()
    one = await desk.store.sending.take_this(delivery_id, now, Hold(uuid.uuid4().hex, now + LEASE))
    if one is None:
        return False
    worth, ended = await weighed(desk, [one])
    if worth and (ending := await deliver(desk, one)):
        ended.append(Ended(one, ending))
    await desk.store.sending.end(ended, desk.clock())
    return True


async def look_after(desk: Desk) -> int:
    """A handful of those whose sender did not come back; how many."""
    now = desk.clock()
    hold = Hold(uuid.uuid4().hex, now + LEASE, desk.in_flight)
    lost = await desk.store.sending.take_lost(now, desk.settle, hold)
    found = await asyncio.gather(*(look(desk, one) for one in lost))
    await desk.store.sending.end(
        [Ended(one, ending) for one, ending in zip(lost, found, strict=True)], desk.clock()
    )
    return len(lost)
