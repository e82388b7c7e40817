"""Answers on their way out when Teams is short: no sooner than it asks, not for ever, and never without an end."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.console.ask import SetClock
from adapters.teams.replies import TOO_LATE
from adapters.teams.turns import BELOW, LOST
from bot.core.reply import Actions, Button, Reply, Text
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.fakes.teams import TeamsFault
from tests.support.ground import NOON
from tests.support.made_up_bot import Answering
from tests.support.teams_world import TeamsWorld, world

BUTTON = Actions((Button("Yes", "yes"),))


@pytest.fixture
def bot() -> Answering:
    return Answering({"start": Reply((Text("Ready?"), BUTTON), "x")})


@pytest.fixture
async def w(
    bot: Answering, knowledge: Knowledge, search: Search, store: Store, clock: SetClock
) -> AsyncIterator[TeamsWorld]:
    clock.moment = NOON
    async with world(bot.core(knowledge, search, store, clock), store, clock) as one:
        yield one


async def test_a_long_pause_outlives_the_turn_which_teams_would_not_wait_for(w: TeamsWorld) -> None:
    w.hands.held = asyncio.Event()
    w.teams.faults.append(TeamsFault(429, retry_after="30"))
    sam = w.person()
    async with asyncio.timeout(60):
        assert (await sam.send(sam.message("hello")))[0] == 200
    assert not w.teams.said
    w.hands.held.set()
    async with asyncio.timeout(60):
        await w.teams.taken.wait()
    assert [post.body["text"] for post in w.teams.said] == ["heard hello"]
    assert w.hands.slept == [pytest.approx(33.0)], "not a second sooner than Teams asked for"


async def test_what_teams_takes_only_when_nobody_waits_any_more_is_not_sent(w: TeamsWorld) -> None:
    sam = w.person()
    await sam.type("start")
    w.teams.faults.append(TeamsFault(429, retry_after=str(TOO_LATE)))
    await sam.press("Yes")
    assert sam.answers[-1][1]["value"] == LOST, "who pressed is told"
    assert not w.hands.slept
    w.teams.faults.append(TeamsFault(429, retry_after="20"))
    await sam.press("Yes")
    assert sam.answers[-1][1]["value"] == BELOW


async def test_after_the_last_try_nobody_waits(w: TeamsWorld) -> None:
    w.teams.faults += [TeamsFault(429, retry_after="2")] * 3
    sam = w.person()
    await sam.send(sam.message("hello"))
    assert w.hands.slept == [pytest.approx(2.2)] * 2
    assert not w.teams.said


async def test_what_still_waits_for_teams_ends_with_the_server(w: TeamsWorld) -> None:
    w.hands.held = asyncio.Event()
    w.teams.faults.append(TeamsFault(429, retry_after="30"))
    sam = w.person()
    await sam.send(sam.message("hello"))
    async with asyncio.timeout(60):
        await w.platform.stop()
    assert not w.platform._posting._waiting  # type: ignore[union-attr]
    assert not w.teams.said


async def test_somebody_who_writes_very_much_is_answered_all_the_same_a_little_slower(w: TeamsWorld) -> None:
    sam = w.person()
    for at in range(70):
        await sam.send(sam.message(f"{at}"))
    assert len(w.teams.said) == 70
    assert max(w.hands.slept) == 5.0
