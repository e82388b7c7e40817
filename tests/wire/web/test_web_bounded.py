"""The server stays open to who speaks, however many connections say nothing."""

import asyncio

import aiohttp
import pytest
from aiohttp import web

from adapters.web import bounded
from adapters.web.server import LARGEST_BODY, application, listening

MOST = 8


async def _echo(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


async def test_connections_that_say_nothing_make_room_for_who_does() -> None:
    app = application([], {})
    app.router.add_post("/echo", _echo)
    async with listening(app, "127.0.0.1", 0, MOST) as port:
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3 * MOST)]
        for _, writer in silent:
            writer.write(b"POST /echo HTTP/1.1\r\nHost: x\r\n")
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"http://127.0.0.1:{port}/echo", data=b"hello") as answer,
        ):
            assert (answer.status, await answer.read()) == (200, b"hello")
        assert await silent[0][0].read() == b"", "the oldest was closed"
        for _, writer in silent:
            writer.close()


async def test_a_body_that_is_too_long_is_refused_before_anybody_works_on_it() -> None:
    app = application([], {})
    app.router.add_post("/echo", _echo)
    async with (
        listening(app, "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}/echo", data=b"x" * (LARGEST_BODY + 1)) as answer,
    ):
        assert answer.status == 413


async def test_who_begins_a_request_and_says_no_more_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "HEADERS", 0.05)
    async with listening(application([], {}), "127.0.0.1", 0) as port, asyncio.timeout(30):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Le")
        assert await reader.read() == b""
        writer.close()


async def test_a_body_that_does_not_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "BODY", 0.05)
    app = application([], {})
    app.router.add_post("/echo", _echo)
    async with listening(app, "127.0.0.1", 0) as port, asyncio.timeout(30):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhel")
        assert (await reader.readline()).startswith(b"HTTP/1.1 408")
        writer.close()


async def test_who_has_asked_before_and_waits_is_not_the_one_to_make_room() -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    async with listening(application([], {}), "127.0.0.1", 0, MOST) as port, asyncio.timeout(30):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        silent = []
        for _ in range(2):
            writer.write(request)
            assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
            await reader.readuntil(b"}")
            silent += [await asyncio.open_connection("127.0.0.1", port) for _ in range(2 * MOST)]
        for _, other in silent:
            other.close()
        writer.close()
