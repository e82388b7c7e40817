"""`make bench`, the sending: beside the platform's bare rate; a tick beside its SQL; memory while much drains."""

import asyncio
import gc
import shutil
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from adapters.slack.pace import ChannelPace
from adapters.slack.sender import SlackSender
from adapters.slack.web_api import WebApiClient
from adapters.slack.workspaces import Workspace, Workspaces
from bot.core.activity import Address
from bot.core.clock import system
from bot.core.reminder_rules import Rules
from bot.core.reply import Reply, Text
from bot.db.store import Store
from bot.delivery.domain import DeliveryStatus
from bot.delivery.leases import Leases
from scheduler import local_engine
from scheduler.delivery_context import IN_FLIGHT, DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from scheduler.ports import Outcome, PlatformSender, Sent
from tests.support.crowd import TEXT, announce, crowd, plan_residential
from tests.support.fakes.platform import FakePlatform
from tests.support.fakes.receiver import ReceivedPost, receiving
from tests.support.fakes.slack import TEAM, TOKEN, FakeSlack
from tests.support.stores import recorded
from tests.support.transcript import IN_MEMORY

DUE = datetime(2026, 12, 1, 8, tzinfo=UTC)
RESIDENTIAL = date(2026, 12, 8)  # a week after DUE
RULES = Rules(residential=(7,))
SENT, CROWDS, MANY = 2_000, (1_000, 10_000, 100_000), 100_000
DRAINED = 30_000  # of the many; all of them take five minutes and show no more


async def main() -> None:
    with TemporaryDirectory() as folder:
        async with receiving() as url, aiohttp.ClientSession() as session:
            await _beside("loopback", ReceivedPost(session, url, "slack", can_look=True), Path(folder))
        async with _slack() as url:
            wire, workspaces = WebApiClient(f"{url}/api/"), Workspaces(Store(IN_MEMORY), system)
            workspaces.own = Workspace(TEAM, TOKEN)
            await _beside("Slack’s own", SlackSender(wire, workspaces, ChannelPace(time.monotonic)), Path(folder))
            await wire.close()
        for size in CROWDS:
            await _tick(Path(folder) / f"{size}.db", size)
        await _drained(Path(folder) / f"{MANY}.db")


async def _beside(name: str, platform: PlatformSender, folder: Path) -> None:
    """The same client and as many at once, with records and without; the CPU is that of this process."""
    bare, spent = await _bare(platform)
    print(f"{name} client alone, {IN_FLIGHT} at once: {bare:.0f} messages a second, {spent:.2f} ms of CPU each")
    for what in ("announcement", "reminder"):
        rate, more = await _rate(folder / f"{name[0]}{what}.db", what, platform)
        print(
            f"  one {what} to {SENT} people: {rate:.0f} a second ({rate / bare:.2f} of that), "
            f"{more:.2f} ms of CPU each ({spent / more:.2f} of that)"
        )


async def _bare(platform: PlatformSender) -> tuple[float, float]:
    """Messages a second, and milliseconds of CPU for each, without any records."""
    numbers = iter(range(SENT))
    reply = Reply((Text(TEXT),), "announcement")

    async def post() -> None:
        for number in numbers:
            await platform.send({"user": f"U{number}"}, reply, f"bare-{number}")

    async def all_of_them() -> None:
        await asyncio.gather(*(post() for _ in range(IN_FLIGHT)))

    return await _timed(all_of_them)


async def _timed(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    started, cpu = time.perf_counter(), time.process_time()
    await work()
    return SENT / (time.perf_counter() - started), (time.process_time() - cpu) / SENT * 1e3


async def _rate(file: Path, what: str, platform: PlatformSender) -> tuple[float, float]:
    store = await Store.open(f"sqlite+aiosqlite:///{file}")
    g = await crowd(store, SENT)
    if what == "announcement":
        await announce(g, DUE)
    else:
        await plan_residential(g, RESIDENTIAL)
    await plan_and_fan_out(store, RULES, DUE)
    desk = DeliveryContext(store, {"slack": platform}, lambda: DUE, Random(1))
    found = await _timed(lambda: local_engine.drain(desk, SENT))
    assert (await Leases(store).tally())[DeliveryStatus.SENT] == SENT
    await store.close()
    return found


@asynccontextmanager
async def _slack() -> AsyncIterator[str]:
    """The address of Slack's fake in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.sending", "slack"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


async def _be_slack() -> None:
    async with FakeSlack().running() as slack:
        print(slack.url, flush=True)
        await asyncio.Event().wait()


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
    desk = DeliveryContext(store, {"slack": Nobody()}, lambda: DUE, Random(1))
    sizes, handled = list[float](), 0
    started = time.perf_counter()
    while handled < DRAINED and (some := await local_engine.drain(desk)):
        handled += some
        if handled % (DRAINED // 10) < some:
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
    asyncio.run(_be_slack() if sys.argv[1:] == ["slack"] else main())
