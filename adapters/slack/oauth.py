"""Installing the bot in another workspace over OAuth, at whose end Slack gives a token for it."""

import hashlib
import hmac
import html
import secrets
from datetime import timedelta

import structlog
from aiohttp import web
from slack_sdk.oauth import AuthorizeUrlGenerator

from adapters.inbox_repository import InboxRepository
from adapters.slack.context import SlackCredentials
from adapters.slack.inbound import Payload
from adapters.slack.manifest import INSTALL, INSTALLED, SCOPES
from adapters.slack.web_api import FAILURES, WebApiClient
from adapters.slack.workspaces import SLACK, Workspace, Workspaces
from adapters.web.page_headers import page_headers
from bot.core.clock import Clock
from bot.db.store import Store

log = structlog.get_logger(__name__)

COOKIE = "mastery_slack_state"
STATE_LASTS = timedelta(minutes=10)
LONGEST = 200  # characters of a state or a code
HEADERS = page_headers()  # the address holds a code, which goes to no other site
DONE = "The bot is installed in {name}. Open Slack, find it under “Apps”, and write “help” to it."
CANCELLED = "Nothing was installed: it was cancelled in Slack."
START_AGAIN = "That link works once, within ten minutes, in the browser that began. Please start again: {install}"
NOT_A_WORKSPACE = "The bot is installed in one workspace, not in a whole organisation. Please choose a workspace."
NOT_SERVED = (
    "The bot is not open to {name} yet. Ask your administrator to add the workspace {team}, and start again."
)
NOT_NOW = "Slack did not give the bot access just now, so nothing was installed. Please start again: {install}"


class Installing:
    """GET /slack/install redirects to Slack's page, which redirects to /slack/oauth_redirect.

    The state between them is signed, lasts ten minutes, works once, and only in the browser that began.
    """

    def __init__(
        self,
        credentials: SlackCredentials,
        client: WebApiClient,
        workspaces: Workspaces,
        store: Store,
        clock: Clock,
    ):
        self._id, self._secret = credentials.client_id, credentials.client_secret
        self._client, self._workspaces = client, workspaces
        self._store, self._clock = store, clock
        page = f"{client.api.removesuffix('api/')}oauth/v2/authorize"
        self._page = AuthorizeUrlGenerator(client_id=self._id, scopes=SCOPES, authorization_url=page)

    def mount(self, app: web.Application) -> None:
        app.router.add_get(INSTALL, self.begin)
        app.router.add_get(INSTALLED, self.end)

    async def begin(self, _request: web.Request) -> web.Response:
        until = int((self._clock() + STATE_LASTS).timestamp())
        state = self._signed(f"{secrets.token_urlsafe(24)}.{until}")
        response = web.Response(status=302, headers={**HEADERS, "Location": self._page.generate(state)})
        lasts = int(STATE_LASTS.total_seconds())
        response.set_cookie(
            COOKIE, state, max_age=lasts, path="/slack", secure=True, httponly=True, samesite="Lax"
        )
        return response

    async def end(self, request: web.Request) -> web.Response:
        """The end of an installation. The state is claimed before the code is used, so that it works once."""
        given = request.query
        if not await self._began_here(request, given.get("state", "")[:LONGEST]):
            log.warning("installation refused", why="state")
            return _page(400, START_AGAIN.format(install=INSTALL))
        if "code" not in given:
            return _page(200, CANCELLED)
        try:
            answer = await self._exchanged(given["code"][:LONGEST])
            return await self._install(answer)
        except (*FAILURES, KeyError, TypeError) as error:
            log.error("installation failed", error=type(error).__name__)
            return _page(502, NOT_NOW.format(install=INSTALL))

    async def _exchanged(self, code: str) -> Payload:
        return await self._client.ask(
            "oauth.v2.access", "", {"code": code, "client_id": self._id, "client_secret": self._secret}
        )

    async def _install(self, answer: Payload) -> web.Response:
        team = answer.get("team")
        if answer.get("is_enterprise_install") or not isinstance(team, dict):
            return _page(400, NOT_A_WORKSPACE)
        workspace = Workspace(str(team["id"]), str(answer["access_token"]), str(answer["bot_user_id"]))
        name = str(team.get("name") or team["id"])
        if not self._workspaces.serves(workspace.team):
            return await self._given_back(workspace, name)
        await self._workspaces.install(workspace, name)
        return _page(200, DONE.format(name=name))

    async def _given_back(self, workspace: Workspace, name: str) -> web.Response:
        """Refuse a workspace that is not served: its token is revoked, so that Slack removes the bot there."""
        log.warning("installation refused", why="workspace", team=workspace.team)
        try:
            await self._client.ask("auth.revoke", workspace.token, {})
        except FAILURES as error:
            log.warning("token not given back", team=workspace.team, error=type(error).__name__)
        return _page(403, NOT_SERVED.format(name=name, team=workspace.team))

    async def _began_here(self, request: web.Request, state: str) -> bool:
        nonce, _, rest = state.partition(".")
        until = rest.partition(".")[0]
        sound = _same(state, self._signed(f"{nonce}.{until}"))
        ours = _same(state, request.cookies.get(COOKIE, ""))
        if not (sound and ours and int(until) > self._clock().timestamp()):
            return False
        return bool(await InboxRepository(self._store).claim(SLACK, {f"state {nonce}": ""}, (), self._clock()))

    def _signed(self, text: str) -> str:
        mark = hmac.new(self._secret.encode(), _bytes(f"install:{text}"), hashlib.sha256).hexdigest()
        return f"{text}.{mark}"


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(_bytes(one), _bytes(other))


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")


def _page(status: int, text: str) -> web.Response:
    page = f'<!doctype html><html lang="en"><title>Mastery bot</title><p>{html.escape(text)}</p></html>'
    response = web.Response(status=status, text=page, content_type="text/html", headers=HEADERS)
    response.del_cookie(COOKIE, path="/slack")
    return response
