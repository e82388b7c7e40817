"""How the schema grows: from nothing and from every earlier revision, to the tables that the code expects."""

import asyncio
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import Connection, make_url

from bot.core.activity import ConversationKey
from bot.db.audit import request_hash
from bot.db.base import TableModel
from bot.db.engine import HEAD
from bot.db.errors import StoreError
from bot.db.migrations import HERE, configured, current, newest, upgrade
from bot.db.store import Store
from bot.features.eligibility.repository import DialogSessions
from tests.support import postgres as pg

NUMBERS = itertools.count(1)
REVISIONS = [script.revision for script in ScriptDirectory(str(HERE)).walk_revisions()][::-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, postgres: Path, tmp_path: Path) -> str:
    """The URL of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/mastery.db"
    name = f"empty_{next(NUMBERS)}"
    pg.run(postgres, f"CREATE DATABASE {name}")
    return pg.url(postgres, name)


def downgrade(url: str, revision: str) -> None:
    engine = create_engine(make_url(url.replace("+aiosqlite", "")))
    with engine.begin() as connection:
        command.downgrade(configured(connection), revision)
    engine.dispose()


@pytest.fixture
def connection(empty: str) -> Iterator[Connection]:
    engine = create_engine(make_url(empty.replace("+aiosqlite", "")))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize(
    "start", [None, *(pytest.param(one, marks=pytest.mark.everywhere) for one in REVISIONS[:-2]), REVISIONS[-2]]
)
def test_every_earlier_database_grows_into_the_tables_that_the_code_expects(
    empty: str, connection: Connection, start: str | None
) -> None:
    if start:
        upgrade(empty, start)
        assert current(empty) == start
    upgrade(empty)
    upgrade(empty)
    assert current(empty) == newest() == HEAD
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    assert compare_metadata(context, TableModel.metadata) == []


def test_checks_and_partial_indexes_grow_as_the_code_has_them(empty: str, connection: Connection) -> None:
    upgrade(empty)
    there = inspect(connection)
    for table in TableModel.metadata.sorted_tables:
        found = {check["name"] for check in there.get_check_constraints(table.name)}
        meant = {str(c.name) for c in table.constraints if str(c.name).startswith("ck_")}
        assert found == meant, table.name
    for owner, name in (("enrolment", "uq_enrolment_open"), ("report", "uq_report_title")):
        (index,) = (one for one in there.get_indexes(owner) if one["name"] == name)
        assert index["unique"]
        assert "IS NULL" in " ".join(map(str, index["dialect_options"].values()))


async def test_what_was_stored_before_is_there_afterwards(empty: str) -> None:
    await asyncio.to_thread(upgrade, empty, "0001_walks")
    engine = create_engine(make_url(empty.replace("+aiosqlite", "")))
    now, values = datetime(2026, 2, 10, 12, tzinfo=UTC), "'w', 'slack', 'T', 'U', 'C', 0, NULL"
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO walk VALUES ({values}, :at, :at)"), {"at": now.isoformat(" ")})  # noqa: S608
    engine.dispose()
    await asyncio.to_thread(upgrade, empty)
    store = await Store.open(empty)
    walk = await DialogSessions(store).current(ConversationKey("slack", "T", "U", "C"), now)
    assert walk is not None
    assert walk.started_at == now
    await store.close()


def test_the_trail_keeps_no_account_of_what_was_asked_before(empty: str, connection: Connection) -> None:
    """Both ways: a hash stays a hash; of somebody deleted before, nothing of the change stays."""
    upgrade(empty, "0009_no_queue")
    sam = "INSERT INTO person (id, name, admin, created_at) VALUES (1, 'Sam', false, '2026-11-02')"
    logged = (
        "INSERT INTO audit (id, at, person_id, what, detail, request_key) VALUES (:n, :at, :who, 'x', :d, :key)"
    )
    connection.execute(text(sam))
    for number, who, key in ((1, 1, "1.1:2.2:USAM"), (2, None, "3.3:4.4:UKIM")):
        row = {"n": number, "at": "2026-11-02 12:00", "who": who, "d": '{"days": 1}', "key": key}
        connection.execute(text(logged), row)
    connection.commit()
    read = text("SELECT detail, request_key FROM audit ORDER BY id")
    expected = [('{"days": 1}', request_hash("1.1:2.2:USAM")), ("{}", None)]
    upgrade(empty)
    assert [tuple(row) for row in connection.execute(read).all()] == expected
    connection.rollback()
    downgrade(empty, "0009_no_queue")
    assert current(empty) == "0009_no_queue"
    assert [tuple(row) for row in connection.execute(read).all()] == expected


def test_a_hub_that_was_told_of_its_years_end_stays_told(empty: str, connection: Connection) -> None:
    upgrade(empty, "0037_live_message")
    for statement in (
        "INSERT INTO hub (id, name, zone) VALUES (1, 'North Mersey', 'Europe/London')",
        "INSERT INTO cohort (id, name, starts, ends, half_days) VALUES (2, 'C', '2026-09-01', '2027-08-31', 20)",
        "INSERT INTO heartbeat (name, at) VALUES ('year over:1:2', '2027-09-01 08:00'), "
        "('year over:1:9', '2027-09-01 08:00'), ('clock', '2027-09-01 08:00')",
    ):
        connection.execute(text(statement))
    connection.commit()
    names, told = text("SELECT name FROM heartbeat ORDER BY name"), "SELECT hub_id, cohort_id FROM year_end_told"
    upgrade(empty)
    assert connection.execute(names).scalars().all() == ["clock"]
    assert [tuple(row) for row in connection.execute(text(told)).all()] == [(1, 2)]
    connection.rollback()
    downgrade(empty, "0038_cleaned_wordings")
    assert connection.execute(names).scalars().all() == ["clock", "year over:1:2"]


async def test_several_processes_upgrade_at_once(empty: str) -> None:
    await asyncio.gather(*(asyncio.to_thread(upgrade, empty) for _ in range(4)))
    assert current(empty) == HEAD


async def test_a_server_that_is_not_up_to_date_is_refused_in_words(postgres: Path) -> None:
    name = f"empty_{next(NUMBERS)}"
    pg.run(postgres, f"CREATE DATABASE {name}")
    with pytest.raises(StoreError, match="run `mastery db upgrade` once"):
        await Store.open(pg.url(postgres, name))


async def test_a_server_that_does_not_answer_is_refused_in_words(tmp_path: Path) -> None:
    nowhere = pg.url(tmp_path, "mastery")
    with pytest.raises(StoreError, match="cannot be reached"):
        await Store.open(nowhere)
    with pytest.raises(StoreError, match="cannot be reached"):
        upgrade(nowhere)


async def test_a_database_of_another_kind_is_refused_in_words() -> None:
    with pytest.raises(StoreError, match="names a database that I can't use"):
        await Store.open("oracle://somewhere/else")


def test_revisions_have_names_that_fit() -> None:
    assert all(len(name) <= 32 for name in REVISIONS), "alembic_version holds 32 characters"
    assert REVISIONS[-1] == HEAD


async def test_a_database_of_a_newer_version_is_said_to_be_one_on_both(empty: str) -> None:
    """After `ln -sfn` to the older version, “run `mastery db upgrade`” would send an operator the wrong way."""
    upgrade(empty)
    engine = create_engine(make_url(empty.replace("+aiosqlite", "")))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer version"):
        await Store.open(empty)
    with pytest.raises(StoreError, match="newer version"):
        await asyncio.to_thread(upgrade, empty)
