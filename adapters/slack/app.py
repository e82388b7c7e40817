"""The Slack platform: its parts put together, opened and closed."""

import asyncio

from aiohttp import web
from slack_sdk.errors import SlackApiError

from adapters.inbox import Inbox
from adapters.slack.ack_priority import AckPriorityGate
from adapters.slack.bolt_app import Bolt
from adapters.slack.context import SlackContext, SlackCredentials
from adapters.slack.dispatcher import SlackDispatcher
from adapters.slack.http import PATH, EventsEndpoint
from adapters.slack.manifest import INSTALL
from adapters.slack.oauth import Installing
from adapters.slack.replies import Answers
from adapters.slack.sender import SlackSender
from adapters.slack.socket_mode import Socket
from adapters.slack.token_encryption import TokenCipher
from adapters.slack.turn_queue import TurnQueue
from adapters.slack.turns import SlackTurns
from adapters.slack.users import SlackUsers
from adapters.slack.web_api import FAILURES, SlackRefused, WebApiClient
from adapters.slack.workspaces import Workspace, Workspaces
from bot.core.errors import SettingsError
from scheduler.ports import PlatformSender as PortSender

LOOKS_EVERY = 20.0  # seconds between two looks for events that another process left unanswered


class SlackPlatform:
    name = "Slack"
    sender: PortSender

    def __init__(self, credentials: SlackCredentials, context: SlackContext) -> None:
        self.about = _about(credentials)
        self._credentials, self._clock = credentials, context.clock
        self._store, self._sleep = context.store, context.sleep
        self.queue = TurnQueue()
        self._client = client = WebApiClient(credentials.api, context.call_patience)
        self._workspaces = Workspaces(context.store, context.clock, _cipher(credentials), context.serves)
        answers = Answers(client, self._workspaces, context.sleep)
        self.people = SlackUsers(client, self._workspaces, context)
        gate = AckPriorityGate()
        turns = SlackTurns(context, self.people, answers, gate)
        self._inbox = Inbox(context.store, "slack", context.clock)
        self._dispatcher = SlackDispatcher(
            self._workspaces, self._inbox, self.queue, turns, gate, context.form_patience
        )
        self._bolt = Bolt(self._dispatcher.take)
        self.sender = SlackSender(client, self._workspaces, context.seconds, context.sleep)
        self._socket: Socket | None = None
        self._resuming: asyncio.Task[None] | None = None

    def mount(self, app: web.Application) -> None:
        """Add the routes and open Socket Mode. A process that only sends does not call this."""
        app.on_startup.append(self._open)
        if self._credentials.signing_secret:
            endpoint = EventsEndpoint(self._credentials.signing_secret, self._clock, self._bolt.take)
            app.router.add_post(PATH, endpoint.take)
        if self._credentials.installs:
            Installing(self._credentials, self._client, self._workspaces, self._store, self._clock).mount(app)

    async def start(self) -> None:
        """Raises SettingsError when Slack does not take the token."""
        if not self._credentials.token:
            return
        try:
            us = await self._client.call("auth.test", self._credentials.token, {})
        except FAILURES as error:
            await self.stop()
            raise _not_let_in(error) from None
        self._workspaces.own = Workspace(str(us["team_id"]), self._credentials.token, str(us["user_id"]))

    async def stop(self) -> None:
        if self._socket:
            await self._socket.close()
        if self._resuming:
            self._resuming.cancel()
        await self.queue.finish()
        await self._inbox.close()
        await self._client.close()

    async def _open(self, _app: web.Application) -> None:
        """Raises SettingsError when Slack does not take the app token."""
        await self._dispatcher.resume()
        if not self._store.is_sqlite:  # other processes may still answer theirs; look again later
            self._resuming = asyncio.create_task(self._resume_later())
        if self._credentials.app_token:
            self._socket = Socket(self._credentials.app_token, self._client, self._bolt.take)
            try:
                await self._socket.open()
            except (*FAILURES, SlackApiError) as error:
                raise _not_let_in(error) from None

    async def _resume_later(self) -> None:
        """Take up what other processes left behind, and say what is in hand here."""
        while True:
            await asyncio.sleep(LOOKS_EVERY)
            await self._dispatcher.resume()


def _cipher(credentials: SlackCredentials) -> TokenCipher | None:
    return TokenCipher(credentials.token_key) if credentials.installs else None


def _about(credentials: SlackCredentials) -> str:
    where = "Socket Mode" if credentials.app_token else f"events at {PATH}"
    return f"{where}, to be installed at {INSTALL}" if credentials.installs else where


def _not_let_in(error: Exception) -> SettingsError:
    """In words, with Slack's own word for it, where it said one: a token is to blame for nothing else."""
    code = error.code if isinstance(error, SlackRefused) else ""
    if isinstance(error, SlackApiError):
        code = str(error.response.get("error") or "")
    if code:
        return SettingsError(f"Slack does not let the bot in ({code}); check SLACK_BOT_TOKEN and SLACK_APP_TOKEN.")
    why = f"HTTP {error.status}" if isinstance(error, SlackRefused) else type(error).__name__
    return SettingsError(f"Slack could not be asked ({why}); check the network, then start again.")
