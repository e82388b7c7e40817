"""What many tests begin with is made once a process; its rows and objects are put back for each test after that.

A hub, its people and their accounts take a fifth of a second to make through the product, and some milliseconds to
put back. What a test does to its own copy no other test sees.
"""

import inspect
import io
import pickle
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from types import FunctionType
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import text

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store

P = ParamSpec("P")
T = TypeVar("T")
Rows = Sequence[tuple[str, Any]]  # a table's name and what stands in it, as its database has it
ANYTHING = "SELECT EXISTS (SELECT * FROM hub) OR EXISTS (SELECT * FROM person)"
OF_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'"
OF_POSTGRES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
UNBOUND = "SET LOCAL session_replication_role = replica"  # the rows were checked when they were made


@dataclass(frozen=True)
class Kept:
    """what: the objects, pickled; beside: what a pickle only points at."""

    what: bytes
    beside: Sequence[Any]
    rows: Rows
    moment: datetime | None


def kept(make: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Decorates what fills a new store: it is called once for each kind of database, and put back afterwards.

    make: takes the store, and what else it needs, as new as the store. What it returns may point at these, at a
    core over the store, at functions, and at what can be pickled. Where somebody is on record already, it is not
    put back but called.
    """
    signature, made = inspect.signature(make), dict[tuple[str, bool], Kept]()

    @wraps(make)
    async def again(*args: P.args, **named: P.kwargs) -> T:
        bound = signature.bind(*args, **named)
        bound.apply_defaults()
        given, store = bound.arguments, _store(bound.arguments)
        if not store.is_empty and await _anybody(store):
            return await make(*args, **named)
        kind = store.url.partition(":")[0], store.is_empty
        if kind in made:
            found: T = await _put_back(made[kind], given, store)
            return found
        found = await make(*args, **named)
        made[kind] = await _keep(found, given, store)
        return found

    return again


def _store(given: Mapping[str, Any]) -> Store:
    return next(one for one in given.values() if isinstance(one, Store))


def _clock(given: Mapping[str, Any]) -> SetClock | None:
    return next((one for one in given.values() if isinstance(one, SetClock)), None)


async def _anybody(store: Store) -> bool:
    async with store.reading() as connection:
        return bool((await connection.execute(text(ANYTHING), {})).scalar())


async def _keep(found: Any, given: Mapping[str, Any], store: Store) -> Kept:
    into, clock = io.BytesIO(), _clock(given)
    pickler = _Pickler(into, given)
    pickler.dump(found)
    return Kept(into.getvalue(), pickler.beside, await rows_of(store), clock.moment if clock else None)


async def _put_back(one: Kept, given: Mapping[str, Any], store: Store) -> Any:
    clock = _clock(given)
    if clock is not None and one.moment is not None:
        clock.moment = one.moment
    await _put(store, one.rows)
    return _Unpickler(one, given, store).load()


class _Pickler(pickle.Pickler):
    """What was given is only pointed at, and a core over the store, and a function."""

    def __init__(self, into: io.BytesIO, given: Mapping[str, Any]) -> None:
        super().__init__(into)
        self._given = {id(value): name for name, value in given.items()}
        self.beside = list[Any]()

    def persistent_id(self, one: Any) -> Any:
        if name := self._given.get(id(one)):
            return name
        if isinstance(one, Core):
            return "over"
        if isinstance(one, FunctionType):
            self.beside.append(one)
            return len(self.beside) - 1
        return None


class _Unpickler(pickle.Unpickler):
    def __init__(self, one: Kept, given: Mapping[str, Any], store: Store) -> None:
        super().__init__(io.BytesIO(one.what))
        self._beside, self._given, self._store = one.beside, given, store
        self._over: Core | None = None

    def persistent_load(self, name: Any) -> Any:
        if isinstance(name, int):
            return self._beside[name]
        if name != "over":
            return self._given[name]
        if self._over is None:
            self._over = next(one for one in self._given.values() if isinstance(one, Core)).over(self._store)
        return self._over


async def rows_of(store: Store) -> Rows:
    """What stands in each table that is not empty, as the database has it."""
    if store.is_sqlite:
        return await _in_sqlite(store, _dumped)
    async with store.transaction() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        names = [name for (name,) in await (await raw.execute(OF_POSTGRES)).fetchall()]
        found = [(name, await _copied(raw, name)) for name in names]
        numbers = await (await raw.execute(SEQUENCES)).fetchall()
    return [*((name, lines) for name, lines in found if lines), ("", numbers)]


async def _put(store: Store, rows: Rows) -> None:
    if store.is_sqlite:
        return await _in_sqlite(store, lambda connection: _filled(connection, rows))
    async with store.transaction() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        await raw.execute(UNBOUND)
        *tables, (_, numbers) = rows
        for name, lines in tables:
            async with raw.cursor() as cursor, cursor.copy(f'COPY "{name}" FROM STDIN') as copy:
                await copy.write(lines)
        for name, last in numbers:
            await raw.execute("SELECT setval(%s::regclass, %s)", (name, last))
    return None


async def _copied(raw: Any, name: str) -> bytes:
    async with raw.cursor() as cursor, cursor.copy(f'COPY "{name}" TO STDOUT') as copy:
        return b"".join([bytes(part) async for part in copy])


async def _in_sqlite(store: Store, does: Callable[[sqlite3.Connection], T]) -> T:
    """On a connection of its own to a file; a database in memory has but the one."""
    if path := store.url.partition(":///")[2]:
        connection = sqlite3.connect(path)
        try:
            return does(connection)
        finally:
            connection.close()
    async with store.transaction() as connection_of_ours:
        raw: Any = (await connection_of_ours.get_raw_connection()).driver_connection
        found: T = await raw._execute(does, raw._conn)
        return found


def _dumped(connection: sqlite3.Connection) -> Rows:
    names = [name for (name,) in connection.execute(OF_SQLITE).fetchall()]
    found = [(name, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names]  # noqa: S608
    return [(name, rows) for name, rows in found if rows]


def _filled(connection: sqlite3.Connection, rows: Rows) -> None:
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for name, lines in rows:
        connection.execute(f'DELETE FROM "{name}"')  # noqa: S608
        into = f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(lines[0]))})'  # noqa: S608
        connection.executemany(into, lines)
    connection.commit()
