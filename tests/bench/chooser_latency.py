"""What a chooser that takes 300 ms adds to a turn: `python -m tests.bench.chooser_latency` prints p50 and p99.

Each question is asked once without the chooser, so that the search has it ready, then once with it.
"""

import asyncio
import json
import time
from statistics import quantiles
from typing import Any

from aiohttp import web

from adapters.console.ask import SetClock
from bot.db.store import Store
from knowledge.load import load
from knowledge.search import Search
from tests.bench.chooser import CHOICES
from tests.conftest import NOON
from tests.support.choosing import choosing
from tests.support.fakes.chat_model import first_offered
from tests.support.paths import COHORT
from tests.support.transcript import CACHE_DIR, IN_MEMORY

TAKES = 0.3  # seconds
QUESTIONS = 100


async def slowly(body: dict[str, Any], request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(TAKES)
    return await first_offered(body, request)


async def main() -> None:
    lines = [json.loads(line) for line in CHOICES.read_text(encoding="utf-8").splitlines()]
    asked = [line["q"] for line in lines if not line["before"]]
    knowledge, spent = load(COHORT), list[tuple[float, float]]()
    search = Search(knowledge, CACHE_DIR)
    async with choosing(knowledge, search, Store(IN_MEMORY), SetClock(NOON), slowly, seconds_given=1.5) as hub:
        await hub.told()
        for question in asked:
            before = len(hub.model.bodies)
            await hub.alone(question)
            began = time.perf_counter()
            await hub.alone(question)
            between = time.perf_counter()
            await hub.ask(question)
            if len(hub.model.bodies) > before:
                spent.append((between - began, time.perf_counter() - between))
            if len(spent) == QUESTIONS:
                break
    for name, times in zip(("alone", "with the chooser"), zip(*spent, strict=True), strict=True):
        cuts = quantiles(times, n=100)
        print(f"{name:18} p50 {cuts[49] * 1000:6.1f} ms   p99 {cuts[98] * 1000:6.1f} ms   of {len(times)}")


if __name__ == "__main__":
    asyncio.run(main())
