"""Where Teams takes messages: one pooled session, and exact words for how a request ended."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

from adapters.json_object import json_object
from adapters.platform_health import PlatformHealth
from adapters.teams.auth_outbound import NoToken, Tokens

PATIENCE = aiohttp.ClientTimeout(total=15, sock_connect=5)
BRIEFLY = aiohttp.ClientTimeout(total=4)  # for what a turn can do without
DEFAULT_PAUSE = 5.0  # seconds, where a 429 does not say
LONGEST_PAUSE = 3600.0
COMPACT = json.JSONEncoder(separators=(",", ":"))
JSON = {"Content-Type": "application/json"}
NOT_LET_IN = "Teams does not take the bot's token"
LONGEST_ANSWER = 64 * 1024  # bytes read of what Teams answers


class RateLimited(Exception):
    """Teams takes nothing now: a 429. `after` in seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"Teams asks to wait {after:.0f} s")
        self.after = after


class Rejected(Exception):
    """Teams did not take it, for sure. `code` is Teams' own name for why; `for_good`: trying again is no use."""

    def __init__(self, code: str, *, for_good: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.for_good = for_good


class Indeterminate(Exception):
    """It may have been taken, or not: a time-out, a dropped connection, a 5xx. Never repeated here."""


class Connectors:
    """Sends, changes and deletes activities, given as plain JSON. `session` keeps its connections."""

    def __init__(
        self, session: aiohttp.ClientSession, tokens: Tokens, patience: aiohttp.ClientTimeout = PATIENCE
    ) -> None:
        self._session = session
        self._tokens = tokens
        self._patience = patience
        self.health = PlatformHealth("Teams")

    async def send(self, service: str, conversation: str, activity: Mapping[str, Any], reply_to: str = "") -> str:
        """Post once; Teams' id for the message. Raises RateLimited, Rejected, Indeterminate."""
        said = await self._ask("POST", _url(service, conversation, reply_to), activity)
        return str(said.get("id", ""))

    async def update(self, service: str, conversation: str, message: str, activity: Mapping[str, Any]) -> None:
        await self._ask("PUT", _url(service, conversation, message), {**activity, "id": message})

    async def delete(self, service: str, conversation: str, message: str) -> None:
        await self._ask("DELETE", _url(service, conversation, message), None)

    async def member(self, service: str, conversation: str, user: str) -> dict[str, Any]:
        """What Teams' roster says of somebody. Raises as the others do."""
        where = f"{service.rstrip('/')}/v3/conversations/{quote(conversation, safe='')}/members"
        return await self._ask("GET", f"{where}/{quote(user, safe='')}", None, BRIEFLY)

    async def open_chat(self, service: str, bot: str, user: str, tenant: str) -> str:
        """The private chat with somebody; Teams' id for it. Nothing is said in it yet."""
        body = {
            "isGroup": False,
            "bot": {"id": bot},
            "members": [{"id": user}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        said = await self._ask("POST", f"{service.rstrip('/')}/v3/conversations", body)
        if not said.get("id"):
            raise Rejected("Teams named no chat", for_good=False)
        return str(said["id"])

    async def _ask(
        self,
        method: str,
        url: str,
        body: Mapping[str, Any] | None,
        patience: aiohttp.ClientTimeout | None = None,
    ) -> dict[str, Any]:
        data = None if body is None else COMPACT.encode(body).encode()
        patience = patience or self._patience
        status, headers, text = await self._once(method, url, data, patience)
        if status == 401:  # nothing was taken; the token may have been withdrawn before its time
            status, headers, text = await self._once(method, url, data, patience)
            if status == 401:
                self.health.refused(NOT_LET_IN)
        return _outcome(status, headers, text)

    async def _once(
        self, method: str, url: str, data: bytes | None, patience: aiohttp.ClientTimeout
    ) -> tuple[int, Mapping[str, str], bytes]:
        try:
            token = await self._tokens.header()
        except NoToken as missing:
            (self.health.refused if missing.for_good else self.health.failed)(str(missing))
            raise Rejected(str(missing), for_good=False) from None
        try:
            async with self._session.request(
                method, url, data=data, headers={**token, **JSON}, timeout=patience, allow_redirects=False
            ) as answer:
                if answer.status == 401:
                    self._tokens.drop(token)
                if answer.status >= 500 or _is_page(answer.headers):
                    self.health.failed(f"HTTP {answer.status}")
                elif answer.status != 401:
                    self.health.well()
                return answer.status, answer.headers, await _text(answer)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL):
            self.health.failed("cannot be reached")
            raise Rejected("Teams cannot be reached", for_good=False) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self.health.failed(type(error).__name__)
            raise Indeterminate(f"the connection to Teams ended ({type(error).__name__})") from None


async def _text(answer: aiohttp.ClientResponse) -> bytes:
    """What Teams answers, in however many pieces. A connection that drops after the status changes nothing."""
    found = bytearray()
    try:
        async for piece in answer.content.iter_any():
            found += piece
            if len(found) > LONGEST_ANSWER:
                break
    except (aiohttp.ClientError, TimeoutError, OSError):
        return b""
    return bytes(found)


def _outcome(status: int, headers: Mapping[str, str], text: bytes) -> dict[str, Any]:
    said = json_object(text)
    if status == 429:
        raise RateLimited(pause(headers.get("Retry-After", "")))
    if status in (408, 412) or status >= 500:
        raise Indeterminate(f"Teams answered {status}")
    if status == 401:
        raise Rejected(NOT_LET_IN, for_good=False)
    if not 200 <= status < 300:
        raise Rejected(_code(said) or f"Teams answered {status}")
    if _is_page(headers):  # what stands between did not let it through: Teams answers in JSON, or in nothing
        raise Rejected("a page came in place of Teams' answer", for_good=False)
    if "error" in said and "id" not in said:  # whatever the status says
        raise Rejected(_code(said) or "Teams answered with an error", for_good=False)
    return said


def _is_page(headers: Mapping[str, str]) -> bool:
    return headers.get("Content-Type", "").startswith("text/html")


def _url(service: str, conversation: str, message: str = "") -> str:
    where = f"{service.rstrip('/')}/v3/conversations/{quote(conversation, safe='')}/activities"
    return f"{where}/{quote(message, safe='')}" if message else where


def _code(said: Mapping[str, Any]) -> str:
    """`{"error": {"code": …}}`; a blocked bot is named either there or one level further in."""
    error = said.get("error")
    if not isinstance(error, dict):
        return ""
    within = error.get("innerHttpError") or error.get("innererror") or {}
    inner = within.get("code") if isinstance(within, dict) else ""
    return str(inner or error.get("code") or error.get("message") or "")[:200]


def pause(said: str) -> float:
    """Retry-After as seconds, within reason; a date or nonsense counts as the usual pause."""
    try:
        return min(float(said), LONGEST_PAUSE) if float(said) >= 0 else DEFAULT_PAUSE  # not a number, either
    except ValueError:
        return DEFAULT_PAUSE
