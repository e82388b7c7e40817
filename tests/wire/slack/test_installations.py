"""Where the bot was installed: kept, replaced, looked up, removed, in both databases."""

from datetime import timedelta

from adapters.slack.installations import Installation, Installations
from bot.db.store import Store
from tests.support.ground import NOON
from tests.support.stores import store
from tests.support.stores import url_of_both as url

__all__ = ["store", "url"]

THERE = Installation("slack", "T2", "Fenland <Schools>", "UBOT2", "sealed", NOON)


async def test_one_is_kept_and_found_by_its_workspace(store: Store) -> None:
    await Installations(store).keep(THERE)
    assert await Installations(store).of("slack", "T2") == THERE
    assert await Installations(store).of("slack", "T3") is None
    assert await Installations(store).of("teams", "T2") is None


async def test_a_later_one_takes_its_place(store: Store) -> None:
    later = Installation("slack", "T2", "Fenland", "UBOT2", "sealed again", NOON + timedelta(days=1))
    await Installations(store).keep(THERE)
    await Installations(store).keep(later)
    assert await Installations(store).of("slack", "T2") == later


async def test_it_is_removed_once_and_not_by_the_late_word_of_an_earlier_removal(store: Store) -> None:
    await Installations(store).keep(THERE)
    assert not await Installations(store).remove("slack", "T2", NOON - timedelta(seconds=1))
    assert await Installations(store).of("slack", "T2") == THERE
    assert await Installations(store).remove("slack", "T2", NOON + timedelta(seconds=1))
    assert not await Installations(store).remove("slack", "T2", NOON + timedelta(seconds=1))
    assert await Installations(store).of("slack", "T2") is None
