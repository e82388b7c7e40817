"""Connections that are too many or too slow: both have a deadline, and who says nothing makes room."""

import asyncio
import resource
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from adapters.metrics import REFUSED

HEADERS, BODY = 5.0, 10.0  # seconds that a request's headers may take, and its body
KEPT_FREE, FEWEST, MOST = (
    256,
    64,
    10_000,
)  # files for the rest of the program; connections
log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def raise_file_limit() -> int:
    """Open as many files as the system allows; returns how many connections that leaves room for."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return max(FEWEST, min(MOST, hard - KEPT_FREE)) if hard != resource.RLIM_INFINITY else MOST


class Connections:
    """The open connections, oldest first. most: when so many are open, the oldest that is in no request goes.

    One that has never sent a whole request goes before those that wait for their next one.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: dict[BoundedHandler, None] = {}

    def __len__(self) -> int:
        return len(self._open)

    def let_in(self, one: "BoundedHandler") -> None:
        if len(self._open) >= self._most:
            REFUSED.labels("web", "too many connections").inc()
            idle = self._oldest_silent() or one
            idle.force_close()
            self._open.pop(idle, None)
        self._open[one] = None

    def _oldest_silent(self) -> "BoundedHandler | None":
        idle = [one for one in self._open if one.is_idle]
        return next((one for one in idle if not one.has_asked), idle[0] if idle else None)

    def gone(self, one: "BoundedHandler") -> None:
        self._open.pop(one, None)


class BoundedHandler(RequestHandler):
    """aiohttp's handler of one connection, closed when the headers of a request do not come in time."""

    def __init__(self, manager: web.Server, *, connections: Connections, **given: Any) -> None:
        super().__init__(manager, **given)
        self._connections = connections
        self.has_asked = False
        self._deadline: asyncio.TimerHandle | None = None

    @property
    def is_idle(self) -> bool:
        """In no request: none has begun, or its headers have not come."""
        return self._current_request is None and not self._messages

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._connections.let_in(self)
        self._expect_headers()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.is_idle:
            self._expect_headers()
        else:
            self.has_asked = True
            self._expect_nothing()

    def connection_lost(self, exc: BaseException | None) -> None:
        self._expect_nothing()
        self._connections.gone(self)
        super().connection_lost(exc)

    def _expect_headers(self) -> None:
        if self._deadline is None:
            self._deadline = asyncio.get_running_loop().call_later(HEADERS, self._too_late)

    def _expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        self._deadline = None
        if self.is_idle:
            REFUSED.labels("web", "headers too slow").inc()
            self.force_close()


def handlers(server: web.Server, connections: Connections) -> Callable[[], BoundedHandler]:
    """What makes the handler of each connection."""

    def made() -> BoundedHandler:
        loop = asyncio.get_running_loop()
        return BoundedHandler(server, connections=connections, loop=loop, **server._kwargs)

    return made


@web.middleware
async def body_in_time(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Read the body before anybody works on it; what does not come in time is 408, what is too long 413."""
    if request.can_read_body:
        try:
            async with asyncio.timeout(BODY):
                await request.read()
        except TimeoutError:
            return _refused(408, "body too slow")
        except web.HTTPRequestEntityTooLarge:
            return _refused(413, "too large")
    return await handler(request)


def _refused(status: int, why: str) -> web.Response:
    REFUSED.labels("web", why).inc()
    log.warning("request refused", why=why, status=status)
    response = web.Response(status=status)
    response.force_close()
    return response
