"""`make bench`, the records: a turn beside the bare SQL that it needs, and how ten and a thousand people stand."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from adapters.console.ask import SetClock
from bot.activity import Message, Sender
from bot.bootstrap import build
from bot.core import Core
from bot.store import Store
from bot.store.records_arrivals import Arrival, As
from knowledge.load import load
from tests.ground import COHORT_12, NOON, Ground, account, asked, full, ground
from tests.stores import counted
from tests.transcript import COHORT, KEPT_IN

TIMES = 30


async def main() -> None:
    knowledge = load(COHORT)
    with TemporaryDirectory() as folder:
        for size in (10, 1_000):
            store = await Store.open(f"sqlite+aiosqlite:///{Path(folder) / f'{size}.db'}")
            core = build(knowledge, store, SetClock(NOON), KEPT_IN)
            g = await _filled(store, size)
            await _standing(core, store, size)
            if size == 10:
                await _turns(core, g)
            await store.close()


async def _filled(store: Store, size: int) -> Ground:
    g = await ground(store)
    rows = [
        Arrival(at, f"Person {at}", f"p{at}@x.example", "Oak", g.hub.name, "Cohort 12", As.SPECIALIST)
        for at in range(size)
    ]
    await store.arrivals.bring_in(rows, {"Cohort 12": COHORT_12}, NOON)
    code = await store.codes.make(g.lead.id, None, NOON)
    await store.codes.redeem(code.words, account("lead"), NOON)
    return g


async def _standing(core: Core, store: Store, size: int) -> None:
    async def turn() -> None:
        await core.handle(_typed(account("lead"), "cohort status"))

    with counted(store) as sent:
        await turn()
    print(f"cohort status, {size:5} specialists: {len(sent)} queries, {await _spent(turn):.1f} ms")


async def _turns(core: Core, g: Ground) -> None:
    """One turn of each kind, and the store's own part of it."""
    sam = await g.enrol("Sam Patel")
    code = await g.store.codes.make(sam.id, None, NOON)
    await g.store.codes.redeem(code.words, account("sam"), NOON)
    days = iter(range(1, 10_000))

    async def balance() -> None:
        await g.store.people.of(account("sam"))
        await g.store.release_days.balance(sam.id, g.cohort.id, NOON.date())

    async def log() -> None:
        await g.store.people.of(account("sam"))
        await g.store.release_days.log(g.whose(sam), [full(1 + next(days) % 2)], asked())
        await g.store.release_days.undo(g.whose(sam), asked())

    await _ratio(core, ["releaseday balance"], balance)
    await _ratio(core, ["releaseday log 29 October 2026 workshop", "releaseday undo"], log)


async def _ratio(core: Core, texts: list[str], bare: Callable[[], Awaitable[None]]) -> None:
    if not all(map(core.has_command, texts)):
        print(f"{' + '.join(texts)}: left out, this version has no such command")
        return

    async def turn() -> None:
        for text in texts:
            await core.handle(_typed(account("sam"), text))

    through, alone = await _spent(turn), await _spent(bare)
    print(f"{' + '.join(texts)}: {through:.1f} ms, its SQL alone {alone:.1f} ms: {through / alone:.2f} times")


def _typed(sender: Sender, text: str) -> Message:
    return Message(sender, "bench", text)


async def _spent(work: Callable[[], Awaitable[None]]) -> float:
    """The median of milliseconds that it takes."""
    spent = []
    for _ in range(TIMES):
        started = time.perf_counter()
        await work()
        spent.append((time.perf_counter() - started) * 1000)
    return median(spent)


if __name__ == "__main__":
    asyncio.run(main())
