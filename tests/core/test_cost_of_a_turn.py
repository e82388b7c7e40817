"""Who is asking is looked up once a turn; where nothing was ever written, nothing is looked up."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from adapters.console.ask import SetClock
from bot.core.activity import Activity, Message, Submit
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.ground import NOON, account, ground
from tests.support.transcript import IN_MEMORY


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SQL statement while the block runs."""
    sent: list[str] = []

    def note(*given: Any) -> None:
        sent.append(given[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
async def joined(core: Core, clock: SetClock) -> AsyncIterator[Core]:
    """A core over records in memory, in which Sam is enrolled and Lee leads."""
    clock.moment, store = NOON, await Store.open(IN_MEMORY)
    g = await ground(store)
    for user, person in (("lee", g.lead), ("sam", await g.enrol("Sam Patel"))):
        code = await Codes(store).make(person.id, None, NOON)
        await Codes(store).redeem(code.words, account(user), NOON)
    yield core.over(store)
    await store.close()


def typed(user: str, text: str) -> Message:
    return Message(account(user), "C", text)


def of_who_it_is(sent: list[str]) -> int:
    return sum("FROM person" in one and "JOIN account" in one for one in sent)


TURNS: dict[str, Activity] = {
    "a command": typed("sam", "releaseday balance"),
    "a command for everybody": typed("sam", "home"),
    "help": typed("lee", "help"),
    "a question": typed("sam", "how many days release do I get?"),
    "a question of nobody on record": typed("a teacher", "how many days release do I get?"),
    "a day in one's own words": typed("sam", "log half yesterday, workshop"),
    "a residential in one's own words": typed("sam", "I can't make residential 2"),
    "dates from a lead": typed("lee", "cancel residential 2"),
    "a question's number": typed("lee", "question 1"),
    "an announcement": typed("lee", "tell everyone the venue has changed"),
    "what is held": typed("sam", "what do you hold about me"),
    "a request": typed("sam", "remind me"),
    "a button": Submit(account("sam"), "C", "releaseday_form"),
    "a question to the hub": Submit(account("sam"), "C", "ask_hub", {"text": "May Rufus come along?"}),
}


@pytest.mark.parametrize("name", TURNS)
async def test_who_is_asking_is_looked_up_once(joined: Core, name: str) -> None:
    with statements() as sent:
        reply = await joined.handle(TURNS[name])
    assert "reference" not in str(reply.blocks)
    assert of_who_it_is(sent) == 1, "\n".join(sent)


async def test_a_turn_where_nothing_was_ever_written_looks_nothing_up(core: Core, store: Store) -> None:
    with statements() as sent:
        for activity in TURNS.values():
            await core.handle(activity)
    assert sent == []
    assert store.is_empty


async def test_a_commands_turn_costs_no_statement_too_many(joined: Core) -> None:
    """Who is asking, what stands open, the balance, and whether an eligibility check is open beside it."""
    with statements() as sent:
        await joined.handle(TURNS["a command"])
    assert len(sent) == 4, "\n".join(sent)
