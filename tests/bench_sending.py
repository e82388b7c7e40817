"""`make bench`, the sending: beside the platform's bare rate; a tick beside its SQL; memory while much drains."""

import asyncio
import gc
import shutil
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from bot.activity import Address
from bot.reply import Reply, Text
from bot.store import Store
from bot.store.records_outbox import Status
from scheduler import local
from scheduler.deliver import IN_FLIGHT, Desk
from scheduler.fanout import plan_and_fan_out
from scheduler.ports import Outcome, Sender, Sent
from scheduler.rules import Rules
from scheduler.words import words
from tests.crowd import announce, crowd, plan_residential
from tests.fakes.platform import FakePlatform
from tests.fakes.receiver import Posting, receiving
from tests.stores import recorded

DUE = datetime(2026, 12, 1, 8, tzinfo=UTC)
RESIDENTIAL = date(2026, 12, 8)  # a week after DUE
RULES = Rules(residential=(7,))
SENT, CROWDS, MANY = 2_000, (1_000, 10_000), 10_000


async def main() -> None:
    with TemporaryDirectory() as folder:
        async with receiving() as url, aiohttp.ClientSession() as session:
            platform = Posting(session, url, "slack", can_look=True)
            bare = await _bare(platform)
            print(f"the platform alone, {IN_FLIGHT} at once: {bare:.0f} messages a second")
            for what in ("announcement", "reminder"):
                rate = await _rate(Path(folder) / f"{what}.db", what, platform)
                print(f"sending one {what} to {SENT} people: {rate:.0f} a second, {rate / bare:.2f} of that")
        for size in CROWDS:
            await _tick(Path(folder) / f"{size}.db", size)
        await _drained(Path(folder) / f"{MANY // 1000 * 1000}.db")


async def _bare(platform: Sender) -> float:
    """The same client and as many at once, without any records."""
    numbers = iter(range(SENT))
    reply = Reply((Text("x"),), "announcement")

    async def post() -> None:
        for number in numbers:
            await platform.send({}, reply, f"bare-{number}")

    started = time.perf_counter()
    await asyncio.gather(*(post() for _ in range(IN_FLIGHT)))
    return SENT / (time.perf_counter() - started)


async def _rate(file: Path, what: str, platform: Sender) -> float:
    store = await Store.open(f"sqlite+aiosqlite:///{file}")
    g = await crowd(store, SENT)
    if what == "announcement":
        await announce(g, DUE)
    else:
        await plan_residential(g, RESIDENTIAL)
    await plan_and_fan_out(store, RULES, DUE)
    desk = Desk(store, {"slack": platform}, words, lambda: DUE, Random(1))
    started = time.perf_counter()
    await local.drain(desk, SENT)
    spent = time.perf_counter() - started
    assert (await store.sending.tally())[Status.SENT] == SENT
    await store.close()
    return SENT / spent


async def _tick(file: Path, size: int) -> None:
    """The fan-out of a reminder to everybody, and the same statements by the bare driver on a copy."""
    store = await Store.open(f"sqlite+aiosqlite:///{file}")
    g = await crowd(store, size)
    await plan_residential(g, RESIDENTIAL)
    await plan_and_fan_out(store, RULES, DUE - timedelta(days=3))
    await store.close()
    copy = shutil.copy(file, file.with_suffix(".copy"))
    store = await Store.open(f"sqlite+aiosqlite:///{file}")
    with recorded(store) as sent:
        spent, longest = await _spent(lambda: plan_and_fan_out(store, RULES, DUE))
    idle, _ = await _spent(lambda: plan_and_fan_out(store, RULES, DUE))
    await store.close()
    inserts = [(sql, values) for sql, values in sent if sql.startswith("INSERT INTO delivery")]
    bare = _by_the_driver(Path(copy), inserts)
    print(
        f"a tick that is due to {size:6} people: {spent:.0f} ms of CPU, its SQL alone {bare:.0f} ms; "
        f"the loop is held {longest:.0f} ms at most; nothing due: {idle:.0f} ms"
    )


async def _spent(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Milliseconds of CPU, and for how many the loop was held at the longest."""
    longest, last = 0.0, time.perf_counter()

    async def watch() -> None:
        nonlocal longest, last
        while True:
            await asyncio.sleep(0)
            longest, last = max(longest, time.perf_counter() - last), time.perf_counter()

    watching = asyncio.ensure_future(watch())
    await asyncio.sleep(0)
    longest, started = 0.0, time.process_time()
    await work()
    spent = time.process_time() - started
    watching.cancel()
    return spent * 1e3, longest * 1e3


def _by_the_driver(file: Path, statements: list[tuple[str, Any]]) -> float:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        started = time.process_time()
        for sql, values in statements:
            database.execute("BEGIN IMMEDIATE")
            database.execute(sql, values)
            database.execute("COMMIT")
        return (time.process_time() - started) * 1e3


class Nobody(FakePlatform):
    """Takes everything and remembers nothing, so that what grows is ours."""

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:  # noqa: ARG002
        return Sent(token)


async def _drained(file: Path) -> None:
    """What a tick has left for so many people goes out to nobody; memory a tenth of the way and at the end."""
    store = await Store.open(f"sqlite+aiosqlite:///{file}")
    desk = Desk(store, {"slack": Nobody()}, words, lambda: DUE, Random(1))
    sizes, handled = list[float](), 0
    started = time.perf_counter()
    while some := await local.drain(desk):
        handled += some
        if handled % (MANY // 10) < some:
            gc.collect()
            sizes.append(_memory())
    spent = time.perf_counter() - started
    await store.close()
    print(
        f"{handled} deliveries drained to nobody in {spent:.0f} s: {sizes[0]:.0f} MB after a tenth of them, "
        f"{sizes[-1]:.0f} MB after all"
    )


def _memory() -> float:
    """MB that the process holds now."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    asyncio.run(main())
