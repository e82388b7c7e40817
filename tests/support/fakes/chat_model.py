"""A server on loopback that speaks OpenAI's chat protocol, and answers as a test wants it to."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answer = Callable[[dict[str, Any], web.Request], Awaitable[web.StreamResponse]]


def completion(content: object, finish: str = "stop") -> web.Response:
    """A reply of the protocol whose message holds this."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}
    return web.json_response({"object": "chat.completion", "choices": [choice]})


async def first_offered(body: dict[str, Any], _request: web.Request) -> web.StreamResponse:
    return completion({"first": offered(body)[0], "second": "nothing"})


def chooses(first: str, second: str = "nothing") -> Answer:
    async def answer(_body: dict[str, Any], _request: web.Request) -> web.StreamResponse:
        return completion({"first": first, "second": second})

    return answer


def says(response: Callable[[], web.StreamResponse]) -> Answer:
    async def answer(_body: dict[str, Any], _request: web.Request) -> web.StreamResponse:
        return response()

    return answer


def offered(body: dict[str, Any]) -> list[str]:
    """The names that the schema of a request allows, in order."""
    properties = body["response_format"]["json_schema"]["schema"]["properties"]
    names: list[str] = (
        properties["first"]["enum"] if "first" in properties else properties["same"]["items"]["enum"]
    )
    return names


def given(body: dict[str, Any]) -> dict[str, Any]:
    """What the user's message of a request says."""
    found: dict[str, Any] = json.loads(body["messages"][1]["content"])
    return found


@dataclass
class ChatModel:
    """bodies, headers: of every request, in order. waits: set, requests are held until it is let go."""

    answer: Answer = first_offered
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    address: str = ""
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.bodies.append(body)
        self.headers.append(dict(request.headers))
        self.paths.append(request.path_qs)
        return await self.answer(body, request)

    async def never(self, _body: dict[str, Any], _request: web.Request) -> web.StreamResponse:
        """An answer that does not come before the test is over."""
        await self.released.wait()
        return completion("too late")

    async def cut(self, _body: dict[str, Any], request: web.Request) -> web.StreamResponse:
        """An answer that ends in the middle."""
        response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "application/json"})
        await response.prepare(request)
        await response.write(b'{"choices": [{"mess')
        assert request.transport is not None
        request.transport.close()
        return response


@asynccontextmanager
async def chat_model(answer: Answer = first_offered) -> AsyncIterator[ChatModel]:
    model = ChatModel(answer)
    app = web.Application()
    app.router.add_post("/{path:.*}", model.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert runner.addresses
    model.address = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield model
    finally:
        model.released.set()
        await runner.cleanup()
