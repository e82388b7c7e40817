"""The Slack app: bolt's listeners acknowledge, then the core answers. bolt's looseness ends in this file."""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog
from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import activities as read
from adapters.slack import forms
from adapters.slack import home as home_page
from adapters.slack.activities import Payload, Place
from adapters.slack.answers import FAILURES, Answers, NotDelivered, fields_of, place_of
from adapters.slack.claims import Claims
from adapters.slack.door import PATH, Door
from adapters.slack.sender import SlackSender, Sleep
from adapters.slack.work import Work
from adapters.slack.zones import Zones
from bot.activity import Activity, Message, Sender
from bot.clock import Clock
from bot.core import Core
from bot.errors import SettingsError
from bot.reply import Reply, Text
from bot.store import Store
from scheduler.ports import Sender as PortSender

log = structlog.get_logger(__name__)

COMMANDS = ("/mastery", "/releaseday", "/cohort")
SHORTCUT = "ask_hub"
ANYTHING = re.compile(r".*", re.DOTALL)
PATIENCE = 10  # seconds for one call to Slack
API = "https://slack.com/api/"

Ack = Callable[..., Awaitable[BoltResponse]]
Next = Callable[[], Awaitable[BoltResponse]]


@dataclass(frozen=True, slots=True)
class Credentials:
    """signing_secret for HTTP, app_token for Socket Mode; one of them at least."""

    token: str
    signing_secret: str = ""
    app_token: str = ""
    api: str = API


@dataclass(frozen=True, slots=True)
class Means:
    """What the app stands on. `seconds` is a clock that only runs forward.

    form_patience: seconds for a form that was sent to be answered in place; Slack gives up after three.
    """

    core: Core
    store: Store
    clock: Clock
    seconds: Callable[[], float]
    sleep: Sleep
    zone: str
    form_patience: float = 2.5


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent: where it was, what to do, and what was filled in or went along unseen."""

    view: Payload
    action: str
    values: Mapping[str, str]


class SlackPlatform:
    name = "Slack"
    sender: PortSender

    def __init__(self, credentials: Credentials, means: Means) -> None:
        self.about = "Socket Mode" if credentials.app_token else f"events at {PATH}"
        self._credentials = credentials
        self._core, self._store, self._clock = means.core, means.store, means.clock
        self._claims = Claims(means.store, means.clock)
        self._form_patience = means.form_patience
        self._client = AsyncWebClient(
            credentials.token, base_url=credentials.api, timeout=PATIENCE, retry_handlers=[]
        )
        self._answers = Answers(self._client, means.sleep)
        self._zones = Zones(self._client, means.clock, means.zone)
        self.sender = SlackSender(self._client, means.seconds, means.sleep)
        self.work = Work()
        self._team, self._us = "", AuthorizeResult(enterprise_id=None, team_id=None)
        self._bolt = self._listening()
        self._socket: AsyncSocketModeHandler | None = None

    def mount(self, app: web.Application) -> None:
        if self._credentials.signing_secret:
            door = Door(self._credentials.signing_secret, self._clock, self._bolt.async_dispatch)
            app.router.add_post(PATH, door.take)

    async def start(self) -> None:
        """Raises SettingsError when Slack does not take the token."""
        self._answers.session = self._client.session = ClientSession(timeout=ClientTimeout(total=PATIENCE))
        try:
            us = await self._client.auth_test()
            self._team = str(us["team_id"])
            self._us = AuthorizeResult(
                enterprise_id=None,
                team_id=self._team,
                bot_id=str(us.get("bot_id") or ""),
                bot_user_id=str(us["user_id"]),
                bot_token=self._credentials.token,
            )
            if self._credentials.app_token:
                self._socket = AsyncSocketModeHandler(
                    self._bolt, self._credentials.app_token, logger=_quiet(), web_client=self._client
                )
                await self._socket.connect_async()  # type: ignore[no-untyped-call]
        except FAILURES as error:
            await self.stop()
            raise SettingsError(
                f"Slack does not let the bot in ({_code(error)}); check SLACK_BOT_TOKEN and SLACK_APP_TOKEN."
            ) from None

    async def stop(self) -> None:
        if self._socket:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        await self.work.finish()
        if self._client.session:
            await self._client.session.close()

    # What bolt calls

    def _listening(self) -> AsyncApp:
        async def ours() -> AuthorizeResult:  # bolt passes a method's own `self` twice
            return self._us

        app = AsyncApp(
            name="mastery",
            logger=_quiet(),
            client=self._client,
            signing_secret=self._credentials.signing_secret,
            authorize=ours,
            before_authorize=self._from_our_workspace,
            request_verification_enabled=False,  # the door has done it
            attaching_function_token_enabled=False,
        )
        app.use(self._once)
        for name in COMMANDS:
            app.command(name)(self._command)
        app.event("message")(self._message)
        app.event("app_mention")(self._mention)
        app.event("app_home_opened")(self._home)
        app.event(ANYTHING)(_nothing)
        app.action(ANYTHING)(self._pressed)
        app.view(ANYTHING)(self._form)
        app.message_shortcut(SHORTCUT)(self._shortcut)
        return app

    async def _from_our_workspace(self, body: dict[str, Any], context: dict[str, Any], next: Next) -> BoltResponse:
        team = context.get("team_id")
        if body.get("type") == "url_verification" or (team and team == self._team):
            return await next()
        log.warning("request refused", why="unknown workspace", status=403)
        return BoltResponse(status=403, body="unknown workspace")

    async def _once(self, body: dict[str, Any], next: Next) -> BoltResponse:
        """Claim an event before it is acknowledged: while the store is out of order, Slack delivers again."""
        event = body.get("event_id")
        if event and _kept(body):
            try:
                first = await self._claims.first_time(str(event))
            except Exception as error:  # bolt would answer 200 to what a middleware raises
                log.error("event not taken in", error=type(error).__name__)
                return BoltResponse(status=503, body="")
            if not first:
                return BoltResponse(status=200, body="")
        return await next()

    async def _command(self, ack: Ack, body: dict[str, Any]) -> None:
        await ack()
        self._begin(read.of_command(body), self._type(body))

    async def _message(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        if event.get("channel_type") == "im" and read.is_for_us(event):
            place = read.of_event(event)
            self._begin(place, self._say(event, place, str(body["event_id"])))

    async def _mention(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        if read.is_for_us(event):
            place = read.of_event(event)
            self._begin(place, self._say(event, place, str(body["event_id"])))

    async def _home(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        place = Place(str(event.get("channel") or ""), str(event["user"]), private=True)
        shown = self._front_page(place) if event.get("tab") == "home" else self._welcome(place, body)
        self._begin(place, shown)

    async def _pressed(self, ack: Ack, body: dict[str, Any]) -> None:
        await ack()
        for action in (body.get("actions") or [])[:1]:
            if action.get("value"):
                place = read.of_press(body)
                self._begin(place, self._press(action, place))

    async def _shortcut(self, ack: Ack, body: dict[str, Any]) -> None:
        await ack()
        place = replace(read.of_press(body), message="")
        self._begin(place, self._ask(body, place))

    async def _form(self, ack: Ack, body: dict[str, Any]) -> None:
        """A form's errors go into its acknowledgement; if the core takes too long, the answer follows alone."""
        view = body["view"]
        try:
            action, hidden, carried = forms.private(str(view.get("private_metadata") or ""))
        except forms.UnreadableForm as error:
            await ack(**forms.errors({"": str(error)}, fields_of(view)))
            return
        place = place_of(carried, str(body["user"]["id"]))
        sent = Submission(view, action, {**forms.values(view["state"]), **hidden})
        told: asyncio.Future[Reply | None] = asyncio.get_running_loop().create_future()
        self._begin(place, self._send(sent, place, told))
        done, _ = await asyncio.wait({told}, timeout=self._form_patience)
        reply = told.result() if done else None
        if not done:
            told.cancel()
        if reply is None:
            await ack()
        else:
            await ack(**forms.errors(reply.errors, fields_of(view)))

    # What happens afterwards

    def _begin(self, place: Place, turn: Any) -> None:
        self.work.begin(read.who(self._team, place.user, ""), turn)

    async def _sender(self, place: Place) -> Sender:
        return read.who(self._team, place.user, await self._zones.of(place.user))

    async def _answer(self, place: Place, activity: Activity) -> None:
        await self._answers.give(place, await self._core.handle(activity))

    async def _say(self, event: Payload, place: Place, key: str) -> None:
        await self._answer(place, read.said(event, place, await self._sender(place), key))

    async def _type(self, body: Payload) -> None:
        place = read.of_command(body)
        whole, words = read.typed(body)
        text = whole if self._core.has_command(whole) or not words else words
        key = str(body.get("trigger_id") or "") or None
        sender = await self._sender(place)
        await self._answer(place, Message(sender, place.conversation, text, read.address(place), key))

    async def _press(self, action: Payload, place: Place) -> None:
        if not place.channel:  # on the home page: the answer goes into the DM
            place = Place(await self._answers.dm(place.user), place.user, private=True, trigger=place.trigger)
        if str(action.get("action_id", "")).startswith("open_form:"):
            await self._open(place, str(action["value"]))
            return
        values = _json(action["value"])
        await self._answer(place, read.pressed(action, values, place, await self._sender(place)))

    async def _open(self, place: Place, packed: str) -> None:
        try:
            form = forms.unpack(packed)
        except forms.UnreadableForm as error:
            await self._answers.give(place, Reply((Text(str(error)),), "help", personal=True))
            return
        if not await self._answers.open(place, form):
            raise NotDelivered

    async def _ask(self, body: Payload, place: Place) -> None:
        """Somebody's message, as if whoever chose it had asked the same."""
        text = read.plain_text(str((body.get("message") or {}).get("text") or ""))
        key = str(body.get("trigger_id") or "") or None
        await self._answer(place, Message(await self._sender(place), place.conversation, text, key=key))

    async def _send(self, sent: Submission, place: Place, told: "asyncio.Future[Reply | None]") -> None:
        """`told` gets the reply when it belongs into the form, None when it is shown outside of it."""
        try:
            if not place.channel:
                place = Place(await self._answers.dm(place.user), place.user, private=True)
            activity = read.sent(sent.view, sent.action, sent.values, place, await self._sender(place))
            reply = await self._core.handle(activity)
            if reply.errors and fields_of(sent.view) and not told.done():
                told.set_result(reply)
                return
        finally:
            if not told.done():
                told.set_result(None)
        await self._answers.give(place, reply)

    async def _front_page(self, place: Place) -> None:
        activity = Message(await self._sender(place), f"home:{place.user}", "/mastery home")
        await self._answers.home(place.user, home_page.view(await self._core.handle(activity)))

    async def _welcome(self, place: Place, body: Payload) -> None:
        """Once: who has a conversation with the bot has been welcomed, also before a restart."""
        key = f"welcome {self._team} {place.user}"
        if not place.channel or not await self._answers.empty(place.channel):
            return
        if await self._store.events.first_time("slack", key, self._clock()):
            joined = read.joined(place, await self._sender(place), str(body["event_id"]))
            await self._answer(place, joined)


async def _nothing() -> None:
    """An event that nothing here is for: taken, or Slack would deliver it again and again."""


def _kept(body: Payload) -> bool:
    """Whether an event leads to work; the others may come as often as they like."""
    event: Payload = body.get("event") or {}
    return event.get("type") != "message" or (event.get("channel_type") == "im" and read.is_for_us(event))


def _json(text: object) -> dict[str, Any]:
    try:
        found = json.loads(str(text or "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _quiet() -> logging.Logger:
    """bolt writes whole bodies into its warnings, so only its errors are heard."""
    logger = logging.getLogger("mastery.slack")
    logger.setLevel(logging.ERROR)
    return logger


def _code(error: Exception) -> str:
    answer: Any = getattr(error, "response", None)
    return str(answer.get("error")) if answer is not None and hasattr(answer, "get") else type(error).__name__
