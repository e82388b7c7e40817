"""Which waiting questions ask the same thing: suggested to a lead by the model, and decided by the lead."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.console.ask import SetClock
from bot.db.store import Store
from bot.features.ask_hub.domain import AskedState
from bot.features.ask_hub.repository import Questions
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.choosing import Hub, choosing
from tests.support.desk_talk import Talk
from tests.support.fakes.chat_model import completion, given
from tests.support.ground import NOON, ground
from tests.support.stores import Made

ANN, BOB, LEE = "teams:ann", "teams:bob", "slack:lee"
PARKING, CAR = (
    "Is there somewhere to park at the residential?",
    "where do i leave the car, ask Lee Lead on 07700 900123",
)


async def all_the_same(body: dict[str, Any], _request: web.Request) -> web.StreamResponse:
    return completion({"same": [one["id"] for one in given(body)["others"]]})


@pytest.fixture
async def desk(
    made: Made, tmp_path: Path, knowledge: Knowledge, search: Search, clock: SetClock
) -> AsyncIterator[tuple[Talk, Hub]]:
    """Two questions that wait, in words that have nothing in common."""
    clock.moment = NOON
    with made.sqlite(tmp_path) as url:
        records = await Store.open(url)
    async with choosing(knowledge, search, records, clock, all_the_same) as hub:
        g = await ground(records)
        talk = Talk(hub.core, g, clock)
        await talk.joined(LEE, g.lead)
        for user, text in ((ANN, PARKING), (BOB, CAR)):
            await talk.submit(user, "ask_hub", {"text": text})
            await talk.press(user, "Continue", hub=str(g.hub.id))
            await talk.press(user, "Send")
        await talk.say(LEE, "question 1")  # the workspace is told by its first use
        yield talk, hub
    await records.close()


async def test_it_suggests_and_the_lead_decides(desk: tuple[Talk, Hub]) -> None:
    talk, hub = desk
    said = await talk.say(LEE, "question 1")
    assert "Perhaps the same, as the language model reads them" in said
    assert "2 · “where do i leave the car" in said
    (body,) = hub.model.bodies
    assert given(body)["others"] == [{"id": "q1", "question": "where do i leave the car, ask [name] on [number]"}]
    await talk.press(LEE, "Answer")
    form = talk.seen[LEE].forms[0]
    also = next(one for one in form.fields if one.name == "also")
    assert not also.value, "nothing is chosen for the lead"
    await talk.press(LEE, "Send the answer", text="Yes, behind the hall.", also="2")
    waiting = await Questions(talk.ground.store).at([talk.ground.hub.id], AskedState.WAITING)
    assert not waiting


@pytest.mark.parametrize(
    "reply", [{"same": ["q7"]}, {"same": "q1"}, {"same": [1]}, {"first": "q1"}, "yes, all of them"]
)
async def test_what_is_odd_suggests_nothing(desk: tuple[Talk, Hub], reply: object) -> None:
    talk, hub = desk

    async def odd(_body: dict[str, Any], _request: web.Request) -> web.StreamResponse:
        return completion(reply)

    hub.model.answer = odd
    assert "Perhaps the same" not in await talk.say(LEE, "question 1")
    assert len(hub.model.bodies) == 1
