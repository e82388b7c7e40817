"""What is put back for a test is as it was made, and what another test did to it is gone."""

from dataclasses import dataclass

import pytest

from bot.core.activity import Message
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.db.store import Store
from bot.features.people.repository import PeopleRegister
from bot.identity.repository import People
from tests.support.ground import NOON, Ground, account, ground
from tests.support.kept import kept
from tests.support.stores import store
from tests.support.stores import url_of_both as url
from tests.support.talking import LEE, SAM, talking
from tests.support.transcript import IN_MEMORY

__all__ = ["store", "url"]


@dataclass
class Counted:
    ground: Ground
    core: Core
    notes: list[str]


MADE = list[int]()


@kept
async def counted(core: Core, store: Store) -> Counted:
    MADE.append(1)
    g = await ground(store)
    await g.enrol("Sam Patel")
    return Counted(g, core.over(store), ["as it was made"])


@pytest.mark.parametrize("again", range(3))
async def test_each_test_has_one_of_its_own(core: Core, store: Store, again: int) -> None:
    before = len(MADE)
    own = await counted(core, store)
    assert len(MADE) == before + (not again)
    assert own.ground.store is store
    assert own.core is not core
    assert own.notes == ["as it was made"]
    own.notes.append("spoiled")
    assert [one.name for one in await People(store).at([own.ground.hub.id])] == ["Sam Patel"]
    kim = await own.ground.enrol("Kim Lee")  # its number is free, and it is the next
    assert kim.id == (await own.ground.again(kim)).id
    assert (await People(store).of(account("nobody"))) is None
    said = await own.core.handle(Message(account("nobody"), "C", "how many days"))
    assert "ten days" in plain(said)


async def test_of_what_another_did_nothing_is_left(core: Core) -> None:
    first, second, third = [await Store.open(IN_MEMORY) for _ in range(3)]
    as_made = await (await talking(core.over(first), first)).records()
    await (await talking(core.over(second), second)).say(SAM, "log 30 october workshop")
    hub = await talking(core.over(third), third)
    assert await hub.records() == as_made
    assert "Linked to your record" in await hub.say(LEE, "accounts")
    for one in (first, second, third):
        await one.close()


@kept
async def kims_number(store: Store) -> int:
    return (await PeopleRegister(store).add("Kim Lee", "kim@school.example", NOON)).id


async def test_where_somebody_is_on_record_already_it_adds_to_them(store: Store) -> None:
    there = await Store.open(IN_MEMORY)
    assert await kims_number(there) == 1
    await there.close()
    lead = (await ground(store)).lead
    assert await kims_number(store) == 2
    assert [one.name for one in await People(store).all()] == ["Kim Lee", lead.name]
