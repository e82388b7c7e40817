"""Two servers, and each message of somebody comes to the other one."""

import asyncio

from tests.drill.people import Crowd, Person, somebody
from tests.drill.report import Row, counted
from tests.drill.world import POSTGRES, World, world

FIRST, THEN = "how many days release do I get?", "and in the second year?"


async def alternating(engine: str) -> Row:
    async with world(engine) as w:
        crowd = Crowd(w)
        await crowd.enrol(6)
        await crowd.leave([f"UA{n}" for n in range(40)], "slack")
        async with crowd.writing(every=0.3):
            await asyncio.sleep(12)
        here, there = await _follow_up(crowd, 1), await _follow_up(crowd, 2)
        note = "" if here == there else f"a follow-up at the other server was answered otherwise: {there[:60]}"
        return await counted("two servers in turn", crowd, note=note)


async def _follow_up(crowd: Crowd, servers: int) -> str:
    """What a question that leans on the one before is answered, when both come to so many servers in turn."""
    w, name = crowd.world, somebody("slack").name
    asked = Crowd(World(w.engine, w.folder, w.url, w.outside, w.servers[:servers], w.session, w.clock))
    for words in (FIRST, THEN):
        await asked.write(Person(name, "slack", words))
        await asyncio.sleep(2)
    return asked.heard(name, "slack")[-1]


FAULTS = {"alternating": (alternating, (POSTGRES,))}
