"""A Slack of our own on loopback: its Web API as far as the bot uses it, response URLs, limits, and faults.

What breaks a documented limit is refused as Slack would refuse it, and kept in `broken`, which every test expects
to be empty.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

from adapters.slack.mrkdwn import clean
from tests.support.slack_limits import SlackRefusal, check_message, check_view

TOKEN, APP_TOKEN, TEAM, BOT_USER, BOT = "xoxb-test", "xapp-test", "T1", "UBOT", "B1"
TEAM_2, BOT_USER_2 = "T2", "UBOT2"
CLIENT_ID, CLIENT_SECRET = "1.2", "a client secret"
BACK = "https://mastery.example/slack/oauth_redirect"
USES_OF_A_RESPONSE_URL = 5
LONGEST_ALT = 1_000  # characters that describe a picture


@dataclass
class SlackFault:
    """What goes wrong with one call. `accepts`: whether the message is there all the same.

    kind: status (with `status`, `headers`), error (a refusal in JSON), drop, hang until the server stops, or gate:
    an ordinary answer once `opened` is set.
    """

    kind: str
    accepts: bool = False
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


def throttled(after: int) -> SlackFault:
    return SlackFault("status", False, 429, {"Retry-After": str(after)})


def refused(error: str) -> SlackFault:
    return SlackFault("error", error=error)


DROPPED = SlackFault("drop", accepts=True)
CUT_OFF = SlackFault("drop", accepts=False)
BROKEN = SlackFault("status", False, 500)
HANGS = SlackFault("hang", accepts=True)
GATED = SlackFault("gate", accepts=False)


@dataclass
class Shown:
    """Something that a person can see, the way it came: post, ephemeral, update, respond, modal or home."""

    way: str
    args: dict[str, Any]
    ts: str = ""
    team: str = ""

    @property
    def text(self) -> str:
        return str(self.args.get("text", ""))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (self.args.get("view") or self.args).get("blocks") or []
        return found

    @property
    def elements(self) -> list[dict[str, Any]]:
        """Every button, in order: of rows, and beside texts."""
        found = list[dict[str, Any]]()
        for block in self.blocks:
            found += block["elements"] if block["type"] == "actions" else []
            found += [block["accessory"]] if "accessory" in block else []
        return found


@dataclass
class Upload:
    name: str
    title: str
    content: bytes = b""
    channel: str = ""
    thread: str = ""


class FakeSlack:
    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.broken: list[str] = []
        self.uploads: dict[str, Upload] = {}
        self.files: dict[str, bytes] = {}
        self.history: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.zones: dict[str, str] = {}
        self.users: dict[str, dict[str, Any]] = {}
        self.tokens: dict[str, str] = {TOKEN: TEAM}
        self.codes: dict[str, dict[str, Any]] = {}
        self.between_people: set[str] = set()
        self.team = ""
        self.faults: dict[str, deque[SlackFault]] = defaultdict(deque)
        self.triggers: set[str] = set()
        self.url = ""
        self.began = 1_760_000_000  # seconds since 1970: messages are stamped from then on, a second apart
        self.opened = asyncio.Event()
        self.outgoing: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.acknowledged: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.connections = 0
        self._sending: asyncio.Task[None] | None = None
        self._uses: dict[str, int] = defaultdict(int)
        self._numbers = 0
        self._stopping = asyncio.Event()

    def fail(self, method: str, *faults: SlackFault) -> None:
        self.faults[method].extend(faults)

    def called(self, method: str) -> list[dict[str, Any]]:
        return [args for name, args in self.calls if name == method]

    def response_url(self) -> str:
        return f"{self.url}/respond/{self._next()}"

    def app(self) -> web.Application:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/socket", self._socket)
        app.router.add_get("/oauth/v2/authorize", self._authorize)
        app.router.add_post("/respond/{number}", self._respond)
        app.router.add_post("/upload/{number}", self._upload)
        app.router.add_get("/file/{number}", self._file)
        return app

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakeSlack"]:
        runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield self
        finally:
            self._stopping.set()
            await runner.cleanup()

    def _show(self, way: str, args: dict[str, Any], ts: str = "") -> None:
        self.shown.append(Shown(way, args, ts, self.team if way != "respond" else ""))

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        args = await _arguments(request)
        self.calls.append((method, args))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.tokens and token != APP_TOKEN and method != "oauth.v2.access":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        fault = self.faults[method].popleft() if self.faults[method] else None
        if fault and fault.kind == "gate":
            await self.opened.wait()
            fault = None
        if fault and not fault.accepts:
            return await self._fault(request, fault)
        self.team = self.tokens.get(token, "")
        if {args.get("channel"), args.get("channel_id")} & self.between_people:  # the bot is in none of them
            answer = {"error": "channel_not_found"}
        else:
            answer = getattr(self, f"_{method.replace('.', '_')}")(args)
        if fault:
            return await self._fault(request, fault)
        return web.json_response({"ok": "error" not in answer, **answer})

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        """Socket Mode: what is put into `outgoing` goes to the newest connection; acknowledgements are kept."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        if self._sending:
            self._sending.cancel()
        self._sending = sending = asyncio.create_task(self._send_on(socket))
        self.connections += 1
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                    self.acknowledged.put_nowait(json.loads(message.data))
        finally:
            sending.cancel()
        return socket

    async def _send_on(self, socket: web.WebSocketResponse) -> None:
        while True:
            await socket.send_json(await self.outgoing.get())

    async def _fault(self, request: web.Request, fault: SlackFault) -> web.Response:
        if fault.kind == "hang":
            await self._stopping.wait()
        if fault.kind in {"drop", "hang"}:
            assert request.transport
            request.transport.close()
        if fault.kind == "error":
            return web.json_response({"ok": False, "error": fault.error})
        return web.Response(status=fault.status, headers=fault.headers, text="a fault")

    async def _respond(self, request: web.Request) -> web.Response:
        args = json.loads(await request.text())
        self.calls.append(("response_url", args))
        self._uses[request.path] += 1
        if self.faults["response_url"]:
            return await self._fault(request, self.faults["response_url"].popleft())
        if self._uses[request.path] > USES_OF_A_RESPONSE_URL:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        if error := self._wrong(check_message, args):
            return web.json_response(error, status=400)
        self._show("respond", args)
        return web.Response(text="ok")

    async def _file(self, request: web.Request) -> web.Response:
        """What somebody sent; without a token, the page to sign in at."""
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        return web.Response(body=self.files[request.match_info["number"]])

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.read()
        if self.faults["upload"]:
            return await self._fault(request, self.faults["upload"].popleft())
        self.uploads[request.match_info["number"]].content = form
        return web.Response(text=f"OK - {len(form)}")

    def _wrong(self, check: Callable[[Mapping[str, Any]], None], payload: Mapping[str, Any]) -> dict[str, Any]:
        try:
            check(payload)
        except SlackRefusal as why:
            self.broken.append(str(why))
            return {"error": "invalid_blocks", "response_metadata": {"messages": [str(why)]}}
        return {}

    def _auth_test(self, _args: dict[str, Any]) -> dict[str, Any]:
        return {"team_id": self.team, "user_id": BOT_USER, "bot_id": BOT, "url": "https://school.slack.example/"}

    def _auth_revoke(self, _args: dict[str, Any]) -> dict[str, Any]:
        self.tokens = {token: team for token, team in self.tokens.items() if team != self.team}
        return {"revoked": True}

    def _apps_connections_open(self, _args: dict[str, Any]) -> dict[str, Any]:
        return {"url": f"{self.url.replace('http', 'ws')}/socket"}

    def _users_info(self, args: dict[str, Any]) -> dict[str, Any]:
        user = {"id": args["user"], "team_id": self.team, "tz": self.zones.get(args["user"], "Europe/London")}
        return {"user": user | self.users.get(args["user"], {})}

    async def _authorize(self, request: web.Request) -> web.Response:
        """Slack's own page on which somebody agrees: it goes back at once, with a code for workspace T2."""
        query = request.query
        assert query["scope"], "an app that asks for nothing"
        code = f"code-{self._next()}"
        self.codes[code] = {"team": {"id": TEAM_2, "name": "Fenland <Schools>"}, "client_id": query["client_id"]}
        back = f"{BACK}?{urlencode({'code': code, 'state': query['state']})}"
        return web.Response(status=302, headers={"Location": back})

    def _oauth_v2_access(self, args: dict[str, Any]) -> dict[str, Any]:
        """A code works once."""
        agreed = self.codes.pop(args["code"], None)
        if not agreed or args["client_secret"] != CLIENT_SECRET or args["client_id"] != agreed.pop("client_id"):
            return {"error": "invalid_code"}
        token = f"xoxb-{self._next()}"
        self.tokens[token] = TEAM_2
        return {"access_token": token, "bot_user_id": BOT_USER_2, "is_enterprise_install": False, **agreed}

    def _conversations_open(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": dm_with(args["users"])}}

    def _conversations_history(self, args: dict[str, Any]) -> dict[str, Any]:
        oldest = float(args.get("oldest") or 0)
        there = [one for one in reversed(self.history[args["channel"]]) if float(one["ts"]) >= oldest]
        if str(args.get("include_all_metadata", "")).lower() not in {"true", "1"}:
            there = [{name: value for name, value in one.items() if name != "metadata"} for one in there]
        start, most = int(args.get("cursor") or 0), int(args.get("limit") or 100)
        further = str(start + most) if len(there) > start + most else ""
        return {"messages": there[start : start + most], "response_metadata": {"next_cursor": further}}

    def _chat_postMessage(self, args: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  Slack's name
        if error := self._wrong(check_message, args):
            return error
        ts = f"{self.began + self._next()}.000100"
        self.history[args["channel"]].append({**args, "ts": ts})
        self._show("post", args, ts)
        return {"ts": ts, "channel": args["channel"]}

    def _chat_postEphemeral(self, args: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  Slack's name
        if error := self._wrong(check_message, args):
            return error
        self._show("ephemeral", args)
        return {"message_ts": f"{self.began + self._next()}.000100"}

    def _chat_update(self, args: dict[str, Any]) -> dict[str, Any]:
        there = [one for one in self.history[args["channel"]] if one["ts"] == args["ts"]]
        if not there:
            return {"error": "message_not_found"}
        if error := self._wrong(check_message, args):
            return error
        there[0].update(args)
        self._show("update", args, args["ts"])
        return {"ts": args["ts"], "channel": args["channel"]}

    def _chat_delete(self, args: dict[str, Any]) -> dict[str, Any]:
        left = [one for one in self.history[args["channel"]] if one["ts"] != args["ts"]]
        if len(left) == len(self.history[args["channel"]]):
            return {"error": "message_not_found"}
        self.history[args["channel"]] = left
        return {"ts": args["ts"]}

    def _views_open(self, args: dict[str, Any]) -> dict[str, Any]:
        if args["trigger_id"] not in self.triggers:
            return {"error": "expired_trigger_id"}
        self.triggers.discard(args["trigger_id"])  # it works once
        if error := self._wrong(check_view, args["view"]):
            return error
        self._show("modal", args)
        return {"view": {"id": f"V{self._next()}"}}

    def _views_publish(self, args: dict[str, Any]) -> dict[str, Any]:
        if error := self._wrong(check_view, args["view"]):
            return error
        self._show("home", args)
        return {"view": {"id": f"V{self._next()}"}}

    def _files_getUploadURLExternal(self, args: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  Slack's name
        if len(args.get("alt_txt") or "") > LONGEST_ALT:
            self.broken.append("alt_txt_too_large")
            return {"error": "alt_txt_too_large"}
        number = str(self._next())
        self.uploads[number] = Upload(args["filename"], "")
        return {"upload_url": f"{self.url}/upload/{number}", "file_id": number}

    def _files_completeUploadExternal(self, args: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  Slack's name
        for one in args["files"]:
            upload = self.uploads[one["id"]]
            upload.title, upload.channel = one.get("title", ""), args.get("channel_id", "")
            upload.thread = args.get("thread_ts", "")
        return {"files": args["files"]}


def dm_with(user: str) -> str:
    return f"D{user}"


def read(text: str) -> str:
    """What a person reads where `text` was sent: Slack shows the three escaped characters as they are."""
    return clean(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return {name: value for name, value in json.loads(await request.text()).items() if value is not None}
    given = {**request.query, **dict(await request.post())}
    return {name: _decoded(str(value)) for name, value in given.items()}


def _decoded(value: str) -> Any:
    """Objects and lists come as JSON within a form."""
    return json.loads(value) if value[:1] in {"{", "["} else value
