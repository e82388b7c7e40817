"""A spreadsheet sent in Teams: fetched from where Microsoft keeps files, and from nowhere else."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from adapters.console.ask import SetClock
from adapters.teams.activity_codec import InboundActivity
from adapters.teams.dropped_files import DOWNLOAD, TeamsDroppedFiles, files_in
from bot.core.dispatcher import Core
from bot.core.dropped_file import LARGEST, FileNotRead, FileTooLarge
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.fakes.microsoft import TENANT
from tests.support.ground import NOON, account, ground
from tests.support.teams_world import world

FILES = {"small": b"Name,E-mail\n", "large": b"x" * (LARGEST + 1)}


def sent(url: str) -> dict[str, object]:
    return {"contentType": DOWNLOAD, "name": "a.csv", "content": {"downloadUrl": url, "fileType": "csv"}}


@pytest.fixture
async def shelf() -> AsyncIterator[str]:
    """Where files lie; its address."""

    async def give(request: web.Request) -> web.Response:
        body = FILES.get(request.match_info["name"])
        return web.Response(body=body) if body else web.Response(status=404)

    app = web.Application()
    app.router.add_get("/{name}", give)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def fetched(url: str, *, local: bool = True) -> bytes:
    activity = InboundActivity()
    activity.raw = {"attachments": [sent(url)]}
    async with aiohttp.ClientSession() as session:
        file = TeamsDroppedFiles(session, local=local).of(activity)
        assert file is not None
        return await file.fetch()


async def test_a_file_is_read_whole_or_not_at_all(shelf: str) -> None:
    assert await fetched(f"{shelf}/small") == FILES["small"]
    with pytest.raises(FileTooLarge):
        await fetched(f"{shelf}/large")
    with pytest.raises(FileNotRead):
        await fetched(f"{shelf}/gone")


@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/x", "https://sharepoint.com.evil.example/x", "http://contoso.sharepoint.com/x", ""],
)
async def test_nothing_is_fetched_from_elsewhere(url: str) -> None:
    with pytest.raises(FileNotRead):
        await fetched(url)


async def test_this_machine_is_asked_only_in_development(shelf: str) -> None:
    with pytest.raises(FileNotRead):
        await fetched(f"{shelf}/small", local=False)


async def test_it_comes_with_the_activity_and_a_bad_link_is_said(
    core: Core, store: Store, clock: SetClock
) -> None:
    clock.moment = NOON
    g = await ground(store)
    code = await Codes(store).make(g.lead.id, None, NOON)
    async with world(core, store, clock) as w:
        await Codes(store).redeem(code.words, account("aad-sam", TENANT, "teams"), NOON)
        person = w.person()
        activity = {**person.message(""), "attachments": [sent("https://evil.example/x")]}
        assert files_in(activity)[0]["content"] == {"downloadUrl": "https://evil.example/x"}
        await person.send(activity)
        assert "couldn't fetch that file" in str(w.teams.said[-1].body)
