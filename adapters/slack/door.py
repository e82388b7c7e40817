"""POST /slack/events: what does not come from Slack is refused here, before anything reads it or writes of it."""

import json
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

import structlog
from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier

from bot.clock import Clock

log = structlog.get_logger(__name__)

PATH = "/slack/events"
LONGEST_STAMP = 12  # digits; seconds since 1970 have ten
FORM, JSON = "application/x-www-form-urlencoded", "application/json"

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class _Seconds(SlackClock):
    """Our clock as the SDK wants it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()


class Door:
    """Checks the signature (no older than five minutes), the kind and the shape of a request; logs no body."""

    def __init__(self, secret: str, clock: Clock, dispatch: Dispatch) -> None:
        self._verifier = SignatureVerifier(secret, _Seconds(clock))
        self._dispatch = dispatch

    async def take(self, request: web.Request) -> web.Response:
        try:
            body = await request.text()
        except web.HTTPRequestEntityTooLarge:
            return _refuse(413, "too large")
        except (UnicodeDecodeError, LookupError):
            return _refuse(400, "not text")
        if request.content_type not in {FORM, JSON}:
            return _refuse(415, "content type")
        if not self._signed(request, body):
            return _refuse(401, "signature")
        if not readable(request.content_type, body):
            return _refuse(400, "junk")
        response = await self._dispatch(AsyncBoltRequest(body=body, headers=dict(request.headers)))
        return web.Response(
            status=response.status,
            text=response.body,
            content_type=JSON if response.body.startswith("{") else "text/plain",
        )

    def _signed(self, request: web.Request, body: str) -> bool:
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        sound = stamp.isascii() and stamp.isdecimal() and len(stamp) <= LONGEST_STAMP
        return sound and self._verifier.is_valid(body, stamp, signature)


def readable(kind: str, body: str) -> bool:
    """Whether it is an object that Slack could have sent."""
    try:
        if kind == JSON:
            return isinstance(json.loads(body), dict)
        fields = parse_qs(body, keep_blank_values=True)
        given = json.loads(fields["payload"][0]) if "payload" in fields else fields
        return isinstance(given, dict) and bool({"type", "command", "ssl_check"} & set(given))
    except (ValueError, RecursionError):
        return False


def _refuse(status: int, why: str) -> web.Response:
    log.warning("request refused", why=why, status=status)
    return web.json_response({"error": why}, status=status)
