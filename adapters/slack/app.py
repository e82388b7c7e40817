"""The Slack platform: its parts put together, opened and closed."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog
from aiohttp import web
from slack_sdk.errors import SlackApiError

from adapters.followed_messages import FollowedMessages
from adapters.inbox import Inbox, resumed_regularly
from adapters.slack.ack_priority import AckPriorityGate
from adapters.slack.bolt_app import Bolt
from adapters.slack.context import SlackContext, SlackCredentials
from adapters.slack.dispatcher import SlackDispatcher
from adapters.slack.http import PATH, EventsEndpoint
from adapters.slack.manifest import INSTALL
from adapters.slack.oauth import Installing
from adapters.slack.pace import ChannelPace
from adapters.slack.replies import Answers
from adapters.slack.sender import LATER, UNCERTAIN, SlackSender
from adapters.slack.socket_mode import Socket
from adapters.slack.token_encryption import TokenCipher
from adapters.slack.turn_queue import TurnQueue
from adapters.slack.turns import SlackTurns
from adapters.slack.users import SlackUsers
from adapters.slack.web_api import FAILURES, SlackRefused, WebApiClient
from adapters.slack.workspaces import Workspace, Workspaces
from bot.core.errors import SettingsError
from scheduler.ports import PlatformSender as PortSender

log = structlog.get_logger(__name__)
ASKS_AGAIN = 5.0  # seconds until a Slack that could not be reached is asked again


class SlackPlatform:
    name = "Slack"
    sender: PortSender

    def __init__(self, credentials: SlackCredentials, context: SlackContext) -> None:
        self.about = _about(credentials)
        self._credentials, self._clock = credentials, context.clock
        self._store, self._sleep = context.store, context.sleep
        self.queue = TurnQueue()
        self._client = client = WebApiClient(credentials.api, context.call_patience)
        client.own = credentials.token
        self._workspaces = Workspaces(context.store, context.clock, _cipher(credentials), context.serves)
        pace = ChannelPace(context.seconds, context.sleep)
        followed = FollowedMessages(context.store, context.clock)
        answers = Answers(client, self._workspaces, pace, followed, context.sleep)
        self.people = SlackUsers(client, self._workspaces, context)
        gate = AckPriorityGate()
        turns = SlackTurns(context, self.people, answers, gate)
        self._inbox = Inbox(context.store, "slack", context.clock)
        self._dispatcher = SlackDispatcher(
            self._workspaces, self._inbox, self.queue, turns, gate, context.form_patience
        )
        self._bolt = Bolt(self._dispatcher.take)
        self.sender = SlackSender(client, self._workspaces, pace)
        self._socket: Socket | None = None
        self._tasks = list[asyncio.Task[None]]()
        self._trouble = ""

    def mount(self, app: web.Application) -> None:
        """Add the routes and open Socket Mode. A process that only sends does not call this."""
        app.on_startup.append(self._open)
        if self._credentials.signing_secret:
            endpoint = EventsEndpoint(self._credentials.signing_secret, self._clock, self._bolt.take)
            app.router.add_post(PATH, endpoint.take)
        if self._credentials.installs:
            Installing(self._credentials, self._client, self._workspaces, self._store, self._clock).mount(app)

    async def start(self) -> None:
        """Raises SettingsError when Slack does not take the token. A Slack that cannot be asked is asked again."""
        if not self._credentials.token:
            return
        try:
            await self._sign_in()
        except FAILURES as error:
            if _is_final(error):
                await self.stop()
                raise _not_let_in(error) from None
            self._workspaces.connecting, self._trouble = True, str(_not_let_in(error))
            self._later(self._sign_in_later())

    async def try_credentials(self) -> str:
        """One auth.test. An app token is not tried: that would take events from the process that serves."""
        try:
            if self._credentials.token:
                await self._sign_in()
        except FAILURES as error:
            return str(_not_let_in(error))
        finally:
            await self._client.close()
        return ""

    def problem(self) -> str:
        return self._trouble or self._client.health.problem()

    async def _sign_in(self) -> None:
        us = await self._client.call("auth.test", self._credentials.token, {})
        self._workspaces.own = Workspace(str(us["team_id"]), self._credentials.token, str(us["user_id"]))
        self._workspaces.connecting = False

    async def _sign_in_later(self) -> None:
        log.error("Slack cannot be asked; trying again", why=self._trouble)
        while self._workspaces.connecting:
            await self._sleep(ASKS_AGAIN)
            try:
                await self._sign_in()
            except FAILURES as again:
                self._trouble = str(_not_let_in(again))
        self._trouble = ""
        log.warning("Slack lets the bot in")
        await self._dispatcher.resume()

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def stop(self) -> None:
        if self._socket:
            await self._socket.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.queue.finish()
        await self._inbox.close()
        await self._client.close()

    async def _open(self, _app: web.Application) -> None:
        """Raises SettingsError when Slack does not take the app token."""
        await self._resume()
        self._later(resumed_regularly(self._resume))
        if self._credentials.app_token:
            self._socket = Socket(self._credentials.app_token, self._client, self._bolt.take)
            try:
                await self._socket.open()
            except (*FAILURES, SlackApiError) as error:
                if _is_final(error):
                    raise _not_let_in(error) from None
                self._later(self._open_later(self._socket, error))

    async def _open_later(self, socket: Socket, error: Exception) -> None:
        opened = False
        while not opened:
            self._trouble = str(_not_let_in(error))
            await self._sleep(ASKS_AGAIN)
            try:
                await socket.open()
                opened = True
            except (*FAILURES, SlackApiError) as again:
                error = again
        self._trouble = ""

    async def _resume(self) -> None:
        if not self._workspaces.connecting:
            await self._dispatcher.resume()


def _cipher(credentials: SlackCredentials) -> TokenCipher | None:
    return TokenCipher(credentials.token_key) if credentials.installs else None


def _about(credentials: SlackCredentials) -> str:
    where = "Socket Mode" if credentials.app_token else f"events at {PATH}"
    return f"{where}, to be installed at {INSTALL}" if credentials.installs else where


def _is_final(error: Exception) -> bool:
    """Whether Slack said no; asking again would not change that."""
    code = error.code if isinstance(error, SlackRefused) else ""
    if isinstance(error, SlackApiError):
        code = str(error.response.get("error") or "")
    return bool(code) and code not in (UNCERTAIN | LATER)


def _not_let_in(error: Exception) -> SettingsError:
    """In words, with Slack's own word for it, where it said one: a token is to blame for nothing else."""
    code = error.code if isinstance(error, SlackRefused) else ""
    if isinstance(error, SlackApiError):
        code = str(error.response.get("error") or "")
    if code:
        return SettingsError(f"Slack does not let the bot in ({code}); check SLACK_BOT_TOKEN and SLACK_APP_TOKEN.")
    why = f"HTTP {error.status}" if isinstance(error, SlackRefused) else type(error).__name__
    return SettingsError(f"Slack could not be asked ({why}); it is asked again.")
