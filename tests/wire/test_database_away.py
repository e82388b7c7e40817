"""While the database is away both platforms answer what needs no record, and are sorry for the rest."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters import inbox
from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.core.without_records import FROM_THE_SHEET
from bot.db.store import Store
from tests.support.fakes.slack import GATED, dm_with
from tests.support.ground import NOON
from tests.support.slack_rig import rigged, until
from tests.support.stores import Made
from tests.support.teams_world import world

QUESTION, SORRY = "when is the deadline?", "I can't get at my records"


@pytest.fixture
async def store(made: Made, tmp_path: Path, clock: SetClock) -> AsyncIterator[Store]:
    clock.moment = NOON
    with made.postgresql(tmp_path) as url:
        store = await Store.open(url)
        yield store
        store.outage.away = False
        await store.close()


async def test_in_slack_everybody_hears_something_true(core: Core, store: Store, clock: SetClock) -> None:
    async with rigged(core, store, clock) as rig:
        store.outage.away = True
        assert (await rig.dm("UA", QUESTION)).status == 200
        assert FROM_THE_SHEET.text in str(rig.slack.shown[-1].blocks)
        assert "23 April 2026" in rig.slack.shown[-1].text
        assert (await rig.command("UA", "/releaseday", "balance")).status == 200
        assert SORRY in rig.slack.shown[-1].text
        assert "reference" in rig.slack.shown[-1].text


async def test_in_slack_an_event_that_comes_again_meanwhile_is_answered_once(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with rigged(core, store, clock) as rig:
        store.outage.away = True
        words = {"type": "message", "channel_type": "im", "channel": dm_with("UA"), "user": "UA", "text": QUESTION}
        for _ in range(2):
            assert (await rig.event({**words, "ts": "1750000000.000200"}, event_id="EvTwice")).status == 200
        assert len(rig.slack.shown) == 1
        store.outage.away = False
        assert (await rig.dm("UA", QUESTION)).status == 200
        assert FROM_THE_SHEET.text not in str(rig.slack.shown[-1].blocks)


async def test_in_slack_an_event_that_comes_again_to_another_process_is_answered_once(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with rigged(core, store, clock) as rig:
        store.outage.away = True
        rig.slack.began = int(NOON.timestamp())
        words = {"type": "message", "channel_type": "im", "channel": dm_with("UA"), "user": "UA", "text": QUESTION}
        for headers in ({}, {"X-Slack-Retry-Num": "1"}):
            answer = await rig.event({**words, "ts": "1750000000.000200"}, event_id="EvTwice", headers=headers)
            assert answer.status == 200
            rig.platform._inbox._here.clear()  # as another process, which has not seen it
        assert len(rig.slack.shown) == 1
        assert rig.slack.called("conversations.history")


class Held(Store):
    """What is written waits until `held` is set."""

    held: asyncio.Event

    @asynccontextmanager
    async def writing(self, *, durable: bool = True, probing: bool = False) -> AsyncIterator[AsyncConnection]:
        await self.held.wait()
        async with super().writing(durable=durable, probing=probing) as connection:
            yield connection


async def test_in_slack_what_another_process_was_quicker_to_claim_is_left_to_it(
    core: Core, store: Store, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "CLAIM_WITHIN", 0.05)
    slow, other = Held(store.url), inbox.Inbox(store, "slack", clock)
    slow.held = asyncio.Event()
    await slow._ready()
    async with rigged(core, slow, clock) as rig:
        rig.waits = False
        rig.slack.fail("users.info", GATED)
        assert (await rig.dm("UA", QUESTION, around={"event_id": "EvTwice"})).status == 200
        assert await other.claim("EvTwice")
        slow.held.set()
        await until(lambda: rig.platform._inbox.is_anothers("EvTwice"))
        rig.slack.opened.set()
        await rig.platform.queue.wait_until_idle()
        assert rig.slack.shown == []
    await slow.close()


async def test_what_slack_delivers_again_while_its_claim_is_slow_stays_ours(
    core: Core, store: Store, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "CLAIM_WITHIN", 0.05)
    slow = Held(store.url)
    slow.held = asyncio.Event()
    await slow._ready()
    async with rigged(core, slow, clock) as rig:
        rig.waits = False
        rig.slack.fail("users.info", GATED)
        for headers in ({}, {"X-Slack-Retry-Num": "1"}):
            around = {"event_id": "EvTwice", "headers": headers}
            assert (await rig.dm("UA", QUESTION, around=around)).status == 200
        slow.held.set()
        await until(lambda: not rig.platform._inbox._waiting and rig.platform._inbox._writing is None)
        rig.slack.opened.set()
        await rig.platform.queue.wait_until_idle()
        assert len(rig.slack.shown) == 1
    await slow.close()


async def test_in_teams_everybody_hears_something_true(core: Core, store: Store, clock: SetClock) -> None:
    async with world(core, store, clock) as w:
        store.outage.away = True
        sam = w.person()
        assert (await sam.send(sam.message(QUESTION)))[0] == 200
        assert "23 April 2026" in str(w.teams.said[-1].body)
        assert (await sam.send(sam.message("releaseday balance")))[0] == 200
        assert SORRY in str(w.teams.said[-1].body)
        team = w.person(kind="channel")
        assert (await team.send(team.message("my balance")))[0] == 200
        assert "reference" in str(w.teams.said[-1].body)


async def test_a_file_that_somebody_locks_holds_up_no_acknowledgement(
    core: Core, made: Made, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "CLAIM_WITHIN", 0.05)
    clock.moment = NOON
    with made.sqlite(tmp_path) as url, closing(sqlite3.connect(tmp_path / "mastery.db", timeout=10)) as other:
        store = await Store.open(url)
        async with rigged(core, store, clock) as rig:
            rig.waits = False
            other.execute("BEGIN IMMEDIATE")
            assert (await rig.command("UA", "/mastery", QUESTION)).status == 200
            assert rig.platform._inbox._writing is not None, "its claim still waits for the file"
            other.rollback()
            await rig.platform.queue.wait_until_idle()
            assert "23 April 2026" in rig.slack.shown[-1].text
        await store.close()
