"""One aiohttp application for every platform: bounded in size; beside them health, metrics and two plain pages."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from adapters.base import Platform
from adapters.web import pages

LARGEST_BODY = 512 * 1024  # bytes; Slack's and Teams' own events stay far below
PATIENCE = 10  # seconds that open requests have to end when the server stops
BACKLOG = 1_024  # connections that wait to be let in; who finds no room tries again after a whole second
WELL = "ok"

Check = Callable[[], str]
"""One thing that must hold for the bot to do its work: empty, or in words what does not."""


def application(platforms: Sequence[Platform], checks: Mapping[str, Check]) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY)
    for platform in platforms:
        platform.mount(app)

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": WELL})

    async def ready(_request: web.Request) -> web.Response:
        found = {name: check() or WELL for name, check in checks.items()}
        well = all(said == WELL for said in found.values())
        return web.json_response({"ready": well, **found}, status=200 if well else 503)

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    pages.mount(app)
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)
    return app


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """The server, until the block ends; the port it got, which port 0 leaves to the machine. Raises OSError."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=PATIENCE)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, backlog=BACKLOG)
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        await asyncio.shield(runner.cleanup())
