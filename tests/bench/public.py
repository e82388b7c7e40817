"""The public page beside a bare aiohttp handler that sends a page as long, in one run on one machine.

Server and load are a process each on shared cores; so the server's own processor time is given, too. Each of ten
thousand visitors asks one of the scored questions; the memory that they cost is the server's growth in between.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientSession, TCPConnector, web

from adapters.serve import freeze_gc
from adapters.web.public import PublicPage
from adapters.web.rate_limit import RateLimit
from adapters.web.server import application, listening
from bot.bootstrap import build
from bot.core import clock
from bot.core.settings_sections import WebSettings
from bot.db.store import Store
from knowledge.load import load
from tests.bench.slack import Served
from tests.support.paths import COHORT
from tests.support.scoring import QUESTIONS, read
from tests.support.transcript import CACHE_DIR

VISITORS, WARM_UP, AT_ONCE = 10_000, 500, 20
LENGTH = 2_400  # bytes of a page, about as long as an answer's
NO_LIMIT = 10**9


@dataclass
class PublicFigures:
    """`cpu`: milliseconds of the server's own processor time a question. `grown`: megabytes of the server."""

    a_second: float
    median: float
    p99: float
    cpu: float
    grown: float


async def bare(port_file: Path) -> None:
    async def page(request: web.Request) -> web.Response:
        return web.Response(text=request.query["q"] + "x" * LENGTH, content_type="text/html")

    app = web.Application()
    app.router.add_get("/ask", page)
    await _serve(app, port_file)


async def bot(port_file: Path) -> None:
    """Over a database in a file, whose tables must stay as empty as they are."""
    store = await Store.open(f"sqlite+aiosqlite:///{port_file.parent}/public.db")
    core = build(load(COHORT), store, clock.system, CACHE_DIR)
    limit = RateLimit(time.monotonic, for_all=NO_LIMIT)
    page = PublicPage(core, WebSettings(ask=True, behind_proxy=True), limit)
    freeze_gc()
    await _serve(application([], {}, public=page), port_file)
    await store.close()


async def _serve(app: web.Application, port_file: Path) -> None:
    async with listening(app, "127.0.0.1", 0) as port:
        port_file.write_text(str(port))
        await asyncio.to_thread(sys.stdin.read)


@asynccontextmanager
async def served(which: str, folder: Path) -> AsyncIterator[Served]:
    port_file = folder / f"{which}.port"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.public", which, str(port_file), stdin=asyncio.subprocess.PIPE
    )
    assert process.stdin
    while not port_file.exists() or not port_file.read_text():
        assert process.returncode is None
        await asyncio.sleep(0.05)
    yield Served(f"http://127.0.0.1:{port_file.read_text()}", process.pid)
    process.stdin.close()
    await process.wait()


async def measured(session: ClientSession, server: Served, asked: Sequence[str], visitors: int) -> PublicFigures:
    took = list[float]()
    numbers = iter(range(visitors + WARM_UP))

    async def one_after_another() -> None:
        for number in numbers:
            began = time.perf_counter()
            headers = {"X-Forwarded-For": f"2001:db8::{number:x}"}
            query = {"q": asked[number % len(asked)]}
            async with session.get(f"{server.url}/ask", params=query, headers=headers) as answer:
                assert answer.status == 200
                await answer.read()
            took.append(time.perf_counter() - began)
            if len(took) == WARM_UP:
                started.append((time.perf_counter(), server.cpu(), memory(server.pid)))

    started = list[tuple[float, float, float]]()
    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
    (at, cpu, before) = started[0]
    lasted, counted = time.perf_counter() - at, sorted(took[WARM_UP:])
    return PublicFigures(
        visitors / lasted,
        1_000 * counted[len(counted) // 2],
        1_000 * counted[int(0.99 * len(counted))],
        1_000 * (server.cpu() - cpu) / visitors,
        memory(server.pid) - before,
    )


def memory(pid: int) -> float:
    """Megabytes that the process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


async def rows(folder: Path) -> int:
    """That all tables hold together, but for the deployment's own name."""
    from sqlalchemy import func, select  # noqa: PLC0415  SQL is slow to import

    from bot.db import schema  # noqa: PLC0415

    store = await Store.open(f"sqlite+aiosqlite:///{folder}/public.db")
    tables = [one for one in schema.metadata().sorted_tables if one.name != "deployment"]
    async with store.transaction() as connection:
        counts = [
            (await connection.execute(select(func.count()).select_from(one))).scalar() or 0 for one in tables
        ]
    await store.close()
    return sum(counts)


async def main(visitors: int = VISITORS) -> None:
    asked = [one.q for one in read(QUESTIONS / "open.jsonl")]
    with TemporaryDirectory(prefix="mastery-bench-") as name:
        folder = Path(name)
        async with ClientSession(connector=TCPConnector(limit=0)) as session:
            async with served("bare", folder) as server:
                plain = await measured(session, server, asked, visitors)
            async with served("bot", folder) as server:
                ours = await measured(session, server, asked, visitors)
        left = await rows(folder)
    print(f"\nThe public page, {visitors:,} visitors with a question each, {AT_ONCE} at once")
    print(f"{'':24}{'a second':>10}{'median ms':>11}{'p99 ms':>9}{'CPU ms':>8}{'grown MB':>10}")
    for said, one in (("bare aiohttp", plain), ("this page", ours)):
        print(f"{said:24}{one.a_second:10.0f}{one.median:11.1f}{one.p99:9.1f}{one.cpu:8.2f}{one.grown:10.1f}")
    print(f"Rows left in the database: {left}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        asyncio.run({"bare": bare, "bot": bot}[sys.argv[1]](Path(sys.argv[2])))
    else:
        asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else VISITORS))
