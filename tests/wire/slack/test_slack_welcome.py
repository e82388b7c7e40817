"""A welcome in Slack: once for good, and not to who has been there before."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.console.ask import SetClock
from adapters.inbox_repository import InboxRepository
from bot.core.dispatcher import Core
from bot.db.store import Store
from tests.support.fakes.slack import dm_with, throttled
from tests.support.slack_rig import Rig, rigged

QUESTION = "when is the deadline?"


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    async with rigged(core, store, clock) as rig:
        yield rig


def opened(user: str) -> dict[str, str]:
    return {"type": "app_home_opened", "user": user, "channel": dm_with(user), "tab": "messages"}


async def test_a_welcome_comes_once(rig: Rig) -> None:
    for _ in range(3):
        await rig.event(opened("USTRANGER"))
    rig.clock.moment += timedelta(days=30)
    await rig.event(opened("USTRANGER"))
    assert ["Hello!" in one.text for one in rig.slack.shown] == [True]


async def test_who_has_written_before_is_not_welcomed(rig: Rig) -> None:
    await rig.dm("USTRANGER", QUESTION)
    rig.slack.shown.clear()
    await rig.event(opened("USTRANGER"))
    assert rig.slack.shown == []


async def test_a_welcome_does_not_hang_on_slacks_word_nor_ask_for_it_at_every_visit(rig: Rig) -> None:
    """Slack lets some apps read once a minute in all of a workspace."""
    rig.slack.fail("conversations.history", throttled(60))
    for _ in range(3):
        await rig.event(opened("USTRANGER"))
    assert ["Hello!" in one.text for one in rig.slack.shown] == [True]
    assert len(rig.slack.called("conversations.history")) == 1


async def test_a_welcome_is_remembered_where_slack_keeps_no_messages(rig: Rig, store: Store) -> None:
    await rig.event(opened("USTRANGER"))
    rig.slack.history.clear()
    rig.clock.moment += timedelta(days=400)
    await InboxRepository(store).purge(rig.clock.moment)
    await rig.event(opened("USTRANGER"))
    assert len(rig.slack.shown) == 1
