"""Slack or Teams is down, slow, garbled or busy: while people write, and when the bot starts."""

import asyncio
from functools import partial

from tests.drill.people import Crowd, somebody
from tests.drill.report import Row, counted, sending_again, until
from tests.drill.weather import Weather
from tests.drill.world import POSTGRES, SQLITE, world

BEFORE, LASTS, AFTER = 2.0, 15.0, 2.0  # seconds


async def in_flight(engine: str, *, platform: str, weather: Weather) -> Row:
    async with world(engine) as w:
        crowd, host = Crowd(w), w.outside.hosts[platform]
        await crowd.enrol(6)
        await crowd.leave([f"UA{n}" for n in range(20)], "slack")
        await crowd.leave([f"a{n}" for n in range(20)], "teams")
        async with crowd.writing(every=0.5):
            await asyncio.sleep(BEFORE)
            await host.turn(weather)
            await asyncio.sleep(LASTS)
            await host.turn(Weather.WELL)
            recovered = await sending_again(crowd, platform)
            await asyncio.sleep(AFTER)
        return await counted(f"{platform} {weather}, in flight", crowd, recovered=recovered)


async def at_start(engine: str, *, platform: str, weather: Weather) -> Row:
    """The other platform is answered meanwhile; recovered: until this one is."""
    other = "teams" if platform == "slack" else "slack"
    async with world(engine, started=False) as w:
        crowd, hosts = Crowd(w), w.outside.hosts
        await hosts[platform].turn(weather)
        if platform == "teams":
            await hosts["microsoft"].turn(weather)
        await w.start()
        there = somebody(other)
        await crowd.write(there)
        answered = await until(lambda: bool(crowd.answered(there)), 10)
        here = [somebody(platform) for _ in range(4)]
        writing = [asyncio.create_task(crowd.write(one)) for one in here]
        await asyncio.sleep(LASTS)  # what is not acknowledged meanwhile comes again
        for host in hosts.values():
            await host.turn(Weather.WELL)
        recovered = await _answered_again(crowd, platform)
        await asyncio.gather(*writing)
        note = "" if answered is not None else f"{other} was not answered meanwhile"
        if platform == "teams":  # unsigned for the bot: Teams shows its own error, and nothing was taken in
            crowd.wrote = [one for one in crowd.wrote if one.taken is not None]
        return await counted(f"{platform} {weather}, at start", crowd, recovered=recovered, note=note)


async def _answered_again(crowd: Crowd, platform: str) -> float | None:
    """Seconds until somebody who writes gets an answer."""
    asked = list[bool]()

    async def tries() -> None:
        while True:
            one = somebody(platform)
            await crowd.write(one)
            if await until(lambda one=one: bool(crowd.answered(one)), 2) is not None:  # type: ignore[misc]
                asked.append(True)
                return

    trying = asyncio.create_task(tries())
    seconds = await until(lambda: bool(asked), 60)
    trying.cancel()
    return seconds


def _faults() -> dict[str, tuple[object, tuple[str, ...]]]:
    ill = [one for one in Weather if one is not Weather.WELL]
    found = dict[str, tuple[object, tuple[str, ...]]]()
    for platform in ("slack", "teams"):
        for weather in ill:
            name = f"{platform}-{weather.replace(' ', '-')}"
            found[name] = (partial(in_flight, platform=platform, weather=weather), (SQLITE, POSTGRES))
        for weather in (Weather.DOWN, Weather.SLOW, Weather.GARBAGE, Weather.STORM):
            name = f"{platform}-{weather.replace(' ', '-')}-at-start"
            found[name] = (partial(at_start, platform=platform, weather=weather), (SQLITE, POSTGRES))
    return found


FAULTS = _faults()
