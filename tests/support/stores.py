"""The stores that the tests of the records run on: a SQLite file and a real PostgreSQL server, new for each test.

Import `store` and `url` into a test file, and every test there that takes one of them runs on both: on the server
in `make test-ci` alone, unless the file imports `url_of_both as url`. The others belong to `conftest` alone: a
file that imports one of those brings up a server of its own.
"""

import itertools
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.db.migrations import upgrade
from bot.db.store import Store
from tests.support import postgres as pg

NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Made:
    """One up-to-date database of each kind, from which a test's own is copied: faster than migrating each.

    free: databases on the server that a test before had and left as new, for copying there takes long, too.
    """

    file: Path
    folder: Path
    tables: list[str]
    free: list[str] = field(default_factory=list)

    @contextmanager
    def sqlite(self, folder: Path) -> Iterator[str]:
        shutil.copy(self.file, folder / "mastery.db")
        yield f"sqlite+aiosqlite:///{folder}/mastery.db"

    @contextmanager
    def postgresql(self, _folder: Path) -> Iterator[str]:
        name = self.free.pop() if self.free else self._another()
        yield pg.url(self.folder, name)
        if pg.emptied(self.folder, name, self.tables):
            self.free.append(name)

    def _another(self) -> str:
        name = f"test_{next(NUMBERS)}"
        pg.run(self.folder, f"CREATE DATABASE {name} TEMPLATE made STRATEGY FILE_COPY")
        return name


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
    return Made(file, postgres, pg.tables(postgres, "made"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.everywhere)])
def url(request: pytest.FixtureRequest, made: Made, tmp_path: Path) -> Iterator[str]:
    """On the server only where every test runs, for it says what the file says: `make test-ci`."""
    copy: Callable[[Path], AbstractContextManager[str]] = getattr(made, request.param)
    with copy(tmp_path) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url_of_both(request: pytest.FixtureRequest, made: Made, tmp_path: Path) -> Iterator[str]:
    """For tests of what is written and read, and by how many at once: import it as `url`."""
    copy: Callable[[Path], AbstractContextManager[str]] = getattr(made, request.param)
    with copy(tmp_path) as url:
        yield url


@pytest.fixture
def url_of_a_file(made: Made, tmp_path: Path) -> Iterator[str]:
    """For walks over every role and button, which would say the same on a server: import it as `url`."""
    with made.sqlite(tmp_path) as url:
        yield url


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
