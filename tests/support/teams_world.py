"""The bot in Teams, whole: its own server, Teams' and Microsoft's on loopback, and people who write to it."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from adapters.base import Surroundings
from adapters.teams.app import TeamsPlatform
from adapters.teams.credentials import read
from adapters.teams.time_source import Later, Timing
from adapters.teams.typing_indicator import AGAIN
from adapters.web.server import application, listening
from bot.core.clock import Clock, system
from bot.core.dispatcher import Core
from bot.core.settings import Settings
from bot.core.settings_sections import TeamsSettings, Trusted
from bot.db.store import Store
from tests.support.fakes.microsoft import APP_ID, SECRET, TENANT, Microsoft
from tests.support.fakes.teams import LARGEST_ON_THE_WIRE, FakeTeams
from tests.support.fakes.teams_client import TeamsPerson

ENVIRONMENT = {
    "MICROSOFT_APP_ID": APP_ID,
    "MICROSOFT_APP_PASSWORD": SECRET,
    "MICROSOFT_APP_TENANT_ID": TENANT,
}


BEGAN = 1000.0


@dataclass
class Hands:
    """Time as tests tell it: `slept` is what was waited for, without waiting. `slow` lets a turn's second pass.

    held: until it is set, whoever wants to sleep sleeps.
    """

    seconds: float = BEGAN
    slow: bool = False
    slept: list[float] = field(default_factory=list)
    held: asyncio.Event | None = None

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, wait: float) -> None:
        self.slept.append(wait)
        if self.held is not None:
            await self.held.wait()
        self.seconds += wait

    def later(self, wait: float, what: Callable[[], Any]) -> Later:
        """At once in a slow turn, and once; else never."""
        if self.slow and wait != AGAIN:
            return asyncio.get_running_loop().call_soon(what)
        return asyncio.get_running_loop().call_later(1e6, what)

    def wall(self) -> datetime:
        """The machine's clock, and what tests let pass beside it."""
        return system() + timedelta(seconds=self.seconds - BEGAN)


@dataclass
class TeamsWorld:
    teams: FakeTeams
    microsoft: Microsoft
    session: aiohttp.ClientSession
    bot: str
    platform: TeamsPlatform
    hands: Hands

    def person(self, name: str = "sam", kind: str = "personal", **more: Any) -> TeamsPerson:
        return TeamsPerson(self.teams, self.microsoft, self.session, self.bot, name, kind, **more)


@asynccontextmanager
async def world(
    core: Core,
    store: Store,
    now: Clock,
    environment: Mapping[str, str] = ENVIRONMENT,
    *,
    trusted: tuple[str, ...] = (),
    tenants: tuple[str, ...] = (),
    prepare: Callable[[Microsoft], None] = lambda _microsoft: None,
) -> AsyncIterator[TeamsWorld]:
    """Everything, listening on loopback until the block ends."""
    teams, microsoft, hands = FakeTeams(signed="TEAMS_ALLOW_ANONYMOUS" not in environment), Microsoft(), Hands()
    prepare(microsoft)
    outside = web.Application(client_max_size=LARGEST_ON_THE_WIRE)
    teams.mount(outside)
    microsoft.mount(outside)
    async with contextlib.AsyncExitStack() as stack:
        there = await stack.enter_async_context(listening(outside, "127.0.0.1", 0))
        teams.url = microsoft.url = f"http://127.0.0.1:{there}"
        door = stack.enter_context(socket.socket())
        door.bind(("127.0.0.1", 0))  # now, for the bot must know its own address before it listens
        bot = f"http://127.0.0.1:{door.getsockname()[1]}"
        trust = Trusted(teams=frozenset(trusted))
        config = Settings(teams=TeamsSettings(url=bot, tenants=tenants), trusted=trust)
        given = {"IDENTITY_ENDPOINT": f"{microsoft.url}/msi/token", **environment}
        around = Surroundings(core, store, config, given, loopback=True)
        timing = Timing(hands.sleep, hands.later, hands.monotonic, lambda: 0.5, now, hands.wall)
        platform = TeamsPlatform(around, read(given, config, loopback=True), microsoft.endpoints, timing)
        await platform.start()
        stack.push_async_callback(platform.stop)
        await stack.enter_async_context(listening_at(door, application([platform], {})))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield TeamsWorld(teams, microsoft, session, bot, platform, hands)


@asynccontextmanager
async def listening_at(door: socket.socket, app: web.Application) -> AsyncIterator[None]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.SockSite(runner, door).start()
        yield
    finally:
        await runner.cleanup()
