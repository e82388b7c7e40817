"""A joining code that is typed where others read: its answer, good or bad, is for who typed it alone."""

import re
from collections.abc import AsyncIterator

import pytest

from adapters.console.ask import SetClock
from bot.core.activity import Channel, Message
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.fakes.slack import dm_with
from tests.support.ground import NOON, account, ground
from tests.support.slack_rig import Rig, rigged
from tests.support.teams_world import TeamsWorld, world

WRONG = "2222-2222"
TOLD = re.compile(r"Sam Patel|North Mersey|St Anne|code", re.IGNORECASE)


@pytest.fixture
async def code(store: Store, clock: SetClock) -> str:
    """Sam's."""
    clock.moment = NOON
    sam = await (await ground(store)).enrol("Sam Patel")
    return (await Codes(store).make(sam.id, None, NOON)).words


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock, code: str) -> AsyncIterator[Rig]:  # noqa: ARG001
    clock.moment = NOON
    async with rigged(core, store, clock) as rig:
        yield rig


@pytest.fixture
async def w(core: Core, store: Store, clock: SetClock, code: str) -> AsyncIterator[TeamsWorld]:  # noqa: ARG001
    clock.moment = NOON
    async with world(core, store, clock) as one:
        yield one


@pytest.mark.parametrize("way", ["join {}", "{}", "my code is {}", "please join {}"])
async def test_whatever_is_said_of_a_code_is_for_who_typed_it(core: Core, code: str, way: str) -> None:
    where = Channel("C1", {"channel": "C1"})
    for given in (WRONG, code, code):
        said = Message(account("sam"), "C1", way.format(given), channel=where)
        reply = await core.handle(said)
        assert reply.personal, reply
    other = await core.handle(Message(account("kim"), "C1", way.format(code), channel=where))
    assert "used already" in str(other)
    assert other.personal


async def test_in_a_slack_channel(rig: Rig, code: str) -> None:
    for given in (WRONG, code):
        await rig.mention("USAM", f"join {given}")
    said = [shown for shown in rig.slack.shown if TOLD.search(shown.text)]
    assert len(said) == 2
    assert "Welcome, Sam Patel" in said[-1].text
    assert {(shown.way, shown.args["user"]) for shown in said} == {("ephemeral", "USAM")}


async def test_in_a_teams_channel(w: TeamsWorld, code: str) -> None:
    sam = w.person(kind="channel")
    for given in (WRONG, code):
        await sam.type(f"join {given}")
    there = [post for post in w.teams.said if TOLD.search(str(post.body))]
    assert len(there) == 2
    assert "Welcome, Sam Patel" in str(there[-1].body)
    assert {post.conversation for post in there} == {"a:sam"}


async def test_in_a_dm_it_is_a_message_like_any_other(rig: Rig, code: str) -> None:
    await rig.dm("USAM", f"join {code}")
    assert rig.slack.shown[-1].args["channel"] == dm_with("USAM")
    assert "Welcome, Sam Patel" in rig.slack.shown[-1].text
