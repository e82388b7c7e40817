"""The process dies at every commit, call and job on PostgreSQL: nothing is lost, and nothing is sent twice."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.db.store import Store
from scheduler.postgres_engine import make_tables
from tests.support import postgres as pg
from tests.support.crashing import Fate, calm, wrong
from tests.support.crashing_on_a_server import OnServer
from tests.support.stores import Made

__all__ = ["calm"]


@pytest.mark.parametrize("every", [29, pytest.param(1, marks=pytest.mark.slow)])
async def test_a_crash_at_every_point_and_around_every_job_loses_and_doubles_nothing(
    calm: tuple[Fate, int], made: Made, tmp_path: Path, every: int
) -> None:
    meant, _ = calm
    with made.postgresql(tmp_path) as url:
        store = await Store.open(url)
        await make_tables(store)
        await store.close()
        world, tables = OnServer(url=url), pg.tables(made.folder, name_of(url))
        assert wrong(world, await world.live(), meant) == ""
        for point in range(1, world.points + 1, every):
            await emptied(made, url, tables)
            world = OnServer(frozenset({point}), url)
            assert wrong(world, await world.live(), meant) == "", f"crash at {point}"


async def emptied(made: Made, url: str, tables: list[str]) -> None:
    """As soon as the server has seen that the dead ones' connections are closed."""
    async with asyncio.timeout(60):
        while not await asyncio.to_thread(pg.emptied, made.folder, name_of(url), tables):
            pass


def name_of(url: str) -> str:
    return make_url(url).database or ""
