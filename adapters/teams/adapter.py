"""botbuilder's turns with our own authentication and our own HTTP session.

docs/decisions/009 and 013 say what botbuilder-core 4.17.1 would do by itself, and why it does not here.
"""

import json
import re
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ConversationReference, ResourceResponse

from adapters.metrics import REFUSED
from adapters.teams.activity_codec import Json, NotAnActivity, arrived
from adapters.teams.auth_inbound import KeysMissing, NotSigned, Signatures
from adapters.teams.connector_client import Connectors
from adapters.teams.credentials import TeamsCredentials

log = structlog.get_logger(__name__)
Turn = Callable[[TurnContext], Awaitable[None]]
ANSWER = "answer of an invoke"
HALVES = re.compile(rb"\\u[dD][89a-fA-F]")  # escapes that make a character only in pairs
TEAMS = "msteams"  # Microsoft's name for the channel
NOT_IMPLEMENTED = 501  # what botbuilder says of an invoke that nobody answered


class Adapter(BotAdapter):  # type: ignore[misc]
    """POST /api/messages → a turn → the HTTP answer.

    Built on botbuilder's plain adapter. Its cloud adapter builds two REST clients a turn, which is most of what a
    turn costs there.
    """

    def __init__(self, signatures: Signatures, credentials: TeamsCredentials, connectors: Connectors) -> None:
        super().__init__()
        self._signatures = signatures
        self._credentials = credentials
        self._connectors = connectors

    async def process(self, request: web.Request, logic: Turn) -> web.Response:
        """401 for what is not signed, 400 for what is no activity.

        403 for a tenant that is not listed, and for what did not come through Teams: Azure turns Web Chat on for
        every bot, where whoever writes may call themselves anything.
        """
        body = await _json(request)
        try:
            await self._signatures.check(request.headers.get("Authorization", ""), body)
        except NotSigned as refused:
            log.warning("request refused", why=str(refused))
            return _refused(401, "signature")
        except KeysMissing:
            return _refused(503, "no signing keys")
        if not (self._credentials.anonymous or body.get("channelId") == TEAMS):
            log.warning("not through Teams")
            return _refused(403, "not through Teams")
        if not self._listed(body):
            log.warning("tenant not listed")
            return _refused(403, "tenant not listed")
        try:
            context = TurnContext(self, arrived(body))
        except NotAnActivity as slip:
            log.warning("not an activity", what=str(slip))
            raise web.HTTPBadRequest from None
        await self.run_pipeline(context, logic)
        return _response(context)

    def _listed(self, body: Json) -> bool:
        return self._credentials.anonymous or tenant_of(body).lower() in self._credentials.tenants

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        """Through the pooled session; an invoke's answer is kept for the response. Raises as Connectors do."""
        sent = []
        for activity in activities:
            if activity.type == ActivityTypes.invoke_response:
                context.turn_state[ANSWER] = activity.value
                sent.append(ResourceResponse())
                continue
            message = await self._connectors.send(
                activity.service_url, activity.conversation.id, activity.serialize(), activity.reply_to_id or ""
            )
            sent.append(ResourceResponse(id=message))
        return sent

    async def update_activity(self, _context: TurnContext, activity: Activity) -> None:
        where, message = activity.conversation.id, activity.id
        await self._connectors.update(activity.service_url, where, message, activity.serialize())

    async def delete_activity(self, _context: TurnContext, reference: ConversationReference) -> None:
        await self._connectors.delete(reference.service_url, reference.conversation.id, reference.activity_id)


def _refused(status: int, why: str) -> web.Response:
    REFUSED.labels("teams", why).inc()
    return web.Response(status=status)


async def answer_invoke(context: TurnContext, body: Json) -> None:
    """The answer of an invoke as plain JSON, so that nothing tries to serialise it a second time."""
    value = InvokeResponse(status=200, body=body)
    await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=value))


def _response(context: TurnContext) -> web.Response:
    answer = context.turn_state.get(ANSWER)
    if answer is not None:
        return web.json_response(answer.body, status=answer.status)  # serialised once: bodies are plain JSON
    return web.Response(status=NOT_IMPLEMENTED if context.activity.type == ActivityTypes.invoke else 200)


async def _json(request: web.Request) -> Json:
    """Raises HTTPBadRequest for what is no activity in JSON. Half a character becomes a question mark."""
    text = await request.read()
    try:
        body = json.loads(text)
        if HALVES.search(text):
            body = json.loads(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        raise web.HTTPBadRequest
    return body


def tenant_of(body: Json) -> str:
    """The tenant that Teams names, in either of the two places where it does; they must not disagree."""
    conversation, data = body.get("conversation") or {}, body.get("channelData") or {}
    first = conversation.get("tenantId") if isinstance(conversation, dict) else None
    named = data.get("tenant") if isinstance(data, dict) else None
    second = named.get("id") if isinstance(named, dict) else None
    if first and second and first != second:
        return ""
    return str(first or second or "")
