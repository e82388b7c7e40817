"""One aiohttp application for every platform: bounded in size; beside them health, metrics and two plain pages."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from adapters.base import Platform
from adapters.metrics import CHECK, PLATFORM_UP
from adapters.web import pages
from adapters.web.bounded import MOST, Connections, body_in_time, handlers
from adapters.web.calendars import Calendars
from adapters.web.public import PublicPage

LARGEST_BODY = 512 * 1024  # bytes; Slack's and Teams' own events stay far below
PATIENCE = 10  # seconds that open requests have to end when the server stops
BACKLOG = 128  # connections that wait to be let in: as many are let in at one go, and each that fails is logged
LINGERING = 2.0  # seconds in which the rest of a refused body is read
WELL = "ok"

Check = Callable[[], str]
"""One thing that must hold for the bot to do its work: empty, or in words what does not."""


def application(
    platforms: Sequence[Platform],
    checks: Mapping[str, Check],
    calendars: Calendars | None = None,
    public: PublicPage | None = None,
) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[body_in_time])
    if calendars:
        calendars.mount(app)
    if public:
        public.mount(app)
    for platform in platforms:
        platform.mount(app)
    pages.mount(app)
    _mount_probes(app, platforms, checks)
    return app


def _mount_probes(app: web.Application, platforms: Sequence[Platform], checks: Mapping[str, Check]) -> None:
    """Whether it lives, whether it is ready, and the metrics."""

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": WELL})

    def looked_at() -> tuple[dict[str, str], dict[str, str]]:
        """What each check and each platform says now; the metrics have it, too."""
        found = {name: check() or WELL for name, check in checks.items()}
        reached = {one.name.lower(): one.problem() or WELL for one in platforms}
        for name, said in found.items():
            CHECK.labels(name).set(said == WELL)
        for name, said in reached.items():
            PLATFORM_UP.labels(name).set(said == WELL)
        return found, reached

    async def ready(_request: web.Request) -> web.Response:
        found, reached = looked_at()
        # One platform that is away is said, and is no reason to send the other's events elsewhere.
        well = all(said == WELL for said in found.values()) and (WELL in reached.values() or not reached)
        return web.json_response({"ready": well, **found, **reached}, status=200 if well else 503)

    async def metrics(_request: web.Request) -> web.Response:
        looked_at()
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int, most: int = MOST) -> AsyncIterator[int]:
    """The server, until the block ends; the port it got, which port 0 leaves to the machine. Raises OSError.

    most: connections that are open at once.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=PATIENCE, lingering_time=LINGERING)
    await runner.setup()
    server = runner.server
    assert server is not None  # noqa: S101  it is set up
    try:
        made = handlers(server, Connections(most))
        listener = await asyncio.get_running_loop().create_server(made, host, port, backlog=BACKLOG)
        try:
            yield int(listener.sockets[0].getsockname()[1])
        finally:
            listener.close()
            server.pre_shutdown()
            await runner.shutdown()
            await server.shutdown(PATIENCE)
    finally:
        await asyncio.shield(runner.cleanup())
