"""The calendars that people subscribe to: behind a secret link, with an ETag, and nothing of them in any log."""

import re

from aiohttp import web

from adapters.web.page_headers import page_headers
from bot.core.clock import Clock
from bot.db.deployment import identity
from bot.db.outage import is_outage
from bot.db.store import Store
from bot.features.calendar_feed.domain import WHERE
from bot.features.calendar_feed.feed import etag, written
from bot.features.calendar_feed.repository import CalendarLinks

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes
FRESH_FOR = 900  # seconds in which a program need not ask again
NEVER_KEPT = page_headers()
KEPT_A_WHILE = page_headers(cache=f"private, max-age={FRESH_FOR}, must-revalidate")
GONE = "There is no calendar here. Its owner can make a new link: “calendar link”."


class Calendars:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._links, self._store, self._clock = CalendarLinks(store), store, clock
        self._deployment = ""

    def mount(self, app: web.Application) -> None:
        app.router.add_get(WHERE + "/{secret}.ics", self._serve)

    async def _serve(self, request: web.Request) -> web.Response:
        secret = request.match_info["secret"]
        if not SECRET.fullmatch(secret):
            return web.Response(status=404, text=GONE, headers=NEVER_KEPT)
        try:
            content = await self._content(secret)
        except Exception as error:
            if not is_outage(error):
                raise
            self._store.outage.seen(error)
            return web.Response(status=503, headers={**NEVER_KEPT, "Retry-After": "60"})
        if content is None:
            return web.Response(status=404, text=GONE, headers=NEVER_KEPT)
        tag = etag(content)
        headers = {**KEPT_A_WHILE, "ETag": tag}
        if _has_it(request, tag):
            return web.Response(status=304, headers=headers)
        return web.Response(body=content, headers={**headers, "Content-Type": "text/calendar; charset=utf-8"})

    async def _content(self, secret: str) -> bytes | None:
        feed = await self._links.feed(secret, self._clock().date())
        if feed is None:
            return None
        if not self._deployment:
            self._deployment = (await identity(self._store)).name
        return written(feed, self._deployment)


def _has_it(request: web.Request, tag: str) -> bool:
    """Whether the program has these very bytes. A weak tag counts as well: proxies make one when they compress."""
    return any(one.value in ("*", tag.strip('"')) for one in request.if_none_match or ())
