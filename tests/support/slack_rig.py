"""People in Slack who write and press: requests signed as Slack signs them, sent to our own server."""

import asyncio
import hashlib
import hmac
import io
import itertools
import json
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession

from adapters.console.ask import SetClock
from adapters.slack.app import SlackPlatform
from adapters.slack.context import SlackContext, SlackCredentials, serves_all
from adapters.web.server import application, listening
from bot.core.dispatcher import Core
from bot.db.store import Store
from tests.support.fakes.slack import TEAM, TOKEN, FakeSlack, Shown, dm_with

SECRET = "a signing secret"  # noqa: S105  it signs nothing but tests
EVER = 600.0  # seconds that the bot waits for Slack, so that no test depends on how long that is
SOME_TIME = 60.0  # seconds: no machine is so busy that something which comes at all takes longer
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass
class WireReply:
    """What our server answered to one request."""

    status: int
    body: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Rig:
    slack: FakeSlack
    platform: SlackPlatform
    clock: SetClock
    url: str
    session: ClientSession
    slept: list[float]
    waits: bool = True
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def post(
        self, body: str | bytes, kind: str = JSON, headers: dict[str, str] | None = None, secret: str = SECRET
    ) -> WireReply:
        """One signed request, and everything that it leads to."""
        raw = body.encode() if isinstance(body, str) else body
        stamp = str(int(self.clock.moment.timestamp()))
        signed = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(secret, stamp, raw),
            **(headers or {}),
        }
        async with self.session.post(self.url, data=io.BytesIO(raw), headers=signed) as response:
            answer = WireReply(response.status, await response.text())
        if self.waits:
            await self.platform.queue.wait_until_idle()
        return answer

    async def event(self, event: dict[str, Any], **around: Any) -> WireReply:
        headers = around.pop("headers", None)
        number = next(self.numbers)
        body = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": f"Ev{number}", **around}
        return await self.post(json.dumps({**body, "event": event}), headers=headers)

    async def dm(self, user: str, text: str, **event: Any) -> WireReply:
        channel, ts = dm_with(user), f"{1_750_000_000 + next(self.numbers)}.000200"
        around = event.pop("around", {})
        words = {"type": "message", "channel_type": "im", "channel": channel, "user": user, "text": text, "ts": ts}
        return await self.event({**words, **event}, **around)

    async def mention(self, user: str, text: str, channel: str = "C1", **event: Any) -> WireReply:
        ts = f"{1_750_000_000 + next(self.numbers)}.000200"
        words = {"type": "app_mention", "channel": channel, "user": user, "text": text, "ts": ts}
        return await self.event({**words, **event})

    async def command(self, user: str, name: str, text: str = "", channel: str = "C1", **fields: str) -> WireReply:
        body = {
            "command": name,
            "text": text,
            "team_id": TEAM,
            "user_id": user,
            "channel_id": channel,
            "trigger_id": self.trigger(),
            "response_url": self.slack.response_url(),
            **fields,
        }
        return await self.post(urlencode(body), FORM)

    async def interact(self, payload: dict[str, Any]) -> WireReply:
        whole = {"team": {"id": TEAM}, "trigger_id": self.trigger(), **payload}
        return await self.post(urlencode({"payload": json.dumps(whole)}), FORM)

    async def press(self, user: str, shown: Shown, element: dict[str, Any]) -> WireReply:
        """A button of something that was shown."""
        private = shown.way in {"respond", "ephemeral"}
        channel = shown.args.get("channel", "C1")
        container = {
            "type": "message",
            "channel_id": channel,
            "message_ts": shown.ts or "1.1",
            "is_ephemeral": private,
        }
        if thread := shown.args.get("thread_ts"):
            container["thread_ts"] = thread
        if shown.way == "home":
            container = {"type": "view", "view_id": "V1"}
        return await self.interact(
            {
                "type": "block_actions",
                "user": {"id": user},
                "container": container,
                "actions": [{**element, "block_id": "b", "action_ts": f"{next(self.numbers)}.1"}],
                **({} if shown.way == "home" else {"response_url": self.slack.response_url()}),
            }
        )

    async def submit(self, user: str, shown: Shown, filled: dict[str, str]) -> WireReply:
        """A modal that was filled in and sent; what is not named in `filled` is left as it stood."""
        view = shown.args["view"]
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        state = {
            block["block_id"]: {"value": state_of(block["element"], filled.get(block["block_id"]))}
            for block in inputs
        }
        sent = {**view, "id": f"V{next(self.numbers)}", "hash": "h", "state": {"values": state}}
        return await self.interact({"type": "view_submission", "user": {"id": user}, "view": sent})

    def trigger(self) -> str:
        name = f"trigger-{next(self.numbers)}"
        self.slack.triggers.add(name)
        return name


async def until(so: Callable[[], bool]) -> None:
    """Wait for what will come, however busy the machine is."""
    async with asyncio.timeout(SOME_TIME):
        while not so():  # noqa: ASYNC110  a look now and then is enough
            await asyncio.sleep(0.002)


def signature(secret: str, stamp: str, body: bytes) -> str:
    signed = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={signed.hexdigest()}"


def state_of(element: dict[str, Any], given: str | None) -> dict[str, Any]:
    """An input's state, as Slack reports it."""
    kind = element["type"]
    if kind == "datepicker":
        return {"type": kind, "selected_date": given if given is not None else element.get("initial_date")}
    if kind == "static_select":
        chosen = next((one for one in element["options"] if one["value"] == given), None)
        return {"type": kind, "selected_option": chosen if given is not None else element.get("initial_option")}
    if kind in {"checkboxes", "multi_static_select"}:
        wanted = (given or "").split(",")
        chosen = [one for one in element["options"] if one["value"] in wanted]
        return {
            "type": kind,
            "selected_options": chosen if given is not None else element.get("initial_options", []),
        }
    return {"type": kind, "value": given if given is not None else element.get("initial_value")}


@asynccontextmanager
async def rigged(
    core: Core,
    store: Store,
    clock: SetClock,
    form_patience: float = EVER,
    trusted: Collection[str] = (TEAM,),
    serves: Callable[[str], bool] = serves_all,
    **credentials: Any,
) -> AsyncIterator[Rig]:
    slept: list[float] = []

    async def no_sleep(seconds: float) -> None:
        slept.append(seconds)

    def seconds() -> float:
        return clock.moment.timestamp()

    async with FakeSlack().running() as slack, ClientSession() as session:
        given = {"token": TOKEN, "signing_secret": SECRET, "api": f"{slack.url}/api/", **credentials}
        patience, trusts = (form_patience, EVER), trusted.__contains__
        context = SlackContext(core, store, clock, seconds, no_sleep, "Europe/London", *patience, trusts, serves)
        platform = SlackPlatform(SlackCredentials(**given), context)
        await platform.start()
        try:
            async with listening(application([platform], {}), "127.0.0.1", 0) as port:
                yield Rig(slack, platform, clock, f"http://127.0.0.1:{port}/slack/events", session, slept)
        finally:
            await platform.stop()
        assert slack.broken == []
