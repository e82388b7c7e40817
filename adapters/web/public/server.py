"""/ask over HTTP: read-only, without cookies, so often a minute, in the frames of the sites that are named."""

import time
from collections.abc import Mapping

from aiohttp import web
from prometheus_client import Counter

from adapters.metrics import REFUSED
from adapters.web import assets
from adapters.web.page_headers import NEVER_KEPT, OWN_FILES, page_headers
from adapters.web.public import page
from adapters.web.public.answers import LONGEST, PublicAnswers, read_check, without_last
from adapters.web.rate_limit import RateLimit
from bot.core.dispatcher import Core
from bot.core.settings_sections import WebSettings

ASKED = Counter("mastery_public_questions", "Questions on the public page, by what became of them", ["kind"])
SLOWER = "You asked very often. Please wait a moment and try again."
NO_SUCH = "There is no answer of that name any more. Please ask in your own words."
ASSETS = ("look.css", "ask.css", "mark.svg")
FRESH_FOR = 300  # seconds: an answer changes with the day


class PublicPage:
    """limit: tests bring their own."""

    def __init__(self, core: Core, settings: WebSettings, limit: RateLimit | None = None) -> None:
        self._answers, self._settings = PublicAnswers(core), settings
        self._limit = limit or RateLimit(time.monotonic)
        self._frames = " ".join(settings.frames) or "'none'"

    def mount(self, app: web.Application) -> None:
        assets.mount(app, *ASSETS)
        app.router.add_get(page.WHERE, self._ask)
        app.router.add_get(page.CHECK, self._check)
        app.router.add_post(page.CHECK, self._check)

    async def _ask(self, request: web.Request) -> web.Response:
        asked, entry = request.query.get("q", "").strip(), request.query.get("entry", "")
        if not asked and not entry:
            return self._page(page.start(self._answers.sheet), fresh_for=FRESH_FOR)
        if wait := self._limit.wait(self._visitor(request)):
            return self._slower(wait)
        reply = await self._answers.ask(asked) if asked else self._answers.entry(entry)
        if reply is None:
            return self._page(page.said("Not found", NO_SUCH, self._answers.sheet), status=404)
        ASKED.labels(reply.kind).inc()
        title = asked[:LONGEST] or self._answers.title(entry)
        text = page.answered(title, reply, self._answers.sheet, self._settings.contact)
        return self._page(text, fresh_for=FRESH_FOR, hidden=bool(asked))

    async def _check(self, request: web.Request) -> web.Response:
        """The answers come with the request and go with the response; nothing stays here."""
        if wait := self._limit.wait(self._visitor(request)):
            return self._slower(wait)
        given = await _posted(request)
        state = read_check(given)
        if given.get("move") == "back":
            state = without_last(state, self._answers.at(state))
        reply = self._answers.check(state)
        ASKED.labels(reply.kind).inc()
        return self._page(page.check(reply, state, self._answers.sheet, self._settings.contact), hidden=True)

    def _visitor(self, request: web.Request) -> str:
        """Whose question it is, for the limit alone: the address that the proxy has seen, where there is one."""
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return (seen if self._settings.behind_proxy else "") or request.remote or ""

    def _slower(self, wait: int) -> web.Response:
        REFUSED.labels("web", "too often").inc()
        text = page.said("One moment", SLOWER, self._answers.sheet)
        return self._page(text, status=429, more={"Retry-After": str(wait)})

    def _page(
        self,
        text: str,
        *,
        status: int = 200,
        fresh_for: int = 0,
        hidden: bool = False,
        more: Mapping[str, str] | None = None,
    ) -> web.Response:
        """hidden: from search engines; what somebody asked is theirs."""
        cache = f"public, max-age={fresh_for}" if fresh_for else NEVER_KEPT
        headers = page_headers(OWN_FILES, cache=cache, frame_ancestors=self._frames, listed=not hidden)
        headers |= more or {}
        return web.Response(status=status, text=text, content_type="text/html", charset="utf-8", headers=headers)


async def _posted(request: web.Request) -> dict[str, str]:
    if request.method != "POST":
        return {}
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
