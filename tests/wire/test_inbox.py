"""An event that a platform delivers twice is taken in once, whoever asks, and forgotten after two days."""

import asyncio
from datetime import timedelta

from adapters.inbox import Inbox
from bot.db.erasure import Erasures
from bot.db.retention import Retention
from bot.db.store import Store
from tests.support.ground import NOON, account
from tests.support.stores import store, url

__all__ = ["store", "url"]


async def test_an_event_is_new_once(store: Store, url: str) -> None:
    other = await Store.open(url)
    claims = await asyncio.gather(*(Inbox(one).first_time("slack", "Ev1", NOON) for one in [store, other] * 5))
    await other.close()
    assert sum(claims) == 1
    assert await Inbox(store).first_time("teams", "Ev1", NOON), "another platform's events have names of their own"
    assert await Retention(store).purge(NOON + timedelta(days=1)) == 0
    assert await Retention(store).purge(NOON + timedelta(days=3)) == 2
    assert await Inbox(store).first_time("slack", "Ev1", NOON)


async def test_several_are_claimed_at_once_each_for_the_first_time_only(store: Store) -> None:
    take = Inbox(store).take
    assert await take("slack", {"a": "", "b": ""}, (), NOON) == {"a", "b"}
    assert await take("slack", {"b": "", "c": ""}, (), NOON) == {"c"}
    assert await take("teams", {"a": ""}, (), NOON) == {"a"}
    assert not await Inbox(store).first_time("slack", "c", NOON)


async def test_what_was_in_an_event_is_kept_until_it_is_answered(store: Store) -> None:
    take, left = Inbox(store).take, Inbox(store).left
    await take("slack", {"a": "one"}, (), NOON)
    await take("slack", {"b": "two", "c": "three"}, ("a",), NOON + timedelta(seconds=30))
    later = NOON + timedelta(minutes=2)
    assert await left("slack", later, timedelta()) == {"b": "two", "c": "three"}
    assert await left("teams", later, timedelta()) == {}
    assert await left("slack", NOON + timedelta(seconds=40), timedelta(minutes=1)) == {}
    assert await Inbox(store).adopt("slack", "b")
    assert not await Inbox(store).adopt("slack", "b"), "one more try, by one process"
    assert await left("slack", later, timedelta()) == {"c": "three"}
    assert await left("slack", NOON + timedelta(minutes=11), timedelta()) == {}
    await Retention(store).purge(NOON + timedelta(minutes=11))
    assert await left("slack", later, timedelta()) == {}
    assert not await Inbox(store).first_time("slack", "c", NOON), "its name is remembered longer"


async def test_a_welcome_is_remembered_for_good(store: Store) -> None:
    sam = account("USAM")
    assert await Inbox(store).first_welcome(sam, NOON)
    await Retention(store).purge(NOON + timedelta(days=400))
    assert not await Inbox(store).first_welcome(sam, NOON)
    assert await Inbox(store).first_welcome(account("USAM", "T2"), NOON)
    await Erasures(store).erase(None, [sam], NOON)
    assert await Inbox(store).first_welcome(sam, NOON)
    await Inbox(store).forget("slack", "T1")
    assert await Inbox(store).first_welcome(sam, NOON)
    assert not await Inbox(store).first_welcome(account("USAM", "T2"), NOON)
