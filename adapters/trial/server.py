"""The page's server, on loopback alone: what is pressed comes in as forms, what changes goes out as events."""

import asyncio
import signal
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web

from adapters.console.ask import SetClock
from adapters.console.conversation import NoSuchButton
from adapters.console.demo_records import DemoRecords
from adapters.trial import page
from adapters.trial.columns import Origin, ShownMessage, TrialPerson
from adapters.trial.feed import PageEvents
from adapters.trial.posted_form import PostedForm
from adapters.trial.stage import MessageGone, Stage
from adapters.trial.timeline import Jump, Timeline
from adapters.trial.watch import Watching
from adapters.web import assets
from adapters.web.page_headers import NOTHING_RUNS, OWN_SCRIPTS, page_headers
from adapters.web.server import listening
from bot.core.dispatcher import Core
from bot.core.errors import SettingsError
from bot.core.loopback import is_loopback
from bot.core.reminder_rules import rules_of
from bot.core.reply import File, Picture
from bot.core.settings import Settings

HOST, PORT = "127.0.0.1", 3979
ASSETS = ("look.css", "trial.css", "trial.js", "mark.svg")
GONE = "That button is not on the page any more."
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class TrialPage:
    """The page over a stage; `begin` makes the demo hub, and requests wait for it."""

    def __init__(self, core: Core, records: DemoRecords, clock: SetClock, settings: Settings) -> None:
        rules = rules_of(settings.reminders)
        self._knowledge, self._feed = core.knowledge, PageEvents()
        fresh = partial(self._feed.put, "fresh")
        self.stage = Stage(core, records, clock, rules, self._changed, fresh)
        self.timeline = Timeline(self.stage, settings.zone, core.knowledge.window, rules)
        self._watching = Watching(self.stage, self.timeline)
        self._ready = asyncio.Event()
        self._streams = set[asyncio.Task[None]]()

    async def begin(self) -> None:
        await self.stage.begin(self.timeline.now)
        self._ready.set()

    def application(self) -> web.Application:
        app = web.Application(middlewares=[only_from_here, self._when_ready])
        assets.mount(app, *ASSETS)
        app.router.add_get("/", self._page)
        app.router.add_get("/events", self._events)
        app.router.add_get("/file/{who}/{message}/{number}", self._file)
        for name, does in (
            ("say", self._say),
            ("press", self._press),
            ("send", self._send),
            ("clock", self._move),
            ("watch", self._watch),
        ):
            app.router.add_post(f"/{name}", self._acted(does))
        app.on_shutdown.append(self._end_streams)
        return app

    @web.middleware
    async def _when_ready(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        await self._ready.wait()
        return await handler(request)

    def _changed(self, who: TrialPerson, shown: ShownMessage) -> None:
        html = page.shown(who, shown, self._knowledge)
        self._feed.put("shown", who=who, id=f"m{shown.id}", html=html, news=shown.origin is Origin.UNASKED)

    async def _page(self, _request: web.Request) -> web.Response:
        columns = list(self.stage.columns.values())
        text = page.whole(columns, self.timeline, self._watching, self._knowledge, self._feed.last)
        headers = page_headers(OWN_SCRIPTS)
        return web.Response(text=text, content_type="text/html", charset="utf-8", headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Until the page or the server goes."""
        known = request.headers.get("Last-Event-ID") or request.query.get("since", "0")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        if (task := asyncio.current_task()) is not None:
            self._streams.add(task)
        try:
            async for event in self._feed.since(int(known) if known.isdecimal() else 0):
                await response.write(event.written())
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            if task is not None:
                self._streams.discard(task)
        return response

    async def _end_streams(self, _app: web.Application) -> None:
        for task in self._streams:
            task.cancel()

    async def _file(self, request: web.Request) -> web.Response:
        found = self._message(request.match_info["who"], request.match_info["message"])
        kept = [one for one in found.reply.blocks if isinstance(one, File | Picture)] if found else []
        number = request.match_info["number"]
        if not number.isdecimal() or int(number) >= len(kept):
            raise web.HTTPNotFound
        one = kept[int(number)]
        headers = page_headers(NOTHING_RUNS)
        if isinstance(one, Picture):
            return web.Response(body=one.png, content_type="image/png", headers=headers)
        headers["Content-Disposition"] = f'attachment; filename="{one.name}"'
        return web.Response(body=one.content, content_type=one.media_type.partition(";")[0], headers=headers)

    def _message(self, who: str, number: str) -> ShownMessage | None:
        known = who in list(TrialPerson) and number.isdecimal()
        return self.stage.columns[TrialPerson(who)].find(int(number)) if known else None

    def _acted(self, does: Callable[[PostedForm], Awaitable[str]]) -> Handler:
        """One thing at a time; its outcome in words goes into the page's status line."""

        async def handler(request: web.Request) -> web.StreamResponse:
            form = PostedForm(await request.post())
            try:
                async with self.stage.alone():
                    words = await does(form)
            except (NoSuchButton, ValueError) as error:
                words = str(error)
            except (MessageGone, KeyError):
                words = GONE
            now = self.timeline.now
            self._feed.put(
                "clock",
                text=page.moment(now),
                day=f"{now:%Y-%m-%d}",
                iso=now.isoformat(timespec="minutes"),
                said=words,
            )
            if "application/json" in request.headers.get("Accept", ""):
                return web.json_response({"said": words})
            raise web.HTTPSeeOther(f"/#{form.text('who') or 'now'}")

        return handler

    async def _say(self, form: PostedForm) -> str:
        if text := form.text("text").strip():
            await self.stage.say(form.who, text)
        return ""

    async def _press(self, form: PostedForm) -> str:
        await self.stage.press(form.who, form.number("message"), form.number("number"))
        return ""

    async def _send(self, form: PostedForm) -> str:
        await self.stage.send(form.who, form.number("message"), form.number("number"), form.fields())
        return ""

    async def _move(self, form: PostedForm) -> str:
        if (to := form.text("to")) in list(Jump):
            return await self.timeline.jump(Jump(to))
        return await self.timeline.go(date.fromisoformat(form.text("day")))

    async def _watch(self, form: PostedForm) -> str:
        words = ""
        match form.text("do"):
            case "begin":
                await self._watching.begin(form.text("play"))
            case "step":
                words = await self._watching.step()
            case _:
                await self._watching.begin("")
        self._feed.put("watch", html=page.watch(self._watching))
        return words


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """No other page that the browser has open may post, and no name that only leads to loopback may read."""
    host, origin = request.host, request.headers.get("Origin", "")
    if not is_loopback(host.rpartition(":")[0].strip("[]")) or origin not in ("", f"http://{host}"):
        raise web.HTTPForbidden(text="This page is for this computer alone.")
    return await handler(request)


@asynccontextmanager
async def running(trial: TrialPage, port: int | None) -> AsyncIterator[str]:
    """The page's address while the block runs; it answers from `begin` on. Raises SettingsError for a port in use.

    port: None for the usual one, or any that is free.
    """
    async with AsyncExitStack() as stack:
        try:
            got = await stack.enter_async_context(
                listening(trial.application(), HOST, PORT if port is None else port)
            )
        except OSError as error:
            if port is not None:
                raise SettingsError(f"{HOST}:{port} cannot be listened on ({error.strerror}).") from None
            got = await stack.enter_async_context(listening(trial.application(), HOST, 0))
        yield f"http://{HOST}:{got}/"


async def run(core: Core, clock: SetClock, settings: Settings, port: int | None, *, opens: bool) -> None:
    """Until SIGTERM or SIGINT. The address is the first line that is written. opens: the page in a browser."""
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    with TemporaryDirectory(prefix="mastery-try-") as folder:
        trial = TrialPage(core, DemoRecords(core, Path(folder)), clock, settings)
        await _shown(trial, port, stopping, opens=opens)


async def _shown(trial: TrialPage, port: int | None, stopping: asyncio.Event, *, opens: bool) -> None:
    async with running(trial, port) as address:
        print(address, flush=True)
        await trial.begin()
        print("The page is there, with a demo hub that is thrown away at the end. Ctrl-C ends it.", flush=True)
        if opens:
            await asyncio.to_thread(webbrowser.open, address)
        await stopping.wait()
    await trial.stage.close()
