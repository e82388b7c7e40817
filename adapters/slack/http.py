"""POST /slack/events: what Slack did not sign is refused before anything else reads or logs it."""

import json
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from aiohttp import web
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier

from adapters.slack.dispatcher import EventAnswer, refuse
from adapters.slack.inbound import RETRIED, Payload
from adapters.slack.manifest import PATH
from bot.core.clock import Clock

__all__ = ["PATH", "EventsEndpoint", "Take"]

LONGEST_STAMP = 12  # digits; seconds since 1970 have ten
MOST_FIELDS = 100  # of a form; Slack sends about twenty
RETRY = "X-Slack-Retry-Num"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
KNOWN_BY = frozenset({"type", "command", "ssl_check"})  # whatever Slack sends has one of these

Take = Callable[[Payload], Awaitable[EventAnswer]]


class _Seconds(SlackClock):
    """Our clock as the SDK wants it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()


class EventsEndpoint:
    """Checks the signature (no older than five minutes), the kind and the shape of a request; logs no body."""

    def __init__(self, secret: str, clock: Clock, take: Take) -> None:
        self._verifier = SignatureVerifier(secret, _Seconds(clock))
        self._take = take

    async def take(self, request: web.Request) -> web.Response:
        answer = await self._answer(request)
        if answer.body is None:
            return web.Response(status=answer.status)
        return web.json_response(answer.body, status=answer.status)

    async def _answer(self, request: web.Request) -> EventAnswer:
        try:
            body = (await request.read()).decode()
        except web.HTTPRequestEntityTooLarge:
            return refuse(413, "too large")
        except UnicodeDecodeError:
            return refuse(400, "not text")
        if request.content_type not in {FORM, JSON}:
            return refuse(415, "content type")
        if not self._signed(request, body):
            return refuse(401, "signature")
        payload = payload_of(request.content_type, body)
        if not payload:
            return refuse(400, "junk")
        return await self._take({**payload, RETRIED: True} if RETRY in request.headers else payload)

    def _signed(self, request: web.Request, body: str) -> bool:
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        sound = stamp.isascii() and stamp.isdecimal() and len(stamp) <= LONGEST_STAMP
        return sound and self._verifier.is_valid(body, stamp, signature)


def payload_of(kind: str, body: str) -> Payload | None:
    """The JSON object in a request's body; None when it is none that Slack could have sent."""
    try:
        given = json.loads(body) if kind == JSON else _in_form(body)
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) and KNOWN_BY & given.keys() else None


def _in_form(body: str) -> object:
    """A form's fields, or the JSON in the one named payload."""
    fields = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    return json.loads(fields["payload"]) if "payload" in fields else fields
