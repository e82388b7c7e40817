"""The bot's servers as processes, the database under them, and everything outside on loopback."""

import asyncio
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import aiohttp

from bot.db.migrations import upgrade
from bot.db.store import Store
from tests.drill.weather import Outside, outside
from tests.support import postgres as pg
from tests.support.fakes.slack import TOKEN
from tests.support.slack_rig import SECRET
from tests.support.teams_world import ENVIRONMENT

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 400.0  # seconds; a busy machine takes long to load the model
UPGRADING = asyncio.Lock()  # Alembic does one at a time
SQLITE, POSTGRES = "SQLite", "PostgreSQL x 2"


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@dataclass
class Server:
    """One `mastery serve`. most_files: how many it may open; none is the machine's own limit."""

    environment: dict[str, str]
    log: Path
    most_files: int | None = None
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None

    async def start(self) -> float:
        """Returns the seconds until it listens."""
        began, before = monotonic(), self.written
        limit = partial(_limit, self.most_files) if self.most_files else None
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: ASYNC220  it begins at once
                [sys.executable, "-m", "tests.drill.server"],
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env={**os.environ, **self.environment, "PORT": str(self.port)},
                preexec_fn=limit,  # noqa: PLW1509  it asks for nothing that another thread may hold
            )
        while b"Listening on" not in self.log.read_bytes()[before:]:
            if not self.lives or monotonic() - began > STARTS_WITHIN:
                raise RuntimeError(f"a server did not start:\n{self.log.read_text(errors='replace')[-2000:]}")
            await asyncio.sleep(0.05)
        return monotonic() - began

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    async def terminate(self) -> None:
        """SIGTERM, and wait until it has ended."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        while self.lives:  # noqa: ASYNC110  a look now and then is enough
            await asyncio.sleep(0.05)

    @property
    def written(self) -> int:
        """Bytes of log."""
        return self.log.stat().st_size if self.log.exists() else 0


@dataclass
class World:
    """`database`: the PostgreSQL server, or None where it is a file. `folder` is where the database lies."""

    engine: str
    folder: Path
    url: str
    outside: Outside
    servers: list[Server]
    session: aiohttp.ClientSession
    clock: Path
    database: pg.Server | None = None

    async def start(self) -> float:
        return max(await asyncio.gather(*(one.start() for one in self.servers)))

    def kill(self) -> None:
        for one in self.servers:
            one.kill()

    async def terminate(self) -> None:
        await asyncio.gather(*(one.terminate() for one in self.servers))

    async def ready(self, server: int = 0) -> int:
        """What /readyz says; 0 when it says nothing within two seconds."""
        try:
            async with self.session.get(
                f"{self.servers[server].url}/readyz", timeout=aiohttp.ClientTimeout(total=2)
            ) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0

    @property
    def log_kb(self) -> float:
        """Of the server that wrote most."""
        return max(one.written for one in self.servers) / 1000


@asynccontextmanager
async def world(
    engine: str, *, folder: Path | None = None, most_files: int | None = None, started: bool = True
) -> AsyncIterator[World]:
    """A new one, its servers running if `started`; everything is gone when the block ends.

    folder: where the database is to lie, such as on a small disk.
    """
    with ExitStack() as stack:
        logs = Path(stack.enter_context(TemporaryDirectory(prefix="mastery-drill-")))
        where = folder or logs
        database = None
        if engine == POSTGRES:
            database = await asyncio.to_thread(stack.enter_context, pg.own_server(folder=folder))
            await asyncio.to_thread(pg.run, database.folder, "CREATE DATABASE drill")
            url = pg.url(database.folder, "drill")
        else:
            url = f"sqlite+aiosqlite:///{where}/drill.db"
        async with UPGRADING:  # in a thread, or the platforms of a drill beside this one would hang
            await asyncio.to_thread(upgrade, url)
        clock = logs / "clock"
        clock.write_text("0")
        async with outside() as there, aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            given = {
                **ENVIRONMENT,
                "DATABASE_URL": url,
                "SLACK_BOT_TOKEN": TOKEN,
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_API_URL": f"{there.slack.url}/api/",
                "DRILL_MICROSOFT": there.microsoft.url,
                "DRILL_CLOCK": str(clock),
            }
            number = 2 if engine == POSTGRES else 1
            servers = [Server(given, logs / f"server-{n}.log", most_files) for n in range(number)]
            one = World(engine, where, url, there, servers, session, clock, database)
            try:
                if started:
                    await one.start()
                yield one
            finally:
                for server in servers:
                    if server.lives:
                        server.kill()


@asynccontextmanager
async def opened(world: World) -> AsyncIterator[Store]:
    """The records, as whoever drills reads and writes them."""
    store = await Store.open(world.url)
    try:
        yield store
    finally:
        await store.close()


def _limit(most: int) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
