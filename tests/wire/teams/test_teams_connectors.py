"""How a request to Teams ended, told truly whatever happens on the way, and the bot's own token beside it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from adapters.teams.auth_outbound import Tokens
from adapters.teams.connector_client import Connectors, Indeterminate, Rejected
from adapters.teams.credentials import Endpoints, TeamsCredentials, read
from adapters.teams.time_source import Timing
from adapters.web.server import listening
from bot.core.settings import Settings
from scheduler.ports import Refused, Sent
from tests.support.fakes.teams import CUT, IN_PIECES, TeamsFault
from tests.support.teams_world import ENVIRONMENT, TeamsWorld
from tests.wire.teams.test_teams_sender import send

UNSIGNED = TeamsCredentials("", "", "", frozenset(), anonymous=True)
SOON = aiohttp.ClientTimeout(total=0.2)


@asynccontextmanager
async def impatient(patience: aiohttp.ClientTimeout) -> AsyncIterator[Connectors]:
    async with aiohttp.ClientSession() as session:
        yield Connectors(session, Tokens(UNSIGNED, Endpoints(), session, Timing()), patience)


async def test_teams_own_id_is_read_in_however_many_pieces_it_comes(w: TeamsWorld) -> None:
    w.teams.faults.append(TeamsFault(IN_PIECES))
    assert await send(w) == Sent("1"), "so that the message can be changed and taken back"


async def test_a_connection_cut_after_teams_said_that_it_took_the_message_makes_nothing_unclear(
    w: TeamsWorld,
) -> None:
    w.teams.faults.append(TeamsFault(CUT))
    assert await send(w) == Sent(""), "an unclear announcement would be sent once more"


async def test_what_is_not_answered_in_time_is_unclear() -> None:
    over = asyncio.Event()

    async def silent(_request: web.Request) -> web.Response:
        await over.wait()
        return web.Response(status=201)

    app = web.Application()
    app.router.add_post("/v3/conversations/{chat}/activities", silent)
    async with listening(app, "127.0.0.1", 0) as port, impatient(SOON) as connectors:
        try:
            with pytest.raises(Indeterminate, match="TimeoutError"):
                await asyncio.wait_for(connectors.send(f"http://127.0.0.1:{port}", "a", {"type": "message"}), 60)
        finally:
            over.set()


async def test_a_server_that_lets_nobody_in_has_taken_nothing() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        async with impatient(aiohttp.ClientTimeout(sock_connect=0.2)) as connectors:
            sending = connectors.send(f"http://127.0.0.1:{full.getsockname()[1]}", "a", {"type": "message"})
            with pytest.raises(Rejected, match="cannot be reached") as refused:
                await asyncio.wait_for(sending, 60)
        for one in waiting:
            one.close()
    assert not refused.value.for_good, "a reminder that never left is sent later"


async def test_an_answer_goes_again_with_another_token_when_the_first_was_withdrawn(w: TeamsWorld) -> None:
    await w.person().type("when is the deadline?")
    w.teams.faults.append(TeamsFault(401))
    assert await w.person().type("when is the deadline?")
    assert w.microsoft.asked["token"] == 2


async def test_a_token_that_is_refused_again_and_again_is_not_asked_for_without_end(w: TeamsWorld) -> None:
    w.teams.faults += [TeamsFault(401), TeamsFault(401)]
    assert isinstance(await send(w), Refused)
    assert not w.teams.faults
    assert w.microsoft.asked["token"] == 2


async def test_a_token_that_teams_does_not_take_is_said_until_it_takes_one(w: TeamsWorld) -> None:
    w.teams.faults += [TeamsFault(401), TeamsFault(401)]
    await send(w)
    assert w.platform.problem() == "Teams does not take the bot's token"
    assert isinstance(await send(w), Sent)
    assert w.platform.problem() == ""


async def test_when_the_login_is_down_one_request_finds_out_for_all_who_wait(w: TeamsWorld) -> None:
    w.microsoft.failing = True
    outcomes = await asyncio.gather(*(send(w, f"p{at}") for at in range(20)))
    assert all(isinstance(one, Refused) and not one.for_good for one in outcomes)
    assert w.microsoft.asked["token"] == 1, "each of them could take ten seconds"
    w.microsoft.failing = False
    assert isinstance(await send(w), Sent)


async def test_a_refusal_of_an_old_token_does_not_cost_the_new_one(w: TeamsWorld) -> None:
    tokens = Tokens(read(ENVIRONMENT, Settings(), loopback=True), w.microsoft.endpoints, w.session, Timing())
    old = await tokens.header()
    tokens.drop(old)
    new = await tokens.header()
    tokens.drop(old)
    assert await tokens.header() == new != old
    assert w.microsoft.asked["token"] == 2
