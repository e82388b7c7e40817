"""The servers are killed while 48 messages are acknowledged and not answered, or asked to stop under load."""

import asyncio
from functools import partial

from tests.drill.people import Crowd, somebody
from tests.drill.report import Limits, Row, counted, until
from tests.drill.world import POSTGRES, SQLITE, world

MESSAGES = 48
SLOWED = 4.0  # seconds that each call to a platform takes, so that nothing is answered before the first kill


async def killed(engine: str, *, kills: int, apart: float) -> Row:
    """apart: seconds from the start of the servers until the next kill."""
    async with world(engine) as w:
        crowd = Crowd(w)
        w.outside.hosts["slack"].lasts = SLOWED
        await asyncio.gather(*(crowd.write(somebody("slack")) for _ in range(MESSAGES)))
        acknowledged = sum(one.taken is not None for one in crowd.wrote)
        for _ in range(kills):
            w.kill()
            started = await w.start()
            await asyncio.sleep(apart)
        recovered = await until(lambda: not crowd.silent())
        note = f"{acknowledged} acknowledged, the last start took {started:.0f} s"
        name = f"killed {kills} times, {apart:g} s apart"
        return await counted(name, crowd, recovered=recovered, note=note, limits=Limits(no_ack=0))


async def killed_in_teams(engine: str) -> Row:
    """Teams' requests are answered when the turn is over, so a kill cuts them off."""
    async with world(engine) as w:
        crowd = Crowd(w)
        w.outside.hosts["teams"].lasts = SLOWED
        people = [somebody("teams") for _ in range(24)]
        writing = [asyncio.create_task(crowd.write(one)) for one in people]
        for _ in range(200):  # until all are taken in, and none is answered
            if await crowd.taken_in() == len(people):
                break
            await asyncio.sleep(0.05)
        w.kill()
        await asyncio.gather(*writing)
        await w.start()
        recovered = await until(lambda: not crowd.silent())
        return await counted("killed amid 24 turns in Teams", crowd, recovered=recovered)


async def terminated(engine: str) -> Row:
    async with world(engine) as w:
        crowd = Crowd(w)
        await crowd.leave([f"UA{n}" for n in range(40)], "slack")
        for host in ("slack", "teams"):
            w.outside.hosts[host].lasts = SLOWED
        people = [somebody(("slack", "teams")[n % 2]) for n in range(MESSAGES)]
        writing = [asyncio.create_task(crowd.write(one)) for one in people]
        await until(lambda: all(one.taken is not None for one in people if one.platform == "slack"), 30)
        await w.terminate()
        await w.start()
        await asyncio.gather(*writing)
        return await counted("SIGTERM under load", crowd)


FAULTS = {
    "killed-once": (partial(killed, kills=1, apart=0.5), (SQLITE, POSTGRES)),
    "killed-twice": (partial(killed, kills=2, apart=0.5), (SQLITE, POSTGRES)),
    "killed-three-times": (partial(killed, kills=3, apart=1.0), (SQLITE, POSTGRES)),
    "killed-in-teams": (killed_in_teams, (SQLITE, POSTGRES)),
    "terminated": (terminated, (SQLITE, POSTGRES)),
}
