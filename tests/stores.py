"""The stores that the tests of the records run on: a SQLite file and a real PostgreSQL server, new for each test.

Import `store` and `url` into a test file, and every test there that takes one of them runs on both.
"""

import itertools
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.store import Store
from bot.store.migrations import upgrade
from tests import postgres as pg

NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Made:
    """One up-to-date database of each kind, from which a test's own is copied: faster than migrating each."""

    file: Path
    folder: Path

    def sqlite(self, folder: Path) -> str:
        shutil.copy(self.file, folder / "mastery.db")
        return f"sqlite+aiosqlite:///{folder}/mastery.db"

    def postgresql(self, _folder: Path) -> str:
        name = f"test_{next(NUMBERS)}"
        pg.run(self.folder, f"CREATE DATABASE {name} TEMPLATE made")
        return pg.url(self.folder, name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """The folder of a running PostgreSQL server's socket."""
    with pg.server() as folder:
        yield folder


@pytest.fixture(scope="session")
def made(postgres: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    file = tmp_path_factory.mktemp("made") / "mastery.db"
    pg.run(postgres, "CREATE DATABASE made")
    upgrade(f"sqlite+aiosqlite:///{file}")
    upgrade(pg.url(postgres, "made"))
    return Made(file, postgres)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, made: Made, tmp_path: Path) -> str:
    copy: Callable[[Path], str] = getattr(made, request.param)
    return copy(tmp_path)


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    store = await Store.open(url)
    yield store
    await store.close()


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Every statement that the store sends while the block runs, but for those that begin or end a transaction."""
    found = list[str]()
    with recorded(store) as sent:
        yield found
    found += [statement for statement, _ in sent if not statement.startswith(("BEGIN", "COMMIT"))]


@contextmanager
def recorded(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Every statement that the store sends while the block runs, with its values."""
    assert store._engine is not None
    engines, sent = [store._engine.sync_engine], list[tuple[str, Any]]()
    engines += [file._engine for file in (store._reader, store._writer) if file is not None]

    def see(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        sent.append((statement, values))

    for engine in engines:
        event.listen(engine, "before_cursor_execute", see)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", see)
