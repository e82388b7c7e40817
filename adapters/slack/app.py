"""The Slack platform: its parts put together, opened and closed."""

from aiohttp import web
from slack_sdk.errors import SlackApiError

from adapters.slack.answers import Answers
from adapters.slack.claims import Claims
from adapters.slack.door import PATH, Door
from adapters.slack.listeners import Listeners
from adapters.slack.means import Credentials, Means
from adapters.slack.people import People
from adapters.slack.sender import SlackSender
from adapters.slack.socket import Socket
from adapters.slack.turns import Turns
from adapters.slack.wire import FAILURES, SlackRefused, Wire
from adapters.slack.work import Work
from adapters.slack.workspaces import Workspace, Workspaces
from bot.errors import SettingsError
from scheduler.ports import Sender as PortSender


class SlackPlatform:
    name = "Slack"
    sender: PortSender

    def __init__(self, credentials: Credentials, means: Means) -> None:
        self.about = "Socket Mode" if credentials.app_token else f"events at {PATH}"
        self._credentials, self._clock = credentials, means.clock
        self.work = Work()
        self._wire = wire = Wire(credentials.api)
        self._workspaces = Workspaces()
        answers = Answers(wire, self._workspaces, means.sleep)
        self.people = People(wire, self._workspaces, means)
        turns = Turns(means, self.people, answers)
        claims = Claims(means.store, means.clock)
        self._listeners = Listeners(self._workspaces, claims, self.work, turns, means.form_patience)
        self.sender = SlackSender(wire, self._workspaces, means.seconds, means.sleep)
        self._socket: Socket | None = None

    def mount(self, app: web.Application) -> None:
        if self._credentials.signing_secret:
            door = Door(self._credentials.signing_secret, self._clock, self._listeners.take)
            app.router.add_post(PATH, door.take)

    async def start(self) -> None:
        """Raises SettingsError when Slack does not take the token."""
        try:
            self._workspaces.own = await self._us(self._credentials.token)
            if self._credentials.app_token:
                self._socket = Socket(self._credentials.app_token, self._wire, self._listeners.take)
                await self._socket.open()
        except (*FAILURES, SlackApiError) as error:
            await self.stop()
            raise SettingsError(
                f"Slack does not let the bot in ({_code(error)}); check SLACK_BOT_TOKEN and SLACK_APP_TOKEN."
            ) from None

    async def stop(self) -> None:
        if self._socket:
            await self._socket.close()
        await self.work.finish()
        await self._wire.close()

    async def _us(self, token: str) -> Workspace:
        us = await self._wire.call("auth.test", token, {})
        return Workspace(str(us["team_id"]), token, str(us["user_id"]))


def _code(error: Exception) -> str:
    """Slack's own word for it, where it said one."""
    if isinstance(error, SlackApiError):
        return str(error.response.get("error"))
    return error.code if isinstance(error, SlackRefused) and error.code else type(error).__name__
