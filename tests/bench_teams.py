"""Activities a second that the bot answers in Teams, its reply posted, beside botbuilder as shipped and aiohttp.

Each server runs in a process of its own, so that this one only asks; Microsoft's side and Teams' are here, too.
"""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from adapters.web.server import listening

AT_ONCE = 16
PEOPLE = 1_000  # in as many tenants: the pace that Teams asks for is kept, and is not what is measured
SECONDS = 4.0
NUMBERS = itertools.count(1)


def activity(service: str, text: str) -> dict[str, Any]:
    number = next(NUMBERS)
    who = number % PEOPLE
    return {
        "type": "message",
        "id": f"f:{number}",
        "channelId": "msteams",
        "serviceUrl": service,
        "from": {"id": f"29:{who}", "name": "Sam", "aadObjectId": f"aad-{who}"},
        "recipient": {"id": "28:bot", "name": "Mastery"},
        "conversation": {"id": f"a:{who}", "conversationType": "personal", "tenantId": f"t{who}"},
        "text": text,
    }


async def ask(url: str, service: str, text: str) -> tuple[float, float]:
    """Requests a second, and milliseconds that all but one in a hundred took at most."""
    spent: list[float] = []
    end = time.perf_counter() + SECONDS

    async def one(session: aiohttp.ClientSession) -> None:
        while time.perf_counter() < end:
            started = time.perf_counter()
            async with session.post(url, json=activity(service, text)) as answer:
                await answer.read()
                assert answer.status < 300, answer.status
            spent.append(time.perf_counter() - started)

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(one(session) for _ in range(AT_ONCE)))
    return len(spent) / SECONDS, sorted(spent)[int(len(spent) * 0.99)] * 1000


async def _posted(_request: web.Request) -> web.Response:
    return web.json_response({"id": "1"}, status=201)


@asynccontextmanager
async def server(kind: str) -> Any:
    """A server of this kind in its own process; its address."""
    environment = {**os.environ, "TEAMS_ALLOW_ANONYMOUS": "1", "DATABASE_URL": "sqlite://", "PORT": "0"}
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-m", "tests.bench_teams", kind, stdout=subprocess.PIPE, env=environment
    )
    assert child.stdout
    try:
        while not (said := (await child.stdout.readline()).decode()).startswith("at "):
            assert said, f"the {kind} server ended"
        yield said.removeprefix("at ").strip()
    finally:
        child.terminate()
        await child.wait()


async def measure() -> None:
    teams = web.Application()
    teams.router.add_post("/v3/conversations/{c}/activities", _posted)
    teams.router.add_post("/v3/conversations/{c}/activities/{m}", _posted)
    found: dict[str, float] = {}
    async with listening(teams, "127.0.0.1", 0) as port:
        for kind, text in (
            ("bare aiohttp", "hello"),
            ("botbuilder", "hello"),
            ("the bot", "releaseday balance"),
            ("the bot", "when is the deadline?"),
        ):
            async with server(kind) as url:
                await ask_briefly(url, f"http://127.0.0.1:{port}", text)
                rate, slowest = await ask(url, f"http://127.0.0.1:{port}", text)
            found[f"{kind} {text}"] = rate
            print(f"Teams: {kind}, “{text}”: {rate:.0f} requests a second, p99 {slowest:.0f} ms")
    shipped, bare = found["botbuilder hello"], found["bare aiohttp hello"]
    for name in [name for name in found if name.startswith("the bot")]:
        times, share = found[name] / shipped, found[name] / bare
        print(f"  {name}: {times:.1f} × botbuilder as shipped, {share:.2f} × bare aiohttp")


async def ask_briefly(url: str, service: str, text: str) -> None:
    """Warm: the first answers import and connect."""
    async with aiohttp.ClientSession() as session:
        for _ in range(20):
            async with session.post(url, json=activity(service, text)) as answer:
                await answer.read()


async def serve(kind: str) -> None:
    """The child: one server, until it is ended."""
    if kind == "the bot":
        await _the_bot()
        return
    app = web.Application()
    app.router.add_post("/api/messages", _shipped() if kind == "botbuilder" else _bare)
    async with listening(app, "127.0.0.1", 0) as port:
        await _say(port)


async def _say(port: int) -> None:
    print(f"at http://127.0.0.1:{port}/api/messages", flush=True)
    await asyncio.Event().wait()


async def _bare(request: web.Request) -> web.Response:
    json.loads(await request.text())
    return web.json_response({"ok": True})


def _shipped() -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """botbuilder's own echo, as its samples have it."""
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


async def _the_bot() -> None:
    from adapters import serve as serving  # noqa: PLC0415
    from bot import clock, settings  # noqa: PLC0415
    from bot.bootstrap import build  # noqa: PLC0415
    from bot.store import Store  # noqa: PLC0415
    from knowledge.load import load  # noqa: PLC0415
    from tests.transcript import COHORT, KEPT_IN  # noqa: PLC0415

    folder = os.environ.get("BENCH_DATABASE", "sqlite+aiosqlite://")
    store = await Store.open(folder)
    core = build(load(COHORT), store, clock.system, KEPT_IN)
    async with serving.running(core, store, settings.Settings(), os.environ) as port:
        await _say(port)


def main() -> None:
    asyncio.run(measure())


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    asyncio.run(serve(sys.argv[1])) if len(sys.argv) > 1 else main()
