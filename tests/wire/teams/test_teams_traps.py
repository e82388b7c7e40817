"""The traps of botbuilder-core 4.17.1, each by name: what it does by itself, and that it does not happen here."""

import ast
import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from botbuilder.core import CloudAdapterBase, TurnContext
from msrest import ServiceClient
from msrest.serialization import Model

from adapters.console.ask import SetClock
from adapters.teams.auth_inbound import PATIENCE, Keys, KeysMissing
from adapters.teams.credentials import Endpoints, read
from adapters.web.server import listening
from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.core.errors import SettingsError
from bot.core.reply import Reply, Text
from bot.core.settings import Settings
from bot.db.store import Store
from bot.identity.repository import People
from scheduler.ports import Ambiguous, Refused, Sent
from tests.support.fakes.microsoft import TENANT
from tests.support.fakes.teams import TeamsFault
from tests.support.ground import NOON, email, ground
from tests.support.paths import ROOT
from tests.support.teams_world import ENVIRONMENT, TeamsWorld, world
from tests.wire.teams.test_teams_sender import to

OURS = ROOT / "adapters" / "teams"
REPLY = Reply((Text("A reminder"),), "x")


async def test_every_invoke_answers_500_because_its_body_is_serialised_twice(w: TeamsWorld) -> None:
    """Guard: adapter.answer_invoke keeps plain JSON, and adapter._response serialises it once."""
    sam = w.person()
    await sam.type("am I eligible?")
    assert await sam.press("Yes")
    status, answer = sam.answers[-1]
    assert (status, answer["statusCode"], answer["value"]["type"]) == (200, 200, "AdaptiveCard")


async def test_two_rest_clients_are_built_for_every_turn(w: TeamsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guard: adapter.Adapter is botbuilder's plain adapter, and sends through our own connectors."""
    monkeypatch.setattr(ServiceClient, "__init__", _refuse)
    sam = w.person()
    await sam.type("am I eligible?")
    assert await sam.press("Yes")
    assert isinstance(await w.platform.sender.send(to(w), REPLY, "t"), Sent)
    assert not isinstance(w.platform._adapter, CloudAdapterBase)


async def test_every_activity_costs_half_a_millisecond_to_read(
    w: TeamsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guard: wire.arrived reads what is needed; msrest would walk through ninety fields, and lose `tenantId`."""
    monkeypatch.setattr(Model, "deserialize", _refuse)
    monkeypatch.setattr(Model, "serialize", _refuse)
    sam = w.person()
    await sam.type("am I eligible?")
    assert await sam.press("Yes")


async def test_every_send_opens_a_new_connection(w: TeamsWorld) -> None:
    """Guard: connectors.Connectors sends through one pooled session."""
    for _ in range(5):
        await w.person().type("when is the deadline?")
        assert isinstance(await w.platform.sender.send(to(w), REPLY, "t"), Sent)
    assert len(w.teams.said) == 10
    assert len(w.teams.connections) == 1


async def test_sends_wait_for_each_other(w: TeamsWorld) -> None:
    """Guard: connectors.Connectors does not block; with botbuilder, as many wait as there are threads."""
    w.teams.hold(40)
    sending = [asyncio.create_task(w.platform.sender.send(to(w, f"p{at % 20}"), REPLY, "t")) for at in range(40)]
    async with asyncio.timeout(60):
        outcomes = await asyncio.gather(*sending)
    assert all(isinstance(one, Sent) for one in outcomes), "the first was answered when the last had come in"


async def test_a_429_is_an_exception_and_nothing_more(w: TeamsWorld) -> None:
    """Guard: connectors.Busy, which posting waits for."""
    w.teams.faults.append(TeamsFault(429, retry_after="1"))
    assert await w.person().type("when is the deadline?")
    assert w.hands.slept == [pytest.approx(1.1)]


async def test_a_5xx_is_an_exception_like_any_other(w: TeamsWorld) -> None:
    """Guard: connector_client.Indeterminate, which nobody repeats: the message may be there."""
    sam = w.person()
    for status in (500, 502, 503, 504):
        w.teams.faults += [TeamsFault(status), TeamsFault(status)]
        assert (await sam.send(sam.message("when is the deadline?")))[0] == 200
        assert isinstance(await w.platform.sender.send(to(w), REPLY, "t"), Ambiguous)
    assert not w.teams.said
    assert not w.teams.faults, "each was asked once"


async def test_proactive_failures_are_swallowed_when_on_turn_error_is_set(w: TeamsWorld) -> None:
    """Guard: sender.TeamsSender does not go through continue_conversation."""

    async def swallow(_context: TurnContext, _error: Exception) -> None: ...

    w.platform._adapter.on_turn_error = swallow  # type: ignore[union-attr]
    w.teams.faults += [TeamsFault(500), TeamsFault(403, "MessageWritesBlocked")]
    assert isinstance(await w.platform.sender.send(to(w), REPLY, "t"), Ambiguous)
    assert isinstance(await w.platform.sender.send(to(w), REPLY, "t"), Refused)


def test_an_empty_app_id_accepts_what_nobody_signed() -> None:
    """Guard: credentials.read refuses to start so, unless for development and on loopback."""
    empty = {**ENVIRONMENT, "MICROSOFT_APP_ID": ""}
    with pytest.raises(SettingsError, match="MICROSOFT_APP_ID is empty"):
        read(empty, Settings(), loopback=True)
    with pytest.raises(SettingsError, match="HOST=127"):
        read({**empty, "TEAMS_ALLOW_ANONYMOUS": "1"}, Settings(), loopback=False)


async def test_what_nobody_signed_is_taken_for_granted(w: TeamsWorld) -> None:
    """Guard: signing.Signatures lets nobody in without a token."""
    assert (await w.person().send(w.person().message("hello"), ""))[0] == 401
    assert not w.teams.posts


async def test_a_junk_token_gives_500(w: TeamsWorld) -> None:
    """Guard: signing.Signatures turns every failure of the library into NotSigned."""
    sam = w.person()
    signed_by_an_unknown_key = w.microsoft.signed(w.teams.url, kid="k2")
    for junk in (
        "junk",
        "a.b.c",
        "....",
        "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.e30.c2ln",
        signed_by_an_unknown_key,
    ):
        assert (await sam.send(sam.message("hello"), junk))[0] == 401


async def test_signing_keys_are_fetched_in_the_first_turn(w: TeamsWorld) -> None:
    """Guard: signing.Keys.prefetch at the start."""
    assert w.microsoft.asked["keys"] == 1, "before anybody wrote"


@pytest.mark.parametrize("silent", ["openid", "keys"])
async def test_signing_keys_are_fetched_without_a_time_out(silent: str) -> None:
    """Guard: the time-out on both fetches of signing.Keys. The server is silent as long as the test runs."""
    assert 0 < (PATIENCE.total or 0) <= 10
    over, reached = asyncio.Event(), asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        if request.match_info["what"] == silent:
            reached.set()
            await over.wait()
        return web.json_response({"jwks_uri": f"http://{request.host}/keys"})

    app = web.Application()
    app.router.add_get("/{what}", answer)
    async with listening(app, "127.0.0.1", 0) as port, aiohttp.ClientSession() as session:
        there = Endpoints(metadata=f"http://127.0.0.1:{port}/openid")
        for seconds in (0.05, 1, 10):  # on a busy machine the first may not even come to the second fetch
            keys = Keys(there, session, asyncio.get_running_loop().time, aiohttp.ClientTimeout(total=seconds))
            async with asyncio.timeout(60):
                await keys.prefetch()
            if reached.is_set():
                break
        over.set()
        assert reached.is_set()
        with pytest.raises(KeysMissing):
            await keys.of("k1")


async def test_installing_is_announced_twice(w: TeamsWorld) -> None:
    """Guard: turns.Turns claims one welcome for a conversation."""
    sam = w.person()
    await sam.send(sam.activity("conversationUpdate", membersAdded=[{"id": "28:bot"}]))
    await sam.send(sam.activity("installationUpdate", action="add"))
    assert len(w.teams.said) == 1


async def test_an_address_from_a_tenant_is_a_claim(core: Core, store: Store, clock: SetClock) -> None:
    """Guard: people.People asks for no address where app.yaml does not trust the tenant, and believes none."""
    g = await ground(store)
    clock.moment = NOON
    await g.enrol("Sam Patel")
    claims = {"email": email("Sam Patel"), "userPrincipalName": email("Sam Patel"), "tenantId": TENANT}
    async with world(core, store, clock, trusted=("another-tenant",)) as w:
        sam = w.person()
        w.teams.roster["29:sam"] = {"id": "29:sam", "aadObjectId": "aad-sam", **claims}
        said = sam.message("releaseday balance")
        said["from"] |= claims
        said["channelData"] |= claims
        await sam.send(said)
        assert not w.teams.looked_up
    assert await People(store).of(Sender("teams", TENANT, "aad-sam")) is None


async def test_a_conversation_is_kept_without_its_tenant(w: TeamsWorld) -> None:
    """Guard: activities.reference_of keeps the JSON that came; botbuilder's own drops what it does not know."""
    from adapters.teams.activity_codec import arrived  # noqa: PLC0415
    from adapters.teams.inbound import message_of  # noqa: PLC0415

    said = w.person().message("hello")
    said["conversation"]["new"] = {"in": "Teams"}
    found = message_of(arrived(said))
    assert isinstance(found, Message)
    assert json.loads(json.dumps(found.address))["conversation"] == said["conversation"]


def test_botbuilder_stays_in_one_folder_and_without_dialogs() -> None:
    """Guard: no import of it elsewhere; the SDK is archived, and a move is one folder."""
    for path in ROOT.glob("[abks]*/**/*.py"):
        ours = [name for name in imported(path) if name.split(".")[0] in ("botbuilder", "botframework", "msrest")]
        assert not ours or path.parent == OURS, path
        assert not any("dialogs" in name for name in ours)


def test_cards_and_references_are_the_sdks_own_classes() -> None:
    """Guard: what makes cards, keeps references and sends knows no SDK; only the turn itself does."""
    sdk = {
        path.name
        for path in OURS.glob("*.py")
        if any(name.startswith(("botbuilder", "botframework", "msrest")) for name in imported(path))
    }
    assert sdk <= {"adapter.py", "turns.py", "activity_codec.py"}


def imported(path: Path) -> list[str]:
    found = list[str]()
    for node in ast.walk(ast.parse(path.read_text())):
        found += [one.name for one in node.names] if isinstance(node, ast.Import) else []
        found += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return found


def _refuse(*_given: Any, **_more: Any) -> None:
    raise AssertionError("botbuilder's own way was taken")
