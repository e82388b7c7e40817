"""Files behind links: signed, short-lived, served by any process, and readable by nobody without the link."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from sqlalchemy import func, select

from adapters.console.ask import SetClock
from adapters.handed_file_tables import LINKS_LAST, HandedFileRow
from adapters.teams.files import GONE, LARGEST
from bot.core.reply import File, Picture, Reply, Text
from bot.db.retention import Retention
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.fakes.teams_client import buttons
from tests.support.ground import NOON
from tests.support.made_up_bot import Answering
from tests.support.stores import store, url
from tests.support.teams_world import TeamsWorld, world

__all__ = ["store", "url"]
NAMES = "Name,E-mail\r\nSam Patel,sam@school.example\r\n"
SHEET = File("fenland cohort 12.csv", NAMES.encode(), "text/csv", "Fenland, Cohort 12: 1 specialist")
LARGE = File("large.csv", b"x" * (LARGEST + 1), "text/csv", "Far too much")
PICTURE = Picture(b"\x89PNG" + bytes(40_000), "How everybody stands")
REPLIES = {
    "export": Reply((SHEET,), "cohort_export"),
    "both": Reply((SHEET, PICTURE), "x"),
    "large": Reply((LARGE,), "x"),
    "none": Reply((Text("no file"),), "x"),
}
Worlds = Callable[[], AbstractAsyncContextManager[TeamsWorld]]


@pytest.fixture
def worlds(knowledge: Knowledge, search: Search, store: Store, clock: SetClock) -> Worlds:
    """Processes over the same records, one for each call."""
    clock.moment = NOON
    return lambda: world(Answering(dict(REPLIES)).core(knowledge, search, store, clock), store, clock)


async def link_of(w: TeamsWorld, words: str = "export") -> str:
    status, _ = await w.person().send(w.person().message(words))
    assert status == 200
    card = w.teams.said[-1].body["attachments"][0]["content"]
    return next((one["url"] for one in buttons(card) if one["type"] == "Action.OpenUrl"), "")


async def fetched(w: TeamsWorld, link: str) -> tuple[int, bytes, Any]:
    """What a process answers to the link, which names another one's port."""
    async with aiohttp.ClientSession() as anybody, anybody.get(w.bot + urlsplit(link).path) as answer:
        return answer.status, await answer.read(), answer.headers


async def rows(store: Store) -> list[Any]:
    async with store.transaction() as connection:
        return list((await connection.execute(select(HandedFileRow.__table__))).all())  # type: ignore[attr-defined]


async def test_any_process_serves_a_file_and_so_does_one_that_was_started_since(worlds: Worlds) -> None:
    async with worlds() as one, worlds() as other:
        link = await link_of(one)
        for process in (one, other):
            status, content, headers = await fetched(process, link)
            assert (status, content) == (200, NAMES.encode())
            assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''fenland%20cohort%2012.csv"
            assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    async with worlds() as later:
        assert (await fetched(later, link))[0] == 200


async def test_a_link_ends_after_fifteen_minutes_and_says_so(worlds: Worlds, clock: SetClock) -> None:
    assert timedelta(minutes=15) == LINKS_LAST
    async with worlds() as w:
        link = await link_of(w)
        clock.moment += LINKS_LAST - timedelta(seconds=1)
        assert (await fetched(w, link))[0] == 200
        clock.moment += timedelta(seconds=1)
        assert (await fetched(w, link))[:2] == (404, GONE.encode())


async def test_a_link_that_is_changed_anywhere_is_not_ours_and_costs_no_look_at_the_records(
    worlds: Worlds, store: Store
) -> None:
    async with worlds() as w:
        link = await link_of(w)
        until, secret, signed = link.rpartition("/")[2].split(".")
        longer = str(int(until) + 3600)
        async with store.writing() as connection:
            await connection.execute(HandedFileRow.__table__.delete())  # type: ignore[attr-defined]
        for token in (
            f"{longer}.{secret}.{signed}",
            f"{until}.{secret[:-1]}.{signed}",
            f"{until}.{secret}.{signed[:-1]}",
            f"{until}.{secret}",
            f"{until}.{secret}.",
            f"+{until}.{secret}.{signed}",
            f"{until}.{secret}.{signed}é",
            "9" * 400,
            "..",
            "x",
        ):
            assert (await fetched(w, f"{w.bot}/files/{token}"))[0] == 404, token


async def test_without_the_link_nobody_reads_the_file(worlds: Worlds, store: Store) -> None:
    async with worlds() as w:
        link = await link_of(w)
        kept = str(await rows(store))
        secret = link.split(".")[-2]
        for told in ("Sam", "patel", "fenland", secret):
            assert told not in kept


async def test_what_has_ended_is_deleted_with_the_next_file_and_by_the_daily_purge(
    worlds: Worlds, store: Store, clock: SetClock
) -> None:
    async with worlds() as w:
        await link_of(w)
        clock.moment += LINKS_LAST
        await link_of(w)
        assert len(await rows(store)) == 1
    assert await Retention(store).purge(clock.moment + LINKS_LAST) >= 1
    async with store.transaction() as connection:
        count = select(func.count()).select_from(HandedFileRow)
        assert (await connection.execute(count)).scalar() == 0


async def test_a_picture_has_a_link_too_and_what_is_too_large_or_no_file_has_none(
    worlds: Worlds, store: Store
) -> None:
    async with worlds() as w:
        await link_of(w, "both")
        assert len(await rows(store)) == 2
        assert await link_of(w, "large") == ""
        await w.person().type("none")
        assert len(await rows(store)) == 2
