"""Socket Mode: the same app without a public address."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from adapters.console.ask import SetClock
from adapters.slack.app import SlackPlatform
from adapters.slack.context import SlackContext, SlackCredentials
from adapters.web.server import application, listening
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.fakes.slack import APP_TOKEN, TEAM, TOKEN, FakeSlack, dm_with
from tests.support.ground import NOON, account, ground
from tests.support.slack_rig import EVER, SOME_TIME, until

EVENT = {
    "type": "message",
    "channel_type": "im",
    "channel": dm_with("USAM"),
    "user": "USAM",
    "text": "when is the deadline?",
    "ts": "1.1",
}


@asynccontextmanager
async def connected(core: Core, store: Store, clock: SetClock) -> AsyncIterator[tuple[FakeSlack, SlackPlatform]]:
    async def no_sleep(seconds: float) -> None:
        clock.moment += timedelta(seconds=seconds)

    async with FakeSlack().running() as slack:
        context = SlackContext(core, store, clock, time.monotonic, no_sleep, "Europe/London", EVER, EVER)
        platform = SlackPlatform(SlackCredentials(TOKEN, "", APP_TOKEN, f"{slack.url}/api/"), context)
        await platform.start()
        async with listening(application([platform], {}), "127.0.0.1", 0):
            yield slack, platform
        await platform.stop()


async def acknowledged(slack: FakeSlack, envelope: str, payload: dict[str, Any], kind: str = "events_api") -> Any:
    """What an envelope is acknowledged with; nothing but the fact, most of the time."""
    slack.outgoing.put_nowait({"type": kind, "envelope_id": envelope, "payload": payload})
    async with asyncio.timeout(SOME_TIME):
        answer = await slack.acknowledged.get()
    assert answer["envelope_id"] == envelope
    return answer.get("payload")


def event(name: str) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": TEAM, "event_id": name, "event": EVENT}


async def test_an_event_is_acknowledged_and_answered(core: Core, store: Store, clock: SetClock) -> None:
    async with connected(core, store, clock) as (slack, platform):
        await acknowledged(slack, "E1", event("Ev1"))
        await platform.queue.wait_until_idle()
        assert "23 April 2026" in slack.shown[0].text
        assert platform.about == "Socket Mode"


async def test_an_event_that_comes_again_is_acknowledged_and_answered_once(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with connected(core, store, clock) as (slack, platform):
        for envelope in ("E1", "E2"):
            await acknowledged(slack, envelope, event("Ev1"))
        await platform.queue.wait_until_idle()
        assert len(slack.shown) == 1


async def test_a_connection_that_slack_wants_anew_is_opened_anew(
    core: Core, store: Store, clock: SetClock
) -> None:
    """Slack asks for it every few hours."""
    async with connected(core, store, clock) as (slack, platform):
        slack.outgoing.put_nowait({"type": "disconnect", "reason": "refresh_requested"})
        await until(lambda: slack.connections == 2)
        await acknowledged(slack, "E1", event("Ev1"))
        await platform.queue.wait_until_idle()
        assert len(slack.shown) == 1


async def test_a_forms_errors_go_into_its_acknowledgement(core: Core, store: Store, clock: SetClock) -> None:
    clock.moment = NOON
    sam = await (await ground(store)).enrol("Sam Patel")
    code = await Codes(store).make(sam.id, None, NOON)
    await Codes(store).redeem(code.words, account("USAM"), NOON)
    around = {"team_id": TEAM, "user_id": "USAM", "channel_id": "C1", "trigger_id": "now"}
    async with connected(core, store, clock) as (slack, platform):
        slack.triggers.add("now")
        typed = {"command": "/releaseday", "text": "log", "response_url": slack.response_url()}
        await acknowledged(slack, "E1", {**around, **typed}, "slash_commands")
        await platform.queue.wait_until_idle()
        view = {**slack.shown[-1].args["view"], "id": "V1", "hash": "h", "state": {"values": {}}}
        sent = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": "USAM"}, "view": view}
        assert "errors" in (await acknowledged(slack, "E2", sent, "interactive"))
