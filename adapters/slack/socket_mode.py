"""Socket Mode: the same payloads over a connection that we open, where no public address can be had."""

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.bolt_app import quiet
from adapters.slack.http import Take
from adapters.slack.web_api import WebApiClient


class Socket:
    def __init__(self, app_token: str, client: WebApiClient, take: Take) -> None:
        self._take = take
        web_client = AsyncWebClient(base_url=client.api, session=client.session, retry_handlers=[])
        self._client = SocketModeClient(app_token, logger=quiet(), web_client=web_client)
        self._client.socket_mode_request_listeners.append(self._taken)

    async def open(self) -> None:
        """Raises SlackApiError and one of FAILURES."""
        await self._client.connect_to_new_endpoint()

    async def close(self) -> None:
        await self._client.close()  # type: ignore[no-untyped-call]

    async def _taken(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Acknowledge what was taken in; Slack delivers the rest again."""
        answer = await self._take(request.payload)
        if answer.status == 200:
            told = SocketModeResponse(envelope_id=request.envelope_id, payload=answer.body)
            await client.send_socket_mode_response(told)
