"""The purge comes once a day, and a clock that is wrong for a while neither deletes the records nor stops it."""

from datetime import timedelta

import pytest

from bot.db.store import Store
from bot.delivery.daily_purge import EVERY, LONG_AWAY, purge_once_a_day
from bot.features.people.domain import CodeNotKnown
from bot.features.people.repository_codes import Codes
from tests.support.ground import NOON, account, ground

YEARS = timedelta(days=3 * 365)


@pytest.fixture
async def attempted(store: Store) -> Store:
    """A day after the last purge there is something that is past its time."""
    await purge_once_a_day(store, NOON)
    g = await ground(store)
    await g.enrol("Sam Patel")
    with pytest.raises(CodeNotKnown):
        await Codes(store).redeem("2222-2222", account("U1"), NOON)
    return store


async def test_once_a_day(attempted: Store) -> None:
    assert await purge_once_a_day(attempted, NOON + EVERY / 2) == 0
    assert await purge_once_a_day(attempted, NOON + EVERY) == 1


async def test_a_clock_that_is_years_ahead_for_an_hour_deletes_nothing(attempted: Store) -> None:
    assert await purge_once_a_day(attempted, NOON + YEARS) == 0
    assert await purge_once_a_day(attempted, NOON + YEARS + timedelta(hours=1)) == 0


async def test_when_it_is_put_right_the_purge_goes_on(attempted: Store) -> None:
    await purge_once_a_day(attempted, NOON + YEARS)
    assert await purge_once_a_day(attempted, NOON + EVERY) == 1


async def test_after_months_away_it_comes_a_day_later(attempted: Store) -> None:
    back = NOON + LONG_AWAY + EVERY
    assert await purge_once_a_day(attempted, back) == 0
    assert await purge_once_a_day(attempted, back + EVERY) >= 1
