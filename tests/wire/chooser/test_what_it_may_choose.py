"""A reader chooses among reviewed answers: what it chooses is said in our words, and nothing is written by it."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from adapters.chooser.chooser import NOTICE
from adapters.chooser.endpoint import authorised, completions
from adapters.console.ask import SetClock
from bot.core.activity import Message
from bot.core.plain_text import plain
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.conftest import NOON
from tests.support.choosing import ANN, DOUBTFUL, KEY, SURE, Hub, choosing
from tests.support.fakes.chat_model import chooses, given, offered
from tests.support.ground import account, ground
from tests.support.stores import Made

SORTED_OUT = "sort my days out for november"


async def test_what_it_chooses_is_said_in_the_reviewed_words(hub: Hub, knowledge: Knowledge) -> None:
    hub.model.answer = chooses("pay")
    reply = await hub.ask(DOUBTFUL)
    assert reply.entry == "pay"
    assert knowledge.answer(knowledge.entries["pay"], NOON.date()) in plain(reply)


async def test_two_things_at_once_have_two_answers(hub: Hub, knowledge: Knowledge) -> None:
    hub.model.answer = chooses("pay", "supply-rate")
    reply = await hub.ask(DOUBTFUL)
    assert reply.entry == "pay"
    assert knowledge.answer(knowledge.entries["supply-rate"], NOON.date())[:60] in plain(reply)


async def test_none_of_these_is_an_honest_no_and_elsewhere_is_off_topic(hub: Hub) -> None:
    hub.model.answer = chooses("none_of_these")
    assert (await hub.ask(DOUBTFUL)).kind == "abstain"
    hub.model.answer = chooses("not_about_this")
    assert (await hub.ask("and what about the money side of things")).kind == "offtopic"


async def test_it_is_asked_only_in_doubt_or_always(hub: Hub, knowledge: Knowledge, search: Search) -> None:
    before = len(hub.model.bodies)
    await hub.ask(SURE)
    assert len(hub.model.bodies) == before
    async with choosing(knowledge, search, Store("sqlite+aiosqlite://"), hub.clock, always=True) as eager:
        await eager.told()
        await eager.ask(SURE)
        assert len(eager.model.bodies) == 1


async def test_it_gets_a_question_the_subject_and_a_dozen_candidates_and_must_name_one(hub: Hub) -> None:
    await hub.ask("how many residentials are there", where="there")
    await hub.ask(DOUBTFUL, where="there")
    (body,) = hub.model.bodies
    assert given(body)["question"] == DOUBTFUL
    assert given(body)["talked_about_before"] == ["How many residentials"]
    ids = [one["id"] for one in given(body)["answers"]]
    assert len(ids) == 12
    assert offered(body) == [*ids, "none_of_these", "not_about_this"]
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["model"] == "a-model"


async def test_the_first_question_of_a_workspace_stays_here_and_everybody_else_is_asked_about(hub: Hub) -> None:
    elsewhere = replace(ANN, tenant="another")
    said = plain(await hub.ask(DOUBTFUL, elsewhere))
    assert NOTICE in said
    assert not hub.model.bodies
    assert NOTICE not in plain(await hub.ask(DOUBTFUL, elsewhere))
    assert len(hub.model.bodies) == 1


async def test_the_same_question_is_not_asked_again_for_a_day(hub: Hub) -> None:
    hub.model.answer = chooses("pay")
    for _ in range(3):
        assert (await hub.ask(DOUBTFUL)).entry == "pay"
    assert len(hub.model.bodies) == 1
    hub.seconds.at += 24 * 3600 + 1
    await hub.ask(DOUBTFUL)
    assert len(hub.model.bodies) == 2


async def test_requests_that_are_not_for_who_asks_are_not_offered(hub: Hub) -> None:
    await hub.ask(SORTED_OUT)
    (body,) = hub.model.bodies
    assert "release_log" not in offered(body)
    hub.model.answer = chooses("release_log")
    hub.seconds.at += 24 * 3600 + 1
    assert plain(await hub.ask(SORTED_OUT)) == plain(await hub.alone(SORTED_OUT))


async def test_a_request_that_writes_changes_nothing_when_it_is_only_chosen(
    made: Made, tmp_path: Path, knowledge: Knowledge, search: Search, clock: SetClock
) -> None:
    clock.moment = NOON
    with made.sqlite(tmp_path) as url:
        records = await Store.open(url)
    g = await ground(records)
    sam = await g.enrol("Sam Patel")
    code = await Codes(records).make(sam.id, None, NOON)
    await Codes(records).redeem(code.words, account("sam"), NOON, {"user": "sam"})
    async with choosing(knowledge, search, records, clock, chooses("release_log"), always=True) as one:
        await one.ask(DOUBTFUL, account("sam"))
        for words in (SORTED_OUT, DOUBTFUL, "the whole of thursday 3 september it was then"):
            await one.core.handle(Message(account("sam"), "with sam", words))
        assert len(one.model.bodies) >= 2
        assert "release_log" in offered(one.model.bodies[0])
    async with records.reading() as connection:
        assert not (await connection.execute(text("SELECT id FROM release_day"))).all()
    await records.close()


def test_an_address_is_posted_to_as_azure_and_others_have_it() -> None:
    azure = "https://hub.openai.azure.com/openai/deployments/mini"
    assert completions(f"{azure}/chat/completions?api-version=2024-10-21") == (
        f"{azure}/chat/completions?api-version=2024-10-21"
    )
    assert completions(f"{azure}?api-version=2024-10-21") == f"{azure}/chat/completions?api-version=2024-10-21"
    assert completions("http://127.0.0.1:11434/v1/") == "http://127.0.0.1:11434/v1/chat/completions"
    assert authorised(azure, "k") == {"api-key": "k"}
    assert authorised("https://api.openai.com/v1", "k") == {"Authorization": "Bearer k"}
    assert authorised("https://openai.azure.com.evil.example", "k") == {"Authorization": "Bearer k"}
    assert authorised("http://localhost", "") == {}


async def test_the_key_goes_in_its_header_and_nowhere_else(hub: Hub) -> None:
    await hub.ask(DOUBTFUL)
    assert hub.model.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in str(hub.model.bodies)
    assert hub.model.paths == ["/v1/chat/completions"]
