"""What the bot behind Slack's wire is held against: bolt's own way, as its documentation has it.

`bare` acknowledges a command and says nothing. `replying` does what a command or a question takes at the least:
it acknowledges, reads one row and posts a reply.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiosqlite
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.web.server import listening
from tests.support.fakes.slack import BOT_USER, TEAM, TOKEN
from tests.support.slack_rig import SECRET

Ack = Callable[[], Awaitable[object]]
Say = Callable[[str], Awaitable[object]]
ROW = "SELECT said FROM balance WHERE user = ?"


async def bare(port_file: Path, _api: str) -> None:
    app = _app()

    @app.command("/releaseday")
    async def acknowledged(ack: Ack) -> None:
        await ack()

    await serve(_behind(app), port_file)


async def replying(port_file: Path, api: str) -> None:
    app = _app(AsyncWebClient(base_url=api))
    async with aiosqlite.connect(port_file.parent / "peer.db") as database:
        await database.execute("CREATE TABLE balance (user TEXT PRIMARY KEY, said TEXT)")
        await database.executemany(
            "INSERT INTO balance VALUES (?, ?)", [(f"U{number}", "3 of 7 days") for number in range(1_000)]
        )

        async def read(user: str) -> str:
            async with database.execute(ROW, (user,)) as found:
                row = await found.fetchone()
            return str(row[0]) if row else "nothing"

        @app.command("/releaseday")
        async def answered(ack: Ack, respond: Say, body: dict[str, Any]) -> None:
            await ack()
            await respond(await read(body["user_id"]))

        @app.event("message")
        async def said(event: dict[str, Any], say: Say) -> None:
            await say(await read(event["user"]))

        await serve(_behind(app), port_file)


def _app(client: AsyncWebClient | None = None) -> AsyncApp:
    return AsyncApp(signing_secret=SECRET, authorize=_authorized, logger=logging.getLogger("bare"), client=client)


async def _authorized() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=TOKEN, bot_user_id=BOT_USER, bot_id="B1")


def _behind(app: AsyncApp) -> web.Application:
    async def take(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", take)
    return server


async def serve(app: web.Application, port_file: Path) -> None:
    """Until the one who started this ends its input."""
    async with listening(app, "127.0.0.1", 0) as port:
        port_file.write_text(str(port))
        await asyncio.to_thread(sys.stdin.read)
