"""`mastery serve`: one process with the HTTP server and every platform that has credentials."""

import asyncio
import gc
import signal
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from adapters.base import Off, Platform, Surroundings
from adapters.chooser_settings import NAME as CHOOSER
from adapters.chooser_settings import ChooserSettings
from adapters.platforms import PLATFORMS
from adapters.web.bounded import raise_file_limit
from adapters.web.calendars import Calendars
from adapters.web.public import PublicPage
from adapters.web.server import application, listening
from bot.core import clock
from bot.core.dispatcher import Core
from bot.core.environment import EnvironmentVariable
from bot.core.errors import SettingsError
from bot.core.loopback import is_loopback
from bot.core.settings import Settings
from bot.db.store import Store
from bot.delivery.leases import Leases
from bot.features.publishing.service import keep_following
from scheduler.service import sending, sent_once
from scheduler.store_watch import StoreWatch

HOST, PORT = "127.0.0.1", 3978
HOST_VARIABLE = EnvironmentVariable("HOST", f"where the server listens; `{HOST}` by default")
PORT_VARIABLE = EnvironmentVariable("PORT", f"the port that it listens on; {PORT} by default")
VARIABLES = (HOST_VARIABLE, PORT_VARIABLE)


def where(environment: Mapping[str, str]) -> tuple[str, int]:
    """HOST and PORT. Raises SettingsError."""
    port = PORT_VARIABLE.read(environment) or str(PORT)
    if not port.isdecimal() or int(port) > 65535:
        raise SettingsError(f"PORT is “{port}”; write a number up to 65535, such as {PORT}.")
    return HOST_VARIABLE.read(environment) or HOST, int(port)


def connected(around: Surroundings) -> Sequence[Platform | Off]:
    """Every platform, on or off. Raises SettingsError for one whose credentials are incomplete."""
    return [one.connect(around) for one in PLATFORMS]


def any_on(environment: Mapping[str, str]) -> bool:
    """Whether there are credentials for a platform, so that `mastery run` serves."""
    return any(one.wanted(environment) for one in PLATFORMS)


async def serve(core: Core, store: Store, settings: Settings, environment: Mapping[str, str]) -> None:
    """Run until SIGTERM or SIGINT. Raises SettingsError when it cannot start."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    async with running(core, store, settings, environment):
        freeze_gc()
        await stopping.wait()


def freeze_gc() -> None:
    """Leave what was loaded at start-up out of later garbage collections.

    A full collection takes about 100 ms, blocks the event loop, and would cost a tenth of the processor time.
    """
    gc.collect()
    gc.freeze()


async def tick(around: Surroundings, now: clock.Clock) -> None:
    """Send what is due, once, and say what became of it. Raises SettingsError when no platform is on."""
    platforms = [one for one in connected(around) if not isinstance(one, Off)]
    if not platforms:
        raise SettingsError("no platform has credentials, so nothing can be sent; --dry-run says what is due.")
    before = await Leases(around.store).tally()
    async with AsyncExitStack() as stack:
        for platform in platforms:
            await platform.start()
            stack.push_async_callback(platform.stop)
        senders = {one.sender.platform: one.sender for one in platforms}
        await sent_once(around.store, senders, around.settings.reminders, now)
    after = await Leases(around.store).tally()
    more = {status: after[status] - before.get(status, 0) for status in after}
    said = [f"{count} {status}" for status, count in more.items() if count > 0]
    print(f"Deliveries: {', '.join(said) or 'nothing has changed'}.")


@asynccontextmanager
async def watched(store: Store) -> AsyncIterator[StoreWatch]:
    """The database is looked at while the block runs."""
    watch = StoreWatch(store, clock.system, time.monotonic)
    looking = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


@asynccontextmanager
async def followed(core: Core, store: Store) -> AsyncIterator[None]:
    """What is published, by whatever process, is served while the block runs."""
    following = asyncio.create_task(keep_following(store, core.live))
    try:
        yield
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


@asynccontextmanager
async def running(
    core: Core, store: Store, settings: Settings, environment: Mapping[str, str]
) -> AsyncIterator[int]:
    """Server and clock while the block runs; the port that it listens on. Says what is on, what is off and why."""
    host, port = where(environment)
    everything = connected(Surroundings(core, store, settings, environment, is_loopback(host)))
    platforms = [one for one in everything if not isinstance(one, Off)]
    async with AsyncExitStack() as stack:
        for platform in platforms:
            await platform.start()
            stack.push_async_callback(platform.stop)
        senders = {one.sender.platform: one.sender for one in platforms}
        health = await stack.enter_async_context(sending(store, senders, settings.reminders, clock.system))
        watch = await stack.enter_async_context(watched(store))
        await stack.enter_async_context(followed(core, store))
        checks = {
            "store": watch.problem,
            "sending": lambda: health.problem(clock.system()),
            "waiting": lambda: health.stuck(clock.system()),
        }
        public = PublicPage(core, settings.web) if settings.web.ask else None
        app = application(platforms, checks, Calendars(store, clock.system), public)
        try:
            got = await stack.enter_async_context(listening(app, host, port, raise_file_limit()))
        except OSError as error:
            raise SettingsError(f"{host}:{port} cannot be listened on ({error.strerror}).") from None
        for one in everything:
            said = f"off: {one.why}" if isinstance(one, Off) else f"on: {one.about}"
            print(f"{one.name} is {said}", flush=True)
        print(f"The public page is {'on: /ask' if public else 'off: web.ask is not set'}", flush=True)
        print(f"chooser is {settings.section(CHOOSER, ChooserSettings).in_words}", flush=True)
        print(f"Listening on http://{host}:{got}", flush=True)
        yield got
