"""Socket Mode: the same app without a public address."""

import time
from datetime import timedelta

from adapters.console.ask import SetClock
from adapters.slack.app import SlackPlatform
from adapters.slack.means import Credentials, Means
from adapters.web.server import application, listening
from bot.core import Core
from bot.store import Store
from tests.fakes.slack import APP_TOKEN, TEAM, TOKEN, FakeSlack, dm_with

EVENT = {
    "type": "message",
    "channel_type": "im",
    "channel": dm_with("USAM"),
    "user": "USAM",
    "text": "when is the deadline?",
    "ts": "1.1",
}


async def test_an_event_is_acknowledged_and_answered(core: Core, store: Store, clock: SetClock) -> None:
    async def no_sleep(seconds: float) -> None:
        clock.moment += timedelta(seconds=seconds)

    async with FakeSlack().running() as slack:
        means = Means(core, store, clock, time.monotonic, no_sleep, "Europe/London")
        platform = SlackPlatform(Credentials(TOKEN, "", APP_TOKEN, f"{slack.url}/api/"), means)
        await platform.start()
        async with listening(application([platform], {}), "127.0.0.1", 0):
            payload = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": EVENT}
            slack.outgoing.put_nowait({"type": "events_api", "envelope_id": "E1", "payload": payload})
            assert (await slack.acknowledged.get())["envelope_id"] == "E1"
            await platform.work.settled()
        await platform.stop()
    assert "23 April 2026" in slack.shown[0].text
    assert platform.about == "Socket Mode"
