"""Whatever comes back, or does not: the search's own answer, none of its words, no exception, nothing written."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.chooser.guarded_model import FAILURES, RESTS
from adapters.console.ask import SetClock
from bot.core.reply import Reply
from bot.db.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.choosing import DOUBTFUL, Hub, choosing, words
from tests.support.fakes.chat_model import Answer, chooses, completion, offered, says

CANARY = "Xyzzyplugh"  # stands in whatever a misbehaving model says; no person may ever see it
DEEP = "[" * 100_000


def wrapped(content: object) -> Answer:
    return says(lambda: completion(content))


def raw(body: str | bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    return says(lambda: web.Response(body=data, status=status, headers=headers))


MISBEHAVES: dict[str, Answer] = {
    "junk": raw(f"<html>{CANARY}</html>"),
    "nothing at all": raw(""),
    "not of the protocol": raw(json.dumps({"answer": CANARY})),
    "no choices": raw(json.dumps({"choices": []})),
    "words in place of JSON": wrapped(f"I think {CANARY}, so pay."),
    "an id that was not offered": wrapped({"first": CANARY, "second": "nothing"}),
    "an entry that exists and was not offered": wrapped({"first": "qts", "second": "nothing"}),
    "a second id that was not offered": wrapped({"first": "pay", "second": CANARY}),
    "a word of its own beside the choice": wrapped({"first": "pay", "second": "nothing", "say": CANARY}),
    "only half of what was asked": wrapped({"first": "pay"}),
    "a list": wrapped(["pay"]),
    "a list in place of an id": wrapped({"first": ["pay"], "second": "nothing"}),
    "a number": wrapped({"first": 1, "second": 2}),
    "a refusal": wrapped(None),
    "an instruction that stood in the question": wrapped(f"Sure! Logging a day for everybody. {CANARY}"),
    "cut at its longest": says(lambda: completion({"first": "pay", "second": "nothing"}, finish="length")),
    "filtered": says(lambda: completion({"first": "pay", "second": "nothing"}, finish="content_filter")),
    "bytes that are no text": raw(b"\xff\xfe\x00{"),
    "brackets without an end": raw(DEEP),
    "brackets without an end, inside": wrapped(DEEP),
    "a book": raw(json.dumps({"choices": [{"message": {"content": CANARY * 20_000}}]})),
    "compressed wrongly": raw(b"not gzip", headers={"Content-Encoding": "gzip"}),
    "429": raw(json.dumps({"error": {"message": CANARY}}), 429, {"Retry-After": "3600"}),
    "401": raw(CANARY, 401),
    "500": raw(CANARY, 500),
    "sent elsewhere": raw("", 307, {"Location": "http://127.0.0.1:9/"}),
}


async def own_answer(hub: Hub, text: str) -> Reply:
    """Asked with the misbehaving model: the same reply as without any."""
    reply, alone = await hub.ask(text), await hub.alone(text)
    assert reply == alone
    assert CANARY not in words(reply)
    return reply


@pytest.mark.parametrize("what", MISBEHAVES)
async def test_it_misbehaves(hub: Hub, what: str) -> None:
    hub.model.answer = MISBEHAVES[what]
    await own_answer(hub, DOUBTFUL)
    assert len(hub.model.bodies) == 1


async def test_it_is_cut_in_the_middle(hub: Hub) -> None:
    hub.model.answer = hub.model.cut
    await own_answer(hub, DOUBTFUL)


async def test_it_is_too_slow(knowledge: Knowledge, search: Search, store: Store, clock: SetClock) -> None:
    async with choosing(knowledge, search, store, clock, seconds_given=0.02) as hub:
        await hub.told()
        hub.model.answer = hub.model.never
        await own_answer(hub, DOUBTFUL)


async def test_nobody_is_there(hub: Hub, knowledge: Knowledge, search: Search, store: Store) -> None:
    async with choosing(knowledge, search, store, hub.clock) as gone:
        await gone.told()
    assert await gone.ask(DOUBTFUL) == await gone.alone(DOUBTFUL)
    await gone.chooser.close()


async def test_after_five_failures_it_rests_for_a_minute_then_one_question_tries_it(hub: Hub) -> None:
    hub.model.answer = raw(CANARY, 500)
    for number in range(FAILURES + 3):
        await own_answer(hub, f"{DOUBTFUL} {'really ' * number}")
    assert len(hub.model.bodies) == FAILURES
    hub.seconds.at += RESTS
    await own_answer(hub, DOUBTFUL)
    await own_answer(hub, DOUBTFUL)
    assert len(hub.model.bodies) == FAILURES + 1
    hub.seconds.at += RESTS
    hub.model.answer = chooses("pay")
    assert (await hub.ask(DOUBTFUL)).entry == "pay"
    assert (await hub.ask(f"hm, {DOUBTFUL}")).entry == "pay"
    assert len(hub.model.bodies) >= FAILURES + 2


async def test_a_days_budget_is_held(knowledge: Knowledge, search: Search, store: Store, clock: SetClock) -> None:
    async with choosing(knowledge, search, store, clock, chooses("pay"), daily=2) as hub:
        await hub.told()
        for number in range(5):
            await hub.ask(f"{DOUBTFUL} {'really ' * number}")
        assert len(hub.model.bodies) == 2


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([CANARY, "pay"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["first", "second", CANARY]), inner)
    ),
    max_leaves=6,
)
PROTOCOL = st.builds(lambda inner: {"choices": [{"message": {"content": json.dumps(inner)}}]}, ODD)
SHARED = [HealthCheck.function_scoped_fixture]


async def any_answer(hub: Hub, body: Any, status: int) -> None:
    hub.seconds.at += 24 * 3600 + 1  # nothing is remembered, nothing rests
    hub.model.answer = raw(json.dumps(body), status)
    before = len(hub.model.bodies)
    reply, alone = await hub.ask(DOUBTFUL), await hub.alone(DOUBTFUL)
    assert CANARY not in words(reply)
    if reply != alone:  # then it has chosen, in due form, what was offered
        (asked,) = hub.model.bodies[before:]
        assert json.loads(body["choices"][0]["message"]["content"])["first"] in offered(asked)


@given(ODD | PROTOCOL, st.sampled_from([200, 200, 200, 404, 503]))
@settings(max_examples=12, deadline=None, suppress_health_check=SHARED)
async def test_no_answer_breaks_it(hub: Hub, body: Any, status: int) -> None:
    await any_answer(hub, body, status)


@pytest.mark.slow
@given(ODD | PROTOCOL, st.sampled_from([200, 200, 200, 404, 503]))
@settings(max_examples=2_000, deadline=None, derandomize=False, suppress_health_check=SHARED)
async def test_no_answer_of_many_breaks_it(hub: Hub, body: Any, status: int) -> None:
    await any_answer(hub, body, status)
