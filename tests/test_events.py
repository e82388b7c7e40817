"""An event that a platform delivers twice is taken in once, whoever asks, and forgotten after two days."""

import asyncio
from datetime import timedelta

from bot.store import Store
from tests.ground import NOON
from tests.stores import store, url

__all__ = ["store", "url"]


async def test_an_event_is_new_once(store: Store, url: str) -> None:
    other = await Store.open(url)
    claims = await asyncio.gather(*(one.events.first_time("slack", "Ev1", NOON) for one in [store, other] * 5))
    await other.close()
    assert sum(claims) == 1
    assert await store.events.first_time("teams", "Ev1", NOON), "another platform's events have names of their own"
    assert await store.events.purge(NOON + timedelta(days=1)) == 0
    assert await store.events.purge(NOON + timedelta(days=3)) == 2
    assert await store.events.first_time("slack", "Ev1", NOON)


async def test_several_are_claimed_at_once_each_for_the_first_time_only(store: Store) -> None:
    assert await store.events.first_times("slack", ["a", "b", "a"], NOON) == {"a", "b"}
    assert await store.events.first_times("slack", ["b", "c"], NOON) == {"c"}
    assert await store.events.first_times("teams", ["a"], NOON) == {"a"}
    assert not await store.events.first_time("slack", "c", NOON)
