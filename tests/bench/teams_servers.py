"""The servers of `tests.bench.teams`, each in its own process: Teams' side, the bot, and what it is held against.

A child says in one line where it is, and serves until it is ended.
"""

import asyncio
import json
import sys
import warnings
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import count
from typing import Any

import aiohttp
import jwt
import structlog
from aiohttp import web
from jwt.algorithms import RSAAlgorithm

from adapters.web.server import application, listening
from tests.support.fakes.microsoft import APP_ID, ISSUER, SECRET, TENANT, Microsoft

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
TYPING = b'"typing"'  # shown where a turn is slow, and no answer
PEOPLE = 500  # in as many tenants: the pace that Teams asks for is kept, and is not what is measured


async def serve(kind: str, service: str, database: str) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    match kind:
        case "Teams":
            await _teams()
        case "the bot":
            await _the_bot(service, database)
        case "botbuilder":
            await _alone(_botbuilder())
        case "aiohttp":
            await _alone(_aiohttp)
        case "aiohttp, checking":
            async with aiohttp.ClientSession() as session:
                await _alone(await _aiohttp_that_checks(session, service), signed="to it")
        case _:
            async with aiohttp.ClientSession() as session:
                await _alone(_aiohttp_that_replies(session))


async def _say(port: int, **more: str) -> None:
    print(json.dumps({"url": f"http://127.0.0.1:{port}", **more}), flush=True)
    await asyncio.Event().wait()


async def _alone(handler: Handler, **more: str) -> None:
    app = web.Application()
    app.router.add_post("/api/messages", handler)
    async with listening(app, "127.0.0.1", 0) as port:
        await _say(port, **more)


async def _teams() -> None:
    """Takes what is posted, as quickly as it can; and Microsoft's keys and tokens.

    Some answers are two messages: while a check is open, its question comes again below the answer to another.
    """
    microsoft, numbers, posted, twice = Microsoft(), count(), dict[str, set[bytes]](), list[str]()

    async def take(request: web.Request) -> web.Response:
        body, activity = await request.read(), request.match_info["m"]
        if TYPING not in body:
            said = posted.setdefault(activity, set())
            twice.extend([activity] if body in said else [])
            said.add(body)
        return web.Response(status=201, text=f'{{"id":"{next(numbers)}"}}', content_type="application/json")

    async def change(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"id": request.match_info["m"]})

    async def taken(_request: web.Request) -> web.Response:
        return web.json_response({"answered": len(posted), "twice": len(twice)})

    app = web.Application()
    app.router.add_get("/taken", taken)
    app.router.add_post("/v3/conversations/{c}/activities/{m}", take)
    app.router.add_put("/v3/conversations/{c}/activities/{m}", change)
    microsoft.mount(app)
    async with listening(app, "127.0.0.1", 0) as port:
        microsoft.url = f"http://127.0.0.1:{port}"
        await _say(port, token=microsoft.signed(microsoft.url))


async def _aiohttp(request: web.Request) -> web.Response:
    json.loads(await request.text())
    return web.json_response({"ok": True})


def _aiohttp_that_replies(session: aiohttp.ClientSession) -> Handler:
    async def take(request: web.Request) -> web.Response:
        said = json.loads(await request.text())
        where = f"{said['serviceUrl']}/v3/conversations/{said['conversation']['id']}/activities/{said['id']}"
        reply = {"type": "message", "text": f"Echo: {said['text']}", "replyToId": said["id"]}
        async with session.post(where, json=reply) as answer:
            await answer.read()
        return web.Response()

    return take


async def _aiohttp_that_checks(session: aiohttp.ClientSession, service: str) -> Handler:
    """The same, once the request's token has held: its signature, its times, its audience and its issuer."""
    reply = _aiohttp_that_replies(session)
    async with session.get(f"{service}/keys") as answer:
        (key, *_) = (await answer.json())["keys"]
    public: Any = RSAAlgorithm.from_jwk(json.dumps(key))

    async def take(request: web.Request) -> web.StreamResponse:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, public, ["RS256"], audience=APP_ID, issuer=ISSUER)
        assert claims["serviceurl"] == service
        return await reply(request)

    return take


def _botbuilder() -> Handler:
    """botbuilder's own echo, as its samples have it; nobody's token is checked, so it does less than it would."""
    from botbuilder.core import ActivityHandler, TurnContext  # noqa: PLC0415
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication  # noqa: PLC0415

    class Echo(ActivityHandler):  # type: ignore[misc]
        async def on_message_activity(self, context: TurnContext) -> None:
            await context.send_activity(f"Echo: {context.activity.text}")

    class Nothing:
        APP_ID = APP_PASSWORD = ""

    adapter, echo = CloudAdapter(ConfigurationBotFrameworkAuthentication(Nothing())), Echo()
    adapter.bot_framework_authentication._inner._jwt_token_validation_authenticate_request = _anybody

    async def take(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse = await adapter.process(request, echo)
        return answer

    return take


async def _anybody(_activity: object, _header: object) -> Any:
    from botframework.connector.auth import ClaimsIdentity  # noqa: PLC0415

    return ClaimsIdentity({}, True, "anonymous")


async def _the_bot(service: str, database: str) -> None:
    """As `mastery serve` has it: signed both ways, over a SQLite file, its senders enrolled."""
    from adapters.base import Surroundings  # noqa: PLC0415
    from adapters.serve import freeze_gc  # noqa: PLC0415
    from adapters.teams.app import TeamsPlatform  # noqa: PLC0415
    from adapters.teams.credentials import read  # noqa: PLC0415
    from bot.bootstrap import build  # noqa: PLC0415
    from bot.core import clock  # noqa: PLC0415
    from bot.core.settings import Settings  # noqa: PLC0415
    from bot.core.settings_sections import TeamsSettings  # noqa: PLC0415
    from bot.db.store import Store  # noqa: PLC0415
    from knowledge.load import load  # noqa: PLC0415
    from tests.support.paths import COHORT  # noqa: PLC0415
    from tests.support.transcript import CACHE_DIR  # noqa: PLC0415

    store = await Store.open(database)
    core = build(load(COHORT), store, clock.system, CACHE_DIR)
    config = Settings(teams=TeamsSettings(tenants=(TENANT, *(f"t{at}" for at in range(PEOPLE)))))
    given = {"MICROSOFT_APP_ID": APP_ID, "MICROSOFT_APP_PASSWORD": SECRET, "MICROSOFT_APP_TYPE": "MultiTenant"}
    around = Surroundings(core, store, config, given, loopback=True)
    microsoft = Microsoft()
    microsoft.url = service
    platform = TeamsPlatform(around, read(given, config, loopback=True), microsoft.endpoints)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(store.close)
        await platform.start()
        stack.push_async_callback(platform.stop)
        port = await stack.enter_async_context(listening(application([platform], {}), "127.0.0.1", 0))
        freeze_gc()
        await _say(port, signed="both ways")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    asyncio.run(serve(*sys.argv[1:4]))
