"""The traps of botbuilder-core 4.17.1, each by name: what it does by itself, and that it does not happen here."""

import ast
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from adapters.teams.signing import PATIENCE
from bot.core import Core
from bot.reply import Reply, Text
from bot.store import Store
from scheduler.ports import Ambiguous, Refused
from tests.fakes.teams import Fault
from tests.teams_world import World, world
from tests.test_teams_sender import to

HERE = Path(__file__).parent.parent
REPLY = Reply((Text("A reminder"),), "x")


@pytest.fixture
async def w(core: Core, store: Store, clock: SetClock) -> AsyncIterator[World]:
    async with world(core, store, clock) as one:
        yield one


async def test_every_invoke_answers_500_because_its_body_is_serialised_twice(w: World) -> None:
    """Guard: adapter.answer_invoke keeps plain JSON, and Adapter.process serialises it once."""
    sam = w.person()
    await sam.type("am I eligible?")
    assert await sam.press("Yes")
    status, answer = sam.answers[-1]
    assert (status, answer["statusCode"], answer["value"]["type"]) == (200, 200, "AdaptiveCard")


async def test_two_rest_clients_are_built_for_every_turn(w: World) -> None:
    """Guard: adapter.Doors hands out one connector, and no client for user tokens is built."""
    signatures = w.platform._adapter._signatures  # type: ignore[union-attr]
    assert signatures._doors is signatures.create_connector_factory(None)
    assert await signatures.create_user_token_client(None) is None
    assert await signatures._doors.create("a", "b") is await signatures._doors.create("c", "d")


async def test_every_send_opens_a_new_connection(w: World) -> None:
    """Guard: connectors.Connectors sends through one pooled session."""
    for _ in range(5):
        await w.person().type("when is the deadline?")
    assert len(w.teams.said) == 5
    assert len(w.teams.connections) == 1


async def test_a_429_is_an_exception_and_nothing_more(w: World) -> None:
    """Guard: connectors.Busy, which posting waits for."""
    w.teams.faults.append(Fault(429, retry_after="1"))
    assert await w.person().type("when is the deadline?")


async def test_proactive_failures_are_swallowed_when_on_turn_error_is_set(w: World) -> None:
    """Guard: sender.TeamsSender does not go through continue_conversation."""
    w.platform._adapter.on_turn_error = lambda *_given: None  # type: ignore[union-attr]
    w.teams.faults += [Fault(500), Fault(403, "MessageWritesBlocked")]
    assert isinstance(await w.platform.sender.send(to(w), REPLY, "t"), Ambiguous)
    assert isinstance(await w.platform.sender.send(to(w), REPLY, "t"), Refused)


async def test_an_empty_app_id_accepts_what_nobody_signed(w: World) -> None:
    """Guards: credentials.read refuses to start so, and adapter.Signatures lets nobody in without a token."""
    sam = w.person()
    for token in ("", "junk"):
        assert (await sam.send(sam.message("hello"), token))[0] == 401


async def test_a_junk_token_gives_500(w: World) -> None:
    """Guard: signing.verify turns every failure of the library into NotSigned."""
    sam = w.person()
    for junk in ("junk", "a.b.c", "....", "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.e30.c2ln"):
        assert (await sam.send(sam.message("hello"), junk))[0] == 401


async def test_signing_keys_are_fetched_in_the_first_turn_without_a_time_out(w: World) -> None:
    """Guards: signing.Keys.prefetch at the start, and PATIENCE on every fetch."""
    assert w.microsoft.asked["keys"] == 1, "before anybody wrote"
    assert PATIENCE.total is not None


async def test_installing_is_announced_twice(w: World) -> None:
    """Guard: turns.Turns claims one welcome for a conversation."""
    sam = w.person()
    await sam.send(sam.activity("conversationUpdate", membersAdded=[{"id": "28:bot"}]))
    await sam.send(sam.activity("installationUpdate", action="add"))
    assert len(w.teams.said) == 1


def test_a_name_or_an_address_from_a_tenant_is_a_claim() -> None:
    """Guard: activities.sender_of takes the tenant and the directory id, and nothing else."""
    source = (HERE / "adapters" / "teams" / "activities.py").read_text()
    named = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    assert not named & {"email", "user_principal_name", "upn"}


def test_botbuilder_stays_in_one_folder_and_without_dialogs() -> None:
    for path in HERE.glob("[abks]*/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            ours = [name for name in names if name.startswith(("botbuilder", "botframework"))]
            assert not ours or path.parent.name == "teams", path
            assert not any("dialogs" in name for name in ours)
