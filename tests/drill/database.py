"""The database stops, hangs, is locked, or its disk is full, while people write and messages wait."""

import asyncio
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

from tests.drill.people import Crowd
from tests.drill.report import Limits, Row, counted, sending_again, watched
from tests.drill.world import POSTGRES, SQLITE, World, world

AFTER = 3.0  # seconds of traffic before and after
Fault = Callable[[World], Awaitable[None]]


RESUMES, NOTICED = 30.0, 10.0  # seconds: from the database's return, and from its going, at the most


async def _during(fault: str, w: World, begin: Fault, seconds: float, end: Fault) -> Row:
    """People write before, during and after; messages are under way when it begins."""
    crowd = Crowd(w)
    await crowd.enrol(10)
    await crowd.leave([f"UA{n}" for n in range(30)], "slack")
    await crowd.leave([f"a{n}" for n in range(10)], "teams")
    async with watched(w) as watch, crowd.writing(every=0.7):
        await asyncio.sleep(AFTER)
        began = monotonic()
        await begin(w)
        await asyncio.sleep(seconds)
        await end(w)
        recovered = await sending_again(crowd)
        await asyncio.sleep(AFTER)
    unready = watch.unready_at - began if watch.unready_at is not None else None
    limits = Limits(unready=NOTICED if seconds > NOTICED else None, recovered=RESUMES, not_known=0)
    return await counted(fault, crowd, unready=unready, recovered=recovered, limits=limits)


async def _stop(w: World) -> None:
    assert w.database is not None
    await asyncio.to_thread(w.database.stop)


async def _start(w: World) -> None:
    assert w.database is not None
    await asyncio.to_thread(w.database.start)


async def _freeze(w: World) -> None:
    assert w.database is not None
    w.database.freeze()


async def _thaw(w: World) -> None:
    assert w.database is not None
    w.database.thaw()


async def stopped(engine: str, *, seconds: float) -> Row:
    async with world(engine) as w:
        return await _during(f"database stopped {seconds:.0f} s", w, _stop, seconds, _start)


async def hung(engine: str) -> Row:
    async with world(engine) as w:
        return await _during("database hung 45 s", w, _freeze, 45, _thaw)


async def locked(engine: str) -> Row:
    """Somebody else holds the SQLite file, as a shell does in which a transaction was left open."""
    async with world(engine) as w:
        with closing(_shell(w.folder)) as other:

            async def lock(_w: World) -> None:
                await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")

            async def unlock(_w: World) -> None:
                other.execute("ROLLBACK")

            return await _during("file locked 28 s", w, lock, 28, unlock)


def _shell(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "drill.db", timeout=10, isolation_level=None, check_same_thread=False)


async def full_disk(engine: str) -> Row:
    async with _small_disk(8 if engine == SQLITE else 200) as folder, world(engine, folder=folder) as w:
        ballast = folder / "ballast"

        async def fill(_w: World) -> None:
            await asyncio.to_thread(_fill, ballast)

        async def make_room(_w: World) -> None:
            ballast.unlink()
            if engine == POSTGRES and not _lives(w):
                await _start(w)

        return await _during("disk full 20 s", w, fill, 20, make_room)


def _lives(w: World) -> bool:
    return w.database is not None and w.database.lives


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(64 * 1024))
        except OSError:
            return


@asynccontextmanager
async def _small_disk(megabytes: int) -> AsyncIterator[Path]:
    with _mounted(megabytes) as folder:
        yield folder


@contextmanager
def _mounted(megabytes: int) -> Iterator[Path]:
    """A disk in memory. It takes root; without it this raises, and the drill says so."""
    folder = Path(mkdtemp(prefix="mastery-disk-"))
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
    finally:
        folder.rmdir()


FAULTS = {
    "database-stopped-3": (partial(stopped, seconds=3), (POSTGRES,)),
    "database-stopped-45": (partial(stopped, seconds=45), (POSTGRES,)),
    "database-stopped-120": (partial(stopped, seconds=120), (POSTGRES,)),
    "database-hung": (hung, (POSTGRES,)),
    "file-locked": (locked, (SQLITE,)),
    "disk-full": (full_disk, (SQLITE, POSTGRES)),
}
