"""`make bench`, the records: a turn beside the bare SQL that it needs, and how ten and a thousand people stand."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from adapters.console.ask import SetClock
from bot.bootstrap import build
from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.db.engine import PRAGMAS
from bot.db.store import Store
from bot.features.people.import_domain import Arrival, ImportRole
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.features.people.repository_hubs import HubRegister
from bot.features.people.repository_import import PeopleImport
from bot.language.dates import in_words
from knowledge.load import load
from tests.support.ground import COHORT_12, NOON, Ground, account, ground
from tests.support.paths import COHORT
from tests.support.stores import counted, recorded
from tests.support.transcript import CACHE_DIR

TIMES = 30
LEADS_ASK = ("cohort status", "cohort today", "cohort export", "cohort claim", "hub figures", "hub history")


async def main() -> None:
    knowledge = load(COHORT)
    with TemporaryDirectory() as folder:
        for size in (10, 1_000):
            store = await Store.open(f"sqlite+aiosqlite:///{Path(folder) / f'{size}.db'}")
            core = build(knowledge, store, SetClock(NOON), CACHE_DIR)
            g = await _filled(store, size)
            await _standing(core, store, size)
            if size == 10:
                await _turns(core, g)
            await store.close()


async def _filled(store: Store, size: int) -> Ground:
    g = await ground(store)
    rows = [
        Arrival(at, f"Person {at}", f"p{at}@x.example", "Oak", g.hub.name, "Cohort 12", ImportRole.SPECIALIST)
        for at in range(size)
    ]
    await PeopleImport(store).bring_in(rows, {"Cohort 12": COHORT_12}, NOON)
    code = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("lead"), NOON)
    return g


async def _standing(core: Core, store: Store, size: int) -> None:
    """What a lead asks of the whole hub; the feed of the calendar is one person's."""
    for words in LEADS_ASK:

        async def turn(words: str = words) -> None:
            await core.handle(_typed(account("lead"), words))

        with counted(store) as sent:
            await turn()
        print(f"{words}, {size:5} specialists: {len(sent)} queries, {await _spent(turn):.1f} ms")


async def _turns(core: Core, g: Ground) -> None:
    """One turn of each kind, and the store's own part of it."""
    year = await HubRegister(g.store).ensure_cohort(replace(COHORT_12, name="A long year", half_days=1_000), NOON)
    enrolled = await Enrolments(g.store).enrol(replace(g.entrant("Sam Patel"), cohort_id=year.id), None, NOON)
    assert enrolled.code is not None
    await Codes(g.store).redeem(enrolled.code.words, account("sam"), NOON)
    days = (date(2026, 9, 1) + timedelta(weeks=week // 4, days=week % 4) for week in range(10_000))

    for text in ("releaseday balance", "releaseday log {day} workshop"):
        await _ratio(core, g.store, text, days)


async def _ratio(core: Core, store: Store, text: str, days: Iterator[date]) -> None:
    """A turn, and what it sends to the database, sent once more by the bare driver."""

    async def turn() -> None:
        await core.handle(_typed(account("sam"), text.format(day=in_words(next(days)))))

    await turn()  # the first turn adds what the others change, such as how the conversation stands
    with recorded(store) as sent:
        await turn()
    file = make_url(store.url).database or ""
    writes = any(not statement.startswith("SELECT") for statement, _ in sent)
    with closing(sqlite3.connect(file, isolation_level=None)) as driver:
        for pragma in PRAGMAS:
            driver.execute(pragma)

        async def bare() -> None:
            if writes:
                driver.execute("BEGIN IMMEDIATE")
            for statement, values in sent:
                driver.execute(statement, values).fetchall()
            if writes:
                driver.execute("COMMIT")

        through, alone = await _spent(turn), await _spent(bare)
    print(
        f"{text.replace('{day}', 'DAY')}: {through:.2f} ms; its {len(sent)} statements alone, by the bare driver, "
        f"{alone:.2f} ms: {through / alone:.1f} times"
    )


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
