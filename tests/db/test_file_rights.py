"""The database, the files beside it and its copies are for the user alone who runs the program."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from adapters.inbox_tables import SeenEventRow
from bot.core.errors import SettingsError
from bot.db.backup import backup
from bot.db.errors import StoreError
from bot.db.migrations import upgrade
from bot.db.store import Store
from scheduler.local_engine import alone
from tests.support.ground import NOON


@pytest.fixture(autouse=True)
def lavish() -> Iterator[None]:
    """A machine on which new files can be read by everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(folder: Path) -> dict[str, str]:
    return {file.name: oct(file.stat().st_mode & 0o777) for file in sorted(folder.iterdir())}


async def written(url: str) -> Store:
    store = await Store.open(url)
    async with store.writing() as connection:
        await connection.execute(insert(SeenEventRow), {"platform": "slack", "key": "one", "at": NOON})
    return store


async def test_a_new_database_and_what_stands_beside_it(tmp_path: Path) -> None:
    store = await written(f"sqlite+aiosqlite:///{tmp_path}/mastery.db")
    there = rights(tmp_path)
    assert set(there) == {"mastery.db", "mastery.db-wal", "mastery.db-shm"}
    assert set(there.values()) == {"0o600"}
    await store.close()


async def test_one_of_before_that_everybody_could_read(tmp_path: Path) -> None:
    file = tmp_path / "mastery.db"
    upgrade(f"sqlite+aiosqlite:///{file}")
    file.chmod(0o644)
    holder = sqlite3.connect(file)
    with closing(holder):
        holder.execute("CREATE TABLE kept (x)")
        assert set(rights(tmp_path).values()) == {"0o644"}
        store = await written(f"sqlite+aiosqlite:///{file}")
        assert set(rights(tmp_path).values()) == {"0o600"}
        await store.close()


def test_one_that_is_only_brought_up_to_date(tmp_path: Path) -> None:
    upgrade(f"sqlite+aiosqlite:///{tmp_path}/mastery.db")
    assert set(rights(tmp_path).values()) == {"0o600"}


def test_a_file_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="check path and rights"):
        upgrade(f"sqlite+aiosqlite:///{tmp_path}/no such folder/mastery.db")


async def test_a_copy(tmp_path: Path) -> None:
    url, copies = f"sqlite+aiosqlite:///{tmp_path}/mastery.db", tmp_path / "copies"
    copies.mkdir()
    store = await written(url)
    backup(url, copies / "copy.db")
    await store.close()
    assert rights(copies) == {"copy.db": "0o600"}
    with closing(sqlite3.connect(copies / "copy.db")) as copy:
        assert copy.execute("SELECT key FROM seen_event").fetchall() == [("one",)]
    with pytest.raises(StoreError, match="is there already"):
        backup(url, copies / "copy.db")


def test_a_copy_that_could_not_be_made_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_text("this is no database, and was none")
    copies = tmp_path / "copies"
    copies.mkdir()
    with pytest.raises(StoreError, match="could not be made"):
        backup(f"sqlite+aiosqlite:///{tmp_path}/broken.db", copies / "copy.db")
    assert rights(copies) == {}
    with pytest.raises(StoreError, match="could not be made"):
        backup(f"sqlite+aiosqlite:///{tmp_path}/broken.db", tmp_path / "nowhere" / "copy.db")


def test_two_names_of_one_file_are_one_database_to_who_sends(tmp_path: Path) -> None:
    (tmp_path / "mastery.db").touch()
    (tmp_path / "other.db").symlink_to(tmp_path / "mastery.db")
    with alone(str(tmp_path / "mastery.db")):
        assert rights(tmp_path)["mastery.db.sending.lock"] == "0o600"
        with pytest.raises(SettingsError, match="sends from"), alone(str(tmp_path / "other.db")):
            pass
    with alone(str(tmp_path / "other.db")):
        pass
