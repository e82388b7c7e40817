"""What the walk's answers survive, and what they do not: restarts, two clicks at once, stale buttons, a day."""

import asyncio
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from sqlite3 import connect

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, insert
from sqlalchemy.exc import IntegrityError, StatementError

from bot.core.activity import ConversationKey
from bot.core.plain_text import plain
from bot.core.reply import Button
from bot.db.base import TableModel
from bot.db.engine import HEAD
from bot.db.errors import StoreError
from bot.db.migrations import current, newest, upgrade
from bot.db.retention import Retention
from bot.db.store import Store
from bot.features.eligibility.repository import DialogSessions
from bot.features.eligibility.tables import WalkAnswerRow
from knowledge.model import Knowledge
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.transcript import IN_MEMORY
from tests.support.walker import NOON, Walker, at_once

__all__ = ["store", "url"]
SEAT = ConversationKey("slack", "T1", "U1", "C1")
DAY = timedelta(hours=24)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def new(tmp_path: Path) -> str:
    """The URL of a database that is not there, nor is its folder."""
    return f"sqlite+aiosqlite:///{tmp_path}/new folder/mastery.db"


@pytest.fixture
def walker(data: Knowledge, store: Store) -> Walker:
    return Walker(data, store)


async def test_a_walk_survives_a_restart_in_the_middle(data: Knowledge, url: str) -> None:
    first = await Store.open(url)
    before = Walker(data, first)
    await before.say("eligibility")
    await before.press("Yes", "Not sure")
    no = before.button("No")
    await first.close()

    second = await Store.open(url)
    after = Walker(data, second)
    assert await after.due() == "class"
    await after.send(no)
    assert await after.due() == "time", "a button from before the restart still works"
    await after.press("Yes", "Yes", "See the result")
    assert "Post in a primary, infant, junior or middle school (Not sure)" in after.text
    await second.close()


@pytest.mark.parametrize("clicks", [2, 5])
async def test_clicks_at_once_answer_one_question_only(walker: Walker, clicks: int) -> None:
    await walker.say("eligibility")
    for number in range(1, 6):
        yes, no = walker.button("Yes"), walker.button("No")
        replies = await at_once(*[(walker, yes if click % 2 else no) for click in range(clicks)])
        here = await walker.here()
        assert here is not None
        assert len(here.walk.answers) == number
        assert here.walk.step == number
        late = [text for reply in replies if "Here is where we are now" in (text := plain(reply))]
        assert len(late) == clicks - 1, "one counted, and each of the others was told"
        assert all(f"Question {number + 1}" in plain(r) or "all I ask" in plain(r) for r in replies)


async def test_the_result_is_shown_once_to_two_clicks_at_once(walker: Walker) -> None:
    await walker.say("eligibility")
    await walker.press(*["Yes"] * 5)
    button = walker.button("See the result")
    replies = await at_once((walker, button), (walker, button))
    assert sorted("Nothing here rules you out" in plain(reply) for reply in replies) == [False, True]
    assert any("a check that is over" in plain(reply) for reply in replies)


async def test_two_starts_at_once_begin_one_walk(walker: Walker) -> None:
    start = Button("Start the check", "eligibility_start")
    replies = await at_once((walker, start), (walker, start), (walker, start))
    assert len({button.values.get("walk") for reply in replies for button in reply.buttons}) == 1


async def test_a_button_of_an_earlier_question_changes_nothing_and_shows_where_we_are(walker: Walker) -> None:
    await walker.say("eligibility")
    first = walker.button("No")
    await walker.press("Yes", "Yes")
    reply = await walker.send(first)
    assert "belongs to an earlier message" in walker.text
    assert "Question 3 of 5" in walker.text
    assert not reply.replaces, "the old message stays as it was"
    here = await walker.here()
    assert here is not None
    assert dict(here.walk.answers) == {"qts": "yes", "school": "yes"}


async def test_a_button_of_a_finished_walk_says_so_and_leaves_the_next_walk_alone(walker: Walker) -> None:
    await walker.say("eligibility")
    old = walker.button("No")
    await walker.press(*["Yes"] * 5, "See the result")
    await walker.send(old)
    assert "a check that is over" in walker.text
    assert walker.labels == ["Start the check"]
    await walker.press("Start the check")
    await walker.send(old)
    assert "a check that is over" in walker.text
    assert "Question 1 of 5" in walker.text
    here = await walker.here()
    assert here is not None
    assert not here.walk.answers


async def test_made_up_buttons_are_stale_buttons(walker: Walker) -> None:
    await walker.say("eligibility")
    true = dict(walker.button("Yes").values)
    made_up = [
        ("eligibility_answer", {}),
        ("eligibility_answer", {"walk": "x" * 5000, "step": "-1"}),
        ("eligibility_answer", {**true, "option": "perhaps"}),
        ("eligibility_answer", {**true, "question": "head"}),
        ("eligibility_move", {**true, "move": "fly"}),
        ("eligibility_change", {**true, "question": "nothing"}),
        ("eligibility_change", {**true, "question": "head"}),
    ]
    for action, values in made_up:
        await walker.submit(action, values)
        assert await walker.due() == "qts"


async def test_a_button_belongs_to_the_person_who_was_asked(data: Knowledge, store: Store) -> None:
    mine, theirs = Walker(data, store, user="a"), Walker(data, store, user="b")
    await mine.say("eligibility")
    await theirs.send(mine.button("No"))
    here = await mine.here()
    assert here is not None
    assert not here.walk.answers


async def test_each_conversation_has_a_walk_of_its_own(data: Knowledge, store: Store) -> None:
    here, there = Walker(data, store), Walker(data, store, conversation="elsewhere")
    await here.say("eligibility")
    await here.press("Yes")
    await there.say("eligibility")
    assert (await here.due(), await there.due()) == ("school", "qts")


async def test_a_walk_is_kept_for_a_day_and_not_a_moment_longer(walker: Walker) -> None:
    await walker.say("eligibility")
    await walker.press("Yes")
    walker.later(DAY - MOMENT)
    assert await walker.due() == "school"
    yes = walker.button("Yes")
    walker.later(MOMENT)
    await walker.send(yes)
    assert "a day has passed" in walker.text
    assert await walker.due() is None
    assert await Retention(walker.store).purge(walker.now) == 0, "deleted at the touch, not only hidden"


async def test_the_day_counts_from_the_first_question(walker: Walker) -> None:
    await walker.say("eligibility")
    for _ in range(4):
        walker.later(DAY / 4)
        await walker.say("yes")
    assert await walker.due() is None


async def test_purge_deletes_what_nobody_came_back_for(data: Knowledge, store: Store) -> None:
    for hours in (30, 24, 23):
        old = Walker(data, store, user=f"{hours} hours ago", now=NOON - timedelta(hours=hours))
        await old.say("eligibility")
        await old.press("Yes")
    assert await Retention(store).purge(NOON) == 2
    assert await Retention(store).purge(NOON) == 0
    assert await Walker(data, store, user="23 hours ago").due() == "school"


async def test_what_is_deleted_is_not_in_the_file(data: Knowledge, url: str, tmp_path: Path) -> None:
    store = await Store.open(url)
    walker = Walker(data, store, user="somebody-with-a-rare-name")
    await walker.say("eligibility")
    await walker.press("Yes")
    await walker.say("stop")
    await store.close()
    assert b"rare-name" not in b"".join(file.read_bytes() for file in tmp_path.rglob("mastery.db*"))


async def test_times_are_kept_in_utc_and_come_back_aware(store: Store) -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    await DialogSessions(store).start(SEAT, summer)
    walk = await DialogSessions(store).current(SEAT, summer)
    assert walk is not None
    assert walk.started_at == summer
    assert walk.started_at.tzinfo is UTC
    with pytest.raises(StatementError, match="without a time zone"):
        await DialogSessions(store).start(ConversationKey("a", "b", "c", "d"), summer.replace(tzinfo=None))


async def test_answers_keep_their_order_and_need_a_walk(store: Store) -> None:
    walk = await DialogSessions(store).start(SEAT, NOON)
    for question in ("one", "two", "three"):
        moved = await DialogSessions(store).answer(walk, question, "yes", NOON)
        assert moved is not None
        walk = moved
    walk = await DialogSessions(store).forget(walk, "two", NOON) or walk
    walk = await DialogSessions(store).answer(walk, "two", "no", NOON) or walk
    found = await DialogSessions(store).current(SEAT, NOON)
    assert found == walk
    assert list(walk.answers) == ["one", "three", "two"]
    with pytest.raises(IntegrityError):
        async with store.transaction() as connection:
            await connection.execute(
                insert(WalkAnswerRow).values(walk_id="nobody's", question="q", option="o", place=0)
            )


async def test_a_change_from_an_old_look_at_the_walk_is_refused(store: Store) -> None:
    old = await DialogSessions(store).start(SEAT, NOON)
    assert await DialogSessions(store).answer(old, "one", "yes", NOON)
    assert await DialogSessions(store).answer(old, "two", "yes", NOON) is None
    assert await DialogSessions(store).forget(old, "one", NOON) is None
    assert await DialogSessions(store).reopen(old, "one", NOON) is None
    assert not await DialogSessions(store).end(old)


async def test_a_file_is_opened_with_the_settings_that_keep_it_safe(store: Store) -> None:
    async with store.transaction() as connection:
        found = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 10_000}


async def test_a_store_in_memory_is_one_database_for_everybody_at_once(data: Knowledge) -> None:
    store = await Store.open(IN_MEMORY)
    walkers = [Walker(data, store, user=str(number)) for number in range(20)]
    await asyncio.gather(*(walker.say("eligibility") for walker in walkers))
    await asyncio.gather(*(walker.press("Yes") for walker in walkers))
    assert {await walker.due() for walker in walkers} == {"school"}
    await store.close()


def test_migrations_up_from_nothing_make_the_tables_that_the_code_expects(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/grown.db"
    upgrade(url)
    upgrade(url)
    assert current(url) == newest() == HEAD
    with create_engine(f"sqlite:///{tmp_path}/grown.db").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, TableModel.metadata) == []
        connection.engine.dispose()
    made = create_engine(f"sqlite:///{tmp_path}/made.db")
    TableModel.metadata.create_all(made)
    made.dispose()
    assert schema(tmp_path / "grown.db") == schema(tmp_path / "made.db")


def schema(path: Path) -> set[frozenset[str]]:
    """The parts of every table and index as SQLite wrote them down, constraints and checks included."""
    with closing(connect(path)) as database:
        rows = database.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name <> 'alembic_version'")
        plain = (" ".join(sql[:-1].replace('"', "").split()) for (sql,) in rows)  # a table made anew is quoted
        return {frozenset(re.split(r" ?, (?![^(]*\))", sql)) for sql in plain}


async def test_migrations_run_inside_a_running_loop_and_from_two_processes_at_once(new: str) -> None:
    stores = await asyncio.gather(*(Store.open(new) for _ in range(4)))
    assert current(new) == HEAD
    await asyncio.gather(*(store.close() for store in stores))


@pytest.mark.parametrize("bad", ["nonsense", "sqlite+aiosqlite:////proc/mastery.db"])
async def test_a_database_that_cannot_be_opened_is_refused_in_words(bad: str) -> None:
    with pytest.raises(StoreError, match=r"DATABASE_URL|cannot be opened"):
        await Store.open(bad)
