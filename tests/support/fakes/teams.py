"""Teams' side of the wire on loopback: it takes what the bot posts, checks it, and fails when asked to."""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
from aiohttp import web

from tests.support.fakes.microsoft import of_the_bot

LARGEST = 100 * 1024  # bytes of a message as UTF-16
LARGEST_ON_THE_WIRE = 4 * 1024 * 1024
SCHEMAS = Path(__file__).parent.parent / "schemas"
CARD = jsonschema.Draft6Validator(json.loads((SCHEMAS / "adaptive-card-1.5.json").read_text()))
DROPPED = "dropped"  # taken, and the connection cut
CUT = "cut"  # taken, said so, and the connection cut amid the answer
PAGE = "a page"  # not taken: a page of something in between, which says 200
IN_PIECES = "in pieces"  # taken; the answer comes in two
Json = dict[str, Any]


@dataclass(frozen=True)
class TeamsPost:
    method: str
    conversation: str
    message: str
    reply_to: str
    body: Json


@dataclass
class TeamsFault:
    """How the next request ends: a status with its error code, or one of the words above."""

    how: int | str
    code: str = ""
    retry_after: str = ""


@dataclass
class FakeTeams:
    """`posts` is everything that was accepted, in order; `faults` are used up one a request, typing excepted.

    taken, typing: set once a message came in, or a sign of typing.
    """

    signed: bool = True
    posts: list[TeamsPost] = field(default_factory=list)
    faults: deque[TeamsFault] = field(default_factory=deque)
    refused: list[str] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)
    taken: asyncio.Event = field(default_factory=asyncio.Event)
    typing: asyncio.Event = field(default_factory=asyncio.Event)
    roster: dict[str, Json] = field(default_factory=dict)
    opened: list[Json] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    waiting: asyncio.Barrier | None = None
    url: str = ""
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def mount(self, app: web.Application) -> None:
        where = "/v3/conversations/{conversation}/activities"
        app.router.add_post(where, self._take)
        app.router.add_route("*", where + "/{message}", self._take)
        app.router.add_post("/v3/conversations", self._open)
        app.router.add_get("/v3/conversations/{conversation}/members/{user}", self._member)

    @property
    def said(self) -> list[TeamsPost]:
        return [post for post in self.posts if post.body.get("type") == "message"]

    async def _take(self, request: web.Request) -> web.StreamResponse:
        self.connections.add(request.transport)
        if self.signed and not of_the_bot(request.headers.get("Authorization", "")):
            return _error(401, "Unauthorized")
        body = await request.json() if request.can_read_body else {}
        if wrong := _wrong(body) if request.method != "DELETE" else "":
            self.refused.append(wrong)
            return _error(413 if "large" in wrong else 400, wrong)
        typing = body.get("type") == "typing"
        fault = self.faults.popleft() if self.faults and not typing else None
        if fault and isinstance(fault.how, int):
            return _error(fault.how, fault.code, fault.retry_after)
        if fault and fault.how == PAGE:
            return web.Response(text="<html><body>502</body></html>", content_type="text/html")
        named = request.match_info.get("message", "")
        if request.method != "POST" and not any(post.message == named for post in self.posts):
            self.refused.append(f"no message {named}")
            return _error(404, "ActivityNotFoundInConversation")
        post = self._accept(request, body)
        if fault and fault.how == DROPPED and request.transport:
            request.transport.close()
        if fault and fault.how in (CUT, IN_PIECES):
            return await _in_pieces(request, post.message, whole=fault.how == IN_PIECES)
        await self._held()
        return web.json_response({"id": post.message}, status=201)

    def hold(self, until: int) -> None:
        """Answer nobody before that many have come in."""
        self.waiting = asyncio.Barrier(until)

    async def let_go(self) -> None:
        """Whoever still waits for an answer is refused, and the next one is answered at once."""
        if self.waiting is not None:
            await self.waiting.abort()
        self.waiting = None

    async def _held(self) -> None:
        if self.waiting is None:
            return
        try:
            await self.waiting.wait()
        except asyncio.BrokenBarrierError:
            raise web.HTTPServiceUnavailable from None

    async def _open(self, request: web.Request) -> web.StreamResponse:
        """A private chat: the same for the same person, and said to be there before anything is said in it."""
        if self.signed and not of_the_bot(request.headers.get("Authorization", "")):
            return _error(401, "Unauthorized")
        body = await request.json()
        fault = self.faults.popleft() if self.faults else None
        if fault and isinstance(fault.how, int):
            return _error(fault.how, fault.code, fault.retry_after)
        (member,) = body["members"]
        if body["isGroup"] or not body["bot"]["id"] or not body["channelData"]["tenant"]["id"]:
            return _error(400, "BadSyntax")
        self.opened.append(body)
        return web.json_response({"id": f"a:{member['id'].removeprefix('29:')}"}, status=201)

    async def _member(self, request: web.Request) -> web.StreamResponse:
        if self.signed and not of_the_bot(request.headers.get("Authorization", "")):
            return _error(401, "Unauthorized")
        user = request.match_info["user"]
        self.looked_up.append(user)
        fault = self.faults.popleft() if self.faults else None
        if fault and isinstance(fault.how, int):
            return _error(fault.how, fault.code, fault.retry_after)
        found = self.roster.get(user)
        return web.json_response(found) if found else _error(404, "MemberNotFoundInConversation")

    def _accept(self, request: web.Request, body: Json) -> TeamsPost:
        named = request.match_info.get("message", "")
        new = request.method == "POST"
        message = str(next(self.numbers)) if new else named
        reply_to = named if new else ""
        post = TeamsPost(request.method, request.match_info["conversation"], message, reply_to, body)
        self.posts.append(post)
        (self.typing if body.get("type") == "typing" else self.taken).set()
        return post


async def _in_pieces(request: web.Request, message: str, *, whole: bool) -> web.StreamResponse:
    """The answer's first half, and after it has gone the second, or nothing any more."""
    first, second = b'{"id": ', f'"{message}"}}'.encode()
    answer = web.StreamResponse(status=201, headers={"Content-Length": str(len(first + second))})
    await answer.prepare(request)
    await answer.write(first)
    for _ in range(10):  # turns of the loop, in which the bot, which runs on it, too, reads the first half
        await asyncio.sleep(0)
    if whole:
        await answer.write(second)
    elif request.transport is not None:
        request.transport.close()
    return answer


def _error(status: int, code: str, retry_after: str = "") -> web.Response:
    headers = {"Retry-After": retry_after} if retry_after else {}
    return web.json_response({"error": {"code": code, "message": code}}, status=status, headers=headers)


def _wrong(body: Any) -> str:
    """What Teams would not take about an activity."""
    if not isinstance(body, dict) or body.get("type") not in ("message", "typing"):
        return "not a message"
    if size(body) > LARGEST:
        return "too large"
    if body["type"] == "message" and not body.get("text") and not body.get("attachments"):
        return "an empty message"
    for attachment in body.get("attachments", []):
        if slip := slip_in(attachment["content"]):
            return slip
    return ""


def size(body: Mapping[str, Any]) -> int:
    return len(json.dumps(body, ensure_ascii=False).encode("utf-16-le"))


def slip_in(card: Json) -> str:
    """The first thing about a card that the published schema does not allow."""
    slip = jsonschema.exceptions.best_match(CARD.iter_errors(card))
    return f"{slip.json_path}: {slip.message[:500]}" if slip else ""
