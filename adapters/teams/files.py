"""Files that a reply hands over: any process serves them, behind a signed link that ends after fifteen minutes.

Teams opens a link outside of the conversation, where nobody is signed in, so whoever has it may fetch the file.
What is stored is encrypted with a key that stands in the link alone: the database alone tells nothing.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

from aiohttp import web

from adapters.handed_file_repository import HandedFile, HandedFiles
from adapters.handed_file_tables import LINKS_LAST
from adapters.teams.render import Link, no_links
from adapters.web.page_headers import NOTHING_RUNS, page_headers
from bot.core.clock import Clock
from bot.core.reply import File, Picture, Reply
from bot.db.deployment import identity
from bot.db.store import Store

LARGEST = 8 * 1024 * 1024  # bytes of one file; a larger one has no link
WHERE = "/files"
LONGEST_STAMP = 12  # digits; seconds since 1970 have ten
GONE = "This link has ended: it works for fifteen minutes. Ask the bot for the file again."
SAFE = page_headers(NOTHING_RUNS)


class Files:
    """Links to files. base: this server's address from outside; empty: there are no links."""

    def __init__(self, base: str, store: Store, clock: Clock) -> None:
        self._base = base.rstrip("/")
        self._store, self._clock = store, clock
        self._handed = HandedFiles(store)
        self._key = b""

    @asynccontextmanager
    async def links(self, reply: Reply) -> AsyncIterator[Link]:
        """What gives each file of this reply its link; files that got one are stored when the block ends."""
        if not self._base or not any(isinstance(block, File | Picture) for block in reply.blocks):
            yield no_links
            return
        key, now, given = await self._signing_key(), self._clock(), list[tuple[str, HandedFile]]()

        def link(what: File | Picture) -> str:
            file = _handed(what)
            if len(file.content) > LARGEST:
                return ""
            secret = secrets.token_urlsafe(32)
            given.append((secret, file))
            until = int((now + LINKS_LAST).timestamp())
            return f"{self._base}{WHERE}/{until}.{secret}.{signature(key, until, secret)}"

        yield link
        if given:
            await self._handed.keep(given, now)

    def mount(self, app: web.Application) -> None:
        app.router.add_get(WHERE + "/{token}", self._serve)

    async def _serve(self, request: web.Request) -> web.Response:
        file = await self._found(request.match_info["token"])
        if file is None:
            return web.Response(status=404, text=GONE, headers=SAFE)
        name = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        kind = {"Content-Type": file.media_type, "Content-Disposition": name}
        return web.Response(body=file.content, headers={**SAFE, **kind})

    async def _found(self, token: str) -> HandedFile | None:
        """The file of a link that is signed by us and has not ended; else the records are not even looked at."""
        until, _, rest = token.partition(".")
        secret, _, signed = rest.partition(".")
        if not (token.isascii() and until.isdecimal() and len(until) <= LONGEST_STAMP):
            return None
        if not hmac.compare_digest(signature(await self._signing_key(), int(until), secret), signed):
            return None
        return await self._handed.find(secret) if int(until) > self._clock().timestamp() else None

    async def _signing_key(self) -> bytes:
        """The deployment's, which every process reads from the same row."""
        if not self._key:
            self._key = (await identity(self._store)).key
        return self._key


def signature(key: bytes, until: int, secret: str) -> str:
    """What shows that a link is ours, with the second at which it ends."""
    made = hmac.new(key, f"{until}.{secret}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(made).decode().rstrip("=")


def _handed(what: File | Picture) -> HandedFile:
    if isinstance(what, Picture):
        return HandedFile("picture.png", "image/png", what.png)
    return HandedFile(what.name, what.media_type, what.content)
