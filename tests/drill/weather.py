"""Slack, Teams and Microsoft's login on loopback, each with its weather: well, away, slow, garbled or busy."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiohttp import web

from bot.core.clock import system
from tests.support.fakes.microsoft import Microsoft
from tests.support.fakes.slack import FakeSlack
from tests.support.fakes.teams import LARGEST_ON_THE_WIRE, FakeTeams

SLOWLY = 4.0  # seconds that a slow platform takes for each request
ASKS_TO_WAIT = 3  # seconds of Retry-After in a storm of 429s
PROXYS_PAGE = "<html><body>502 from a proxy that says 200</body></html>"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Weather(StrEnum):
    """How a platform is. `DEAF`: it takes what it is sent, and drops the connection instead of answering."""

    WELL = "well"
    DOWN = "down"
    DEAF = "deaf"
    SLOW = "slow"
    GARBAGE = "garbage"
    STORM = "429 storm"


@dataclass
class Host:
    """One platform's address. `lasts`: seconds that each request takes, in any weather."""

    app: web.Application
    weather: Weather = Weather.WELL
    lasts: float = 0.0
    url: str = ""
    _runner: web.AppRunner | None = None
    _site: web.TCPSite | None = None
    _open: set[Any] = field(default_factory=set)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Host"]:
        self.app.middlewares.append(self._middleware())
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        try:
            await self._listen(0)
            self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
            yield self
        finally:
            await self._runner.cleanup()

    async def turn(self, weather: Weather) -> None:
        """From now on it is so; when it goes down its open connections are cut."""
        was, self.weather = self.weather, weather
        if weather is Weather.DOWN and self._site is not None:
            await self._site.stop()
            self._site = None
            for transport in self._open:
                transport.abort()
            self._open.clear()
        if was is Weather.DOWN and weather is not Weather.DOWN:
            await self._listen(int(self.url.rpartition(":")[2]))

    async def _listen(self, port: int) -> None:
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", port, reuse_address=True)
        await self._site.start()

    def _middleware(self) -> Any:
        @web.middleware
        async def fails(request: web.Request, handler: Handler) -> web.StreamResponse:
            self._open.add(request.transport)
            if self.lasts:
                await asyncio.sleep(self.lasts)
            return await self._answer(request, handler)

        return fails

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        match self.weather:
            case Weather.WELL:
                return await handler(request)
            case Weather.SLOW:
                answer = await handler(request)
                await asyncio.sleep(SLOWLY)
                return answer
            case Weather.GARBAGE:
                return web.Response(text=PROXYS_PAGE, content_type="text/html")
            case Weather.STORM:
                return web.json_response({}, status=429, headers={"Retry-After": str(ASKS_TO_WAIT)})
            case Weather.DEAF:
                await handler(request)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


@dataclass
class Outside:
    """Everything that the bot talks to."""

    slack: FakeSlack
    teams: FakeTeams
    microsoft: Microsoft
    hosts: dict[str, Host]


@asynccontextmanager
async def outside() -> AsyncIterator[Outside]:
    slack, teams, microsoft = FakeSlack(), FakeTeams(), Microsoft()
    slack.began = int(system().timestamp())
    of_teams = web.Application(client_max_size=LARGEST_ON_THE_WIRE)
    of_microsoft = web.Application()
    teams.mount(of_teams)
    microsoft.mount(of_microsoft)
    apps = {"slack": slack.app(), "teams": of_teams, "microsoft": of_microsoft}
    async with AsyncExitStack() as stack:
        hosts = {name: await stack.enter_async_context(Host(app).running()) for name, app in apps.items()}
        slack.url, teams.url, microsoft.url = (hosts[name].url for name in apps)
        yield Outside(slack, teams, microsoft, hosts)
