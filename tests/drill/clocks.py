"""The machine's clock goes wrong by an hour for a while, and is put right again."""

import asyncio
from functools import partial

from tests.drill.people import Crowd
from tests.drill.report import Row, counted, sending_again
from tests.drill.world import POSTGRES, SQLITE, world

HOUR = 3600


async def wrong(engine: str, *, seconds: int) -> Row:
    """Meanwhile the platforms' signatures are too old or too new, so their events come again later."""
    async with world(engine) as w:
        crowd = Crowd(w)
        w.outside.hosts["slack"].lasts = 0.3
        await crowd.leave([f"UA{n}" for n in range(40)], "slack")
        async with crowd.writing():
            await asyncio.sleep(2)
            w.clock.write_text(str(seconds))
            await crowd.leave([f"UB{n}" for n in range(10)], "slack")
            await asyncio.sleep(12)
            w.clock.write_text("0")
            recovered = await sending_again(crowd)
            await asyncio.sleep(2)
        name = f"clock {'an hour ahead' if seconds > 0 else 'an hour behind'} for 12 s"
        refused = [one for one in crowd.wrote if one.taken is None]
        crowd.wrote = [one for one in crowd.wrote if one.taken is not None]
        note = f"{len(refused)} events refused: their signature is of another hour"
        return await counted(name, crowd, recovered=recovered, note=note)


FAULTS = {
    "clock-ahead": (partial(wrong, seconds=HOUR), (SQLITE, POSTGRES)),
    "clock-behind": (partial(wrong, seconds=-HOUR), (SQLITE, POSTGRES)),
}
