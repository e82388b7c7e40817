"""Files that a reply hands over: kept for an hour in memory, behind a link that cannot be guessed."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web
from cachetools import TTLCache

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
class LinkedFile:
    name: str
    content: bytes
    media_type: str


def _size(file: LinkedFile) -> int:
    return len(file.content)


class Files:
    """Links to files. base: this server's address from outside; empty: there are no links. monotonic: seconds."""

    def __init__(self, base: str, monotonic: Callable[[], float]) -> None:
        self._base = base.rstrip("/")
        self._files: TTLCache[str, LinkedFile] = TTLCache(MOST_BYTES, LASTS, monotonic, _size)

    def link(self, what: File | Picture) -> str:
        """A link to it that works for an hour; empty when there is no address, or when it is too large."""
        content = what.png if isinstance(what, Picture) else what.content
        if not self._base or len(content) > MOST_BYTES:
            return ""
        name, kind = ("picture.png", "image/png") if isinstance(what, Picture) else (what.name, what.media_type)
        token = secrets.token_urlsafe(32)
        self._files[token] = LinkedFile(name, content, kind)
        return f"{self._base}{WHERE}/{token}"

    def mount(self, app: web.Application) -> None:
        app.router.add_get(WHERE + "/{token}", self._serve)

    async def _serve(self, request: web.Request) -> web.Response:
        self._files.expire()
        file = self._files.get(request.match_info["token"])
        if file is None:
            return web.Response(status=404, text=GONE)
        name = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return web.Response(
            body=file.content, headers={**SAFE, "Content-Type": file.media_type, "Content-Disposition": name}
        )
