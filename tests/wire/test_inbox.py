"""The inbox as both platforms use it: an event is claimed once, whoever asks, and kept until it is answered."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.inbox import MOST_AT_ONCE, Inbox
from adapters.inbox_repository import InboxRepository
from adapters.teams.app import BATCH_WAIT
from bot.db.erasure import Erasures
from bot.db.retention import Retention
from bot.db.store import Store
from tests.support.ground import NOON, account
from tests.support.stores import store
from tests.support.stores import url_of_both as url

__all__ = ["store", "url"]

PLATFORMS = {"slack": 0.0, "teams": BATCH_WAIT}
Opens = Callable[[Store, datetime], Inbox]


class CountingStore(Store):
    writes = 0

    @asynccontextmanager
    async def writing(self, *, durable: bool = True, probing: bool = False) -> AsyncIterator[AsyncConnection]:
        self.writes += 1
        async with super().writing(durable=durable, probing=probing) as connection:
            yield connection


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def inbox(platform: str) -> Opens:
    """An inbox as the platform opens it, at a moment."""

    def opened(store: Store, now: datetime) -> Inbox:
        return Inbox(store, platform, lambda: now, PLATFORMS[platform])

    return opened


async def test_an_event_is_claimed_once_by_whichever_process(store: Store, url: str, inbox: Opens) -> None:
    other = await Store.open(url)
    inboxes = [inbox(one, NOON) for one in (store, other)]
    claims = await asyncio.gather(*(one.claim("Ev1") for one in inboxes * 5))
    await other.close()
    assert sum(claims) == 1
    assert not await inboxes[0].claim("Ev1")


async def test_a_restart_does_not_make_an_event_new_and_two_days_do(store: Store, inbox: Opens) -> None:
    assert await inbox(store, NOON).claim("Ev1")
    assert not await inbox(store, NOON).claim("Ev1")
    assert await Retention(store).purge(NOON + timedelta(days=1)) == 0
    assert await Retention(store).purge(NOON + timedelta(days=3)) == 1
    assert await inbox(store, NOON).claim("Ev1")


async def test_another_platforms_events_have_names_of_their_own(store: Store) -> None:
    assert await Inbox(store, "slack", lambda: NOON).claim("Ev1")
    assert await Inbox(store, "teams", lambda: NOON).claim("Ev1")


async def test_many_claims_at_once_share_few_writes(store: Store, inbox: Opens) -> None:
    counting = CountingStore(store.url)
    await counting._ready()
    events = [f"Ev{number}" for number in range(2 * MOST_AT_ONCE)]
    here = inbox(counting, NOON)
    assert sum(await asyncio.gather(*(here.claim(event) for event in [*events, *events]))) == len(events)
    assert counting.writes == 2
    await counting.close()


async def test_claims_at_once_tell_the_new_from_the_old(store: Store, inbox: Opens) -> None:
    here = inbox(store, NOON)
    await here.claim("Ev1")
    assert await asyncio.gather(*map(here.claim, ("Ev1", "Ev2", "Ev2", "Ev3"))) == [False, True, False, True]


async def test_each_claim_hears_that_the_store_is_out_of_order_and_the_next_one_works(
    store: Store, inbox: Opens
) -> None:
    here = inbox(store, NOON)
    await here.claim("Ev1")
    async with store.transaction() as connection:
        await connection.execute(text("ALTER TABLE seen_event RENAME TO elsewhere"))
    failed = await asyncio.gather(*map(here.claim, ("Ev2", "Ev2", "Ev3")), return_exceptions=True)
    assert all(isinstance(error, Exception) for error in failed)
    async with store.transaction() as connection:
        await connection.execute(text("ALTER TABLE elsewhere RENAME TO seen_event"))
    assert await here.claim("Ev2")


async def test_what_is_stored_of_an_events_name_says_nothing_of_who_is_in_it(store: Store, inbox: Opens) -> None:
    await inbox(store, NOON).claim("mention:T1:Alexandra", "a body")
    async with store.transaction() as connection:
        keys = [
            *(await connection.execute(text("SELECT key FROM seen_event"))).scalars(),
            *(await connection.execute(text("SELECT key FROM pending_event"))).scalars(),
        ]
    assert len(keys) == 2
    assert not any("Alexandra" in key for key in keys)


async def test_a_body_is_kept_until_its_event_is_answered(store: Store, inbox: Opens) -> None:
    first = inbox(store, NOON)
    assert await first.claim("a", "one")
    assert await first.claim("b", "two")
    assert await first.claim("c")
    first.answered("a")
    await first.close()
    next_run = inbox(store, NOON + timedelta(minutes=2))
    ((event, worth),) = await next_run.take_unanswered()
    assert (event.body, worth) == ("two", True)
    assert await next_run.take_unanswered() == [], "it is in hand"
    assert not await next_run.claim("b", "two"), "its name is remembered longer"
    next_run.done(event.key)
    await next_run.close()
    assert await inbox(store, NOON + timedelta(minutes=4)).take_unanswered() == []


async def test_an_event_stays_until_it_is_answered_however_often_a_run_ends(store: Store, inbox: Opens) -> None:
    """The row goes with the answer; after three tries it is not worth another, and whoever wrote is told so."""
    await inbox(store, NOON).claim("a", "one")
    worths = []
    for run in range(1, 6):
        ((event, worth),) = await inbox(store, NOON + timedelta(seconds=90 * run)).take_unanswered()
        assert event.tries == run - 1
        worths.append(worth)
    assert worths == [True, True, True, False, False]


async def test_what_another_process_still_has_in_hand_is_left_to_it(store: Store) -> None:
    now = [NOON]
    here = Inbox(store, "slack", lambda: now[0])
    await here.claim("a", "one")
    now[0] += timedelta(seconds=50)
    await here.take_unanswered()
    if not store.is_sqlite:
        assert await Inbox(store, "slack", lambda: NOON + timedelta(seconds=90)).take_unanswered() == []
    assert await Inbox(store, "slack", lambda: NOON + timedelta(seconds=120)).take_unanswered()


async def test_answered_while_the_database_is_away_is_deleted_when_it_is_back(store: Store, inbox: Opens) -> None:
    here = inbox(store, NOON)
    await here.claim("a", "one")
    async with store.transaction() as connection:
        await connection.execute(text("ALTER TABLE pending_event RENAME TO elsewhere"))
    here.answered("a")
    await here.close()
    async with store.transaction() as connection:
        await connection.execute(text("ALTER TABLE elsewhere RENAME TO pending_event"))
    await here.claim("b")
    await here.close()
    assert await inbox(store, NOON + timedelta(minutes=2)).take_unanswered() == []


async def test_a_body_past_ten_minutes_is_not_answered_any_more_and_goes_after_a_day(
    store: Store, inbox: Opens, platform: str
) -> None:
    await inbox(store, NOON).claim("a", "one")
    ((_, worth),) = await inbox(store, NOON + timedelta(minutes=11)).take_unanswered()
    assert not worth, "whoever wrote is told so"
    await Retention(store).purge(NOON + timedelta(days=1, minutes=1))
    assert await InboxRepository(store).unanswered(platform, NOON + timedelta(hours=1), timedelta()) == []


async def test_what_other_processes_may_still_answer_is_left_to_them_for_a_minute(
    store: Store, inbox: Opens
) -> None:
    await inbox(store, NOON).claim("a", "one")
    alone = store.is_sqlite
    assert len(await inbox(store, NOON + timedelta(seconds=30)).take_unanswered()) == alone


async def test_a_welcome_is_remembered_for_good(store: Store) -> None:
    sam = account("USAM")
    assert await InboxRepository(store).first_welcome(sam, NOON)
    await Retention(store).purge(NOON + timedelta(days=400))
    assert not await InboxRepository(store).first_welcome(sam, NOON)
    assert await InboxRepository(store).first_welcome(account("USAM", "T2"), NOON)
    await Erasures(store).erase(None, [sam], NOON)
    assert await InboxRepository(store).first_welcome(sam, NOON)
    await InboxRepository(store).forget_welcomes("slack", "T1")
    assert await InboxRepository(store).first_welcome(sam, NOON)
    assert not await InboxRepository(store).first_welcome(account("USAM", "T2"), NOON)


async def test_what_is_stored_only_after_somebody_began_to_answer_it_is_not_answered_again(
    store: Store, inbox: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.inbox.CLAIM_WITHIN", 0.0)  # a store that takes longer than a platform waits
    here = inbox(store, NOON)
    with pytest.raises(TimeoutError):
        await here.claim("Ev1", "{}")
    await here.close()
    async with store.transaction() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM pending_event"))).scalar_one() == 1
    assert await here.take_unanswered() == []
    here.answered("Ev1")
    await here.close()
    async with store.transaction() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM pending_event"))).scalar_one() == 0
