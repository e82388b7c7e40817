"""botbuilder's turn over our own doors: who sent a request is checked here, and what goes out takes one session.

What botbuilder-core 4.17.1 would do by itself, and why it does not here, stands in docs/decisions/009.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web
from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ResourceResponse
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from adapters.teams.connectors import Connectors
from adapters.teams.credentials import Credentials
from adapters.teams.signing import Keys, KeysMissing, NotSigned, verify

log = structlog.get_logger(__name__)
Json = dict[str, Any]
Turn = Callable[[TurnContext], Awaitable[None]]


class Doors(ConnectorFactory):  # type: ignore[misc]
    """Hands out the one connector: botbuilder builds two REST clients a turn, most of what a turn costs."""

    def __init__(self, connectors: Connectors) -> None:
        self._connectors = connectors

    async def create(self, _service_url: str, _audience: str) -> Connectors:
        return self._connectors


class Signatures(BotFrameworkAuthentication):  # type: ignore[misc]
    """Microsoft's tokens, checked with keys fetched ahead. Whoever is not signed is a NotSigned, never a 500."""

    def __init__(self, keys: Keys, credentials: Credentials, issuer: str, connectors: Connectors) -> None:
        self._keys = keys
        self._credentials = credentials
        self._issuer = issuer
        self._doors = Doors(connectors)

    async def authenticate_request(self, activity: Json, auth_header: str) -> AuthenticateRequestResult:
        """Raises NotSigned, KeysMissing. `activity` is plain JSON: nothing is made of it before this."""
        found = AuthenticateRequestResult()
        found.claims_identity = ClaimsIdentity(await self._claims(activity, auth_header), True)
        found.connector_factory = self._doors
        return found

    async def _claims(self, activity: Json, header: str) -> Json:
        if not header and self._credentials.anonymous:
            return {}
        return await verify(header, activity, self._keys, self._credentials, self._issuer)

    async def authenticate_streaming_request(self, _header: str, _channel: str) -> None:
        raise NotSigned("streaming is not offered")

    def create_connector_factory(self, _claims: ClaimsIdentity) -> ConnectorFactory:
        return self._doors

    async def create_user_token_client(self, _claims: ClaimsIdentity) -> None:
        """No sign-in of users is offered, so there is nothing to build for it."""


class Adapter(CloudAdapterBase):  # type: ignore[misc]
    """POST /api/messages → a turn → what Teams is answered."""

    def __init__(self, signatures: Signatures, credentials: Credentials, connectors: Connectors) -> None:
        super().__init__(signatures)
        self._signatures = signatures
        self._credentials = credentials
        self._connectors = connectors

    async def process(self, request: web.Request, logic: Turn) -> web.Response:
        """401 for what is not signed, 403 for a tenant that is not listed, 400 for what is no activity."""
        body = await _json(request)
        try:
            who = await self._signatures.authenticate_request(body, request.headers.get("Authorization", ""))
        except NotSigned as refused:
            log.warning("request refused", why=str(refused))
            return web.Response(status=401)
        except KeysMissing:
            return web.Response(status=503)
        if not self._listed(body):
            log.warning("tenant not listed")
            return web.Response(status=403)
        answer = await self.process_activity(who, _activity(body), logic)
        if answer is None:
            return web.Response(status=200)
        return web.json_response(answer.body, status=answer.status)  # serialised once: bodies are plain JSON

    def _listed(self, body: Json) -> bool:
        return self._credentials.anonymous or tenant_of(body).lower() in self._credentials.tenants

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        """Through the pooled session; an invoke's answer is kept for the response. Raises as Connectors do."""
        sent = []
        for activity in activities:
            if activity.type == ActivityTypes.invoke_response:
                context.turn_state[self._INVOKE_RESPONSE_KEY] = activity
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


async def answer_invoke(context: TurnContext, body: Json) -> None:
    """The answer of an invoke as plain JSON, so that nothing tries to serialise it a second time."""
    value = InvokeResponse(status=200, body=body)
    await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=value))


async def _json(request: web.Request) -> Json:
    """Raises HTTPBadRequest for what is not an activity in JSON."""
    try:
        body = await request.json()
    except (ValueError, LookupError):  # LookupError: an unknown charset
        raise web.HTTPBadRequest from None
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        raise web.HTTPBadRequest
    return body


def _activity(body: Json) -> Activity:
    try:
        return Activity().deserialize(body)
    except Exception:
        log.warning("not an activity", exc_info=True)
        raise web.HTTPBadRequest from None


def tenant_of(body: Json) -> str:
    """The tenant that Teams names, in either of the two places where it does; they must not disagree."""
    conversation, data = body.get("conversation") or {}, body.get("channelData") or {}
    first = conversation.get("tenantId") if isinstance(conversation, dict) else None
    named = data.get("tenant") if isinstance(data, dict) else None
    second = named.get("id") if isinstance(named, dict) else None
    if first and second and first != second:
        return ""
    return str(first or second or "")
