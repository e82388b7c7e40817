"""The clock in `mastery serve` and `mastery tick`: it sends, says whether it is well, and is one for a file."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import aiohttp
import pytest
from apscheduler.schedulers import base
from apscheduler.triggers import interval

from adapters.serve import running
from bot.core import clock, settings
from bot.core.dispatcher import Core
from bot.core.errors import SettingsError
from bot.core.reply import Reply, Text
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.domain import DeliveryStatus
from bot.delivery.leases import Leases
from scheduler import clock as comes_round
from scheduler.delivery_context import DeliveryContext
from scheduler.health import HealthMonitor
from scheduler.local_engine import alone
from tests.support.command import mastery
from tests.support.fakes.slack import TOKEN, FakeSlack
from tests.support.ground import account
from tests.support.transcript import IN_MEMORY
from tests.wire.console.test_command_line import process

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
ANSWER = Reply((Text("Your hub has answered."),), "handoff")


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'mastery.db'}")
    await DirectMessages(store).leave(
        [OutgoingMessage("answer:1:1", account("USAM"), {"user": "USAM"}, ANSWER)], clock.system()
    )
    yield store
    await store.close()


def environment(slack: FakeSlack) -> Mapping[str, str]:
    given = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": f"{slack.url}/api/"}
    return given | {"PORT": "0"}


async def test_what_is_due_goes_out_while_the_server_runs(core: Core, file: Store) -> None:
    async with FakeSlack().running() as slack, aiohttp.ClientSession() as session:
        async with running(core.over(file), file, settings.Settings(), environment(slack)) as port:
            async with asyncio.timeout(60):
                while not (await Leases(file).tally()).get(DeliveryStatus.SENT):
                    pass
            async with session.get(f"http://127.0.0.1:{port}/readyz") as ready:
                assert await ready.json() == {
                    "ready": True,
                    "store": "ok",
                    "sending": "ok",
                    "waiting": "ok",
                    "slack": "ok",
                }
            async with session.get(f"http://127.0.0.1:{port}/metrics") as metrics:
                said = await metrics.text()
        assert [one.text for one in slack.shown] == ["Your hub has answered."]
    assert "mastery_oldest_waiting_delivery_seconds" in said
    assert "mastery_scheduler_heartbeat_seconds" in said
    assert 'mastery_deliveries{status="sent"}' in said


async def test_a_second_server_on_the_same_file_says_that_one_sends_already(core: Core, file: Store) -> None:
    around = core.over(file), file, settings.Settings(), {"PORT": "0"}
    async with running(*around):
        with pytest.raises(SettingsError, match="another process sends from"):
            async with running(*around):
                pass
    async with running(*around):
        pass


def test_a_clock_that_stood_still_is_not_well() -> None:
    health = HealthMonitor(NOW)
    assert health.problem(NOW + timedelta(minutes=1)) == ""
    assert health.problem(NOW + timedelta(minutes=6)) == "no tick has ended since 08:00 UTC"
    health.note(NOW + timedelta(minutes=6), None, {})
    assert health.problem(NOW + timedelta(minutes=7)) == "nothing could be sent since 08:00 UTC"
    health.sent_at = NOW + timedelta(minutes=6)
    assert health.problem(NOW + timedelta(minutes=7)) == ""


class MachineClock(datetime):
    wrong_by = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return clock.system().astimezone(tz) + cls.wrong_by


async def test_a_machine_whose_clock_is_put_back_two_hours_goes_on_sending(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (base, interval):
        monkeypatch.setattr(module, "datetime", MachineClock)
    monkeypatch.setattr(comes_round, "system", lambda: MachineClock.now(UTC))
    monkeypatch.setattr(comes_round, "SENDS_EVERY", 0.01)
    rounds, store = asyncio.Queue[None](), Store(IN_MEMORY)

    async def send() -> bool:
        rounds.put_nowait(None)
        return False

    desk = DeliveryContext(store, {}, clock.system)
    async with asyncio.timeout(20), comes_round.ticking(desk, HealthMonitor(NOW), send):
        await rounds.get()
        monkeypatch.setattr(MachineClock, "wrong_by", timedelta(hours=-2))
        while not rounds.empty():
            rounds.get_nowait()
        for _ in range(5):
            await rounds.get()
    await store.close()


async def test_tick_sends_what_is_due_and_says_what_became_of_it(file: Store) -> None:
    async with FakeSlack().running() as slack:
        known = {**environment(slack), "DATABASE_URL": file.url}
        done = await asyncio.to_thread(lambda: process("tick", **known))
        assert (done.stdout, done.stderr) == ("Deliveries: 1 sent.\n", "")
        assert [one.text for one in slack.shown] == ["Your hub has answered."]
        again = await asyncio.to_thread(lambda: mastery("tick", **known))
        assert again.stdout == "Deliveries: nothing has changed.\n"
        with alone(file.url.removeprefix("sqlite+aiosqlite:///")):
            refused = await asyncio.to_thread(lambda: mastery("tick", **known))
        assert "another process sends from" in refused.stderr


def test_tick_without_a_platform_says_what_is_missing(tmp_path: Path) -> None:
    done = mastery("tick", DATABASE_URL=f"sqlite:///{tmp_path / 'x.db'}")
    assert done.returncode == 1
    assert "no platform has credentials" in done.stderr
    assert (
        mastery("tick", "--dry-run", DATABASE_URL=f"sqlite:///{tmp_path / 'x.db'}").stdout == "Nothing is due.\n"
    )
