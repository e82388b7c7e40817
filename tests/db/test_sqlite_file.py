"""A SQLite file on the event loop: what is cancelled or fails is undone, and leaves the connection usable."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import OperationalError

from adapters.inbox_tables import SeenEventRow
from bot.db.engine import sqlite_file
from bot.db.store import Store
from tests.support.ground import NOON

EVENTS = select(func.count()).select_from(SeenEventRow)


def event(key: str) -> dict[str, object]:
    return {"platform": "slack", "key": key, "at": NOON}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'mastery.db'}"


async def test_what_raises_is_undone_and_the_next_goes_on(url: str) -> None:
    store = await Store.open(url)
    with pytest.raises(ZeroDivisionError):
        async with store.writing() as connection:
            await connection.execute(insert(SeenEventRow), event("one"))
            raise ZeroDivisionError
    async with store.writing() as connection:
        await connection.execute(insert(SeenEventRow), event("two"))
    async with store.reading() as reading:
        assert (await reading.execute(EVENTS)).scalar_one() == 1
    await store.close()


@pytest.mark.parametrize("steps", range(8))
async def test_whoever_is_cancelled_at_any_step_leaves_nothing_half_done(url: str, steps: int) -> None:
    store = await Store.open(url)

    async def both() -> None:
        async with store.writing() as connection:
            await connection.execute(insert(SeenEventRow), event("one"))
            await asyncio.sleep(0)
            await connection.execute(insert(SeenEventRow), event("two"))

    task = asyncio.create_task(both())
    for _ in range(steps):
        await asyncio.sleep(0)
    if task.cancel():  # else the thread that commits was quick, and it has ended
        with pytest.raises(asyncio.CancelledError):
            await task
    async with store.writing() as connection:
        assert (await connection.execute(EVENTS)).scalar_one() in (0, 2)
    await store.close()


async def test_a_reader_can_change_nothing(url: str) -> None:
    store = await Store.open(url)
    reader = sqlite_file(url, changes=False)
    with pytest.raises(OperationalError, match="readonly"):
        await reader.execute(insert(SeenEventRow), event("one"))
    reader.close()
    await store.close()
