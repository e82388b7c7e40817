"""What Teams was about to be told is told after a restart, when the process was killed or stopped in between."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters.console.ask import SetClock
from adapters.inbox import MOST_TRIES
from adapters.teams.activity_codec import arrived
from adapters.undelivered import GIVEN_UP
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.direct_messages import messages_to_send
from tests.support.fakes.microsoft import TENANT
from tests.support.fakes.teams import Json, TeamsFault
from tests.support.fakes.teams_client import find
from tests.support.ground import NOON, account, ground
from tests.support.stores import store, url
from tests.support.teams_world import TeamsWorld, world

__all__ = ["store", "url"]

QUESTION, FACT = "when is the deadline?", "23 April 2026"


@pytest.fixture(autouse=True)
def noon(clock: SetClock) -> None:
    clock.moment = NOON


async def kept(store: Store) -> int:
    async with store.transaction() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM pending_event"))).scalar_one())


async def cut_off(w: TeamsWorld, activity: Json, clock: SetClock) -> None:
    """A turn that is under way, its answer on the way out, when the process is killed."""
    w.teams.hold(2)
    w.teams.taken.clear()
    assert w.platform._turns is not None
    turn = asyncio.create_task(w.platform._turns._admitted(arrived(activity)))
    await w.teams.taken.wait()
    turn.cancel()
    await asyncio.gather(turn, return_exceptions=True)
    await w.teams.let_go()
    clock.moment += timedelta(minutes=2)


async def restarted(w: TeamsWorld) -> None:
    """As a new process begins: it has nothing in hand. Ends when what it took up again has ended."""
    assert w.platform._turns is not None
    w.platform._inbox._in_hand.clear()
    await w.platform._turns.left_over.begin()
    await asyncio.gather(*w.platform._turns.left_over._tasks)
    await w.platform._inbox.close()


async def test_an_answer_that_a_kill_prevented_comes_after_the_restart(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with world(core, store, clock) as w:
        sam = w.person()
        await cut_off(w, sam.message(QUESTION), clock)
        assert await kept(store) == 1
        w.teams.posts.clear()
        await restarted(w)
        assert [(one.conversation, FACT in str(one.body)) for one in w.teams.said] == [(sam.conversation, True)]
    assert await kept(store) == 0


async def test_a_day_that_was_pressed_is_logged_once_and_said(core: Core, store: Store, clock: SetClock) -> None:
    g = await ground(store)
    code = await Codes(store).make((await g.enrol("Sam Patel")).id, g.lead, NOON)
    await Codes(store).redeem(code.words, account("aad-sam", TENANT, "teams"), NOON)
    async with world(core, store, clock) as w:
        sam = w.person()
        await sam.type("releaseday log 31 october workshop")  # a Saturday: it asks first
        button = find(sam.card, "Log it anyway")
        pressed = sam.activity("message", text="", value=button["data"], replyToId="1")
        await cut_off(w, pressed, clock)
        await restarted(w)
        assert "Logged" in str(w.teams.posts[-1].body)
        assert "1 planned" in " ".join(await sam.type("releaseday balance"))


async def test_an_answer_that_waits_for_teams_pace_is_given_after_a_restart(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with world(core, store, clock) as w:
        w.hands.held = asyncio.Event()
        w.teams.faults.append(TeamsFault(429, retry_after="30"))
        sam = w.person()
        assert (await sam.send(sam.message(QUESTION)))[0] == 200
        assert w.teams.said == []
        assert w.platform._posting is not None
        await w.platform._posting.stop()
        w.hands.held = None
        assert await kept(store) == 1
        clock.moment += timedelta(minutes=2)
        await restarted(w)
        assert [FACT in str(one.body) for one in w.teams.said] == [True]
    assert await kept(store) == 0


async def test_it_is_not_tried_for_ever_and_whoever_wrote_is_told(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with world(core, store, clock) as w:
        sam = w.person()
        await cut_off(w, sam.message(QUESTION), clock)
        async with store.writing() as connection:
            await connection.execute(text("UPDATE pending_event SET tries = :most"), {"most": MOST_TRIES})
        w.teams.posts.clear()
        await restarted(w)
        assert [GIVEN_UP.split(",")[0] in str(one.body) for one in w.teams.said] == [True]
    assert await kept(store) == 0


async def test_what_was_answered_is_not_stored(core: Core, store: Store, clock: SetClock) -> None:
    async with world(core, store, clock) as w:
        sam = w.person()
        await sam.type(QUESTION)
        await sam.press("How to apply")
    assert await kept(store) == 0


async def test_an_answer_that_teams_did_not_take_is_spoken_of_later(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with world(core, store, clock) as w:
        sam = w.person()
        w.teams.faults.append(TeamsFault(500))
        assert (await sam.send(sam.message(QUESTION)))[0] == 200
    assert await kept(store) == 0
    (waiting,) = await messages_to_send(store)
    (said,) = waiting.post.reply.blocks
    assert "Teams did not take my answer" in str(said)
    assert waiting.post.to.user == "aad-sam"
