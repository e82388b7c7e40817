"""Files that a reply hands over: kept for an hour in memory, behind a link that cannot be guessed."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from bot.core.reply import File, Picture

LASTS = 3600.0  # seconds
MOST_BYTES = 32 * 1024 * 1024  # kept in all; the oldest goes first
WHERE = "/files"
GONE = "This link has ended: it works for an hour. Ask the bot for the file again."
SAFE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


@dataclass(frozen=True, slots=True)
class Kept:
    name: str
    content: bytes
    media_type: str
    until: float


class Files:
    """`base`: the address under which this server is reached from outside; without it there are no links."""

    def __init__(self, base: str, monotonic: Callable[[], float]) -> None:
        self._base = base.rstrip("/")
        self._monotonic = monotonic
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0

    def link(self, what: File | Picture) -> str:
        """A link to it that works for an hour; empty when there is no address, or when it is too large."""
        content = what.png if isinstance(what, Picture) else what.content
        if not self._base or len(content) > MOST_BYTES:
            return ""
        name, kind = ("picture.png", "image/png") if isinstance(what, Picture) else (what.name, what.media_type)
        token = secrets.token_urlsafe(32)
        self._kept[token] = Kept(name, content, kind, self._monotonic() + LASTS)
        self._bytes += len(content)
        self._forget()
        return f"{self._base}{WHERE}/{token}"

    def mount(self, app: web.Application) -> None:
        app.router.add_get(WHERE + "/{token}", self._serve)

    async def _serve(self, request: web.Request) -> web.Response:
        self._forget()
        kept = self._kept.get(request.match_info["token"])
        if kept is None:
            return web.Response(status=404, text=GONE)
        name = f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"
        return web.Response(
            body=kept.content, headers={**SAFE, "Content-Type": kept.media_type, "Content-Disposition": name}
        )

    def _forget(self) -> None:
        """The oldest stand first, so what is past its time does, too."""
        while self._kept:
            oldest = next(iter(self._kept.values()))
            if oldest.until > self._monotonic() and self._bytes <= MOST_BYTES:
                return
            self._bytes -= len(self._kept.popitem(last=False)[1].content)
