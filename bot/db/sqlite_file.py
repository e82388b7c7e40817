"""A SQLite file, used on the event loop: a statement takes less time than the way to a thread and back.

In write-ahead mode a reader waits for nobody. A writer waits for another process that writes, and at the
end for the disk; those two are spent in a thread, and what lies between them is not.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar, cast

from sqlalchemy import Executable, StaticPool, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.sqlite_fast import Compiled, Rows, compiled, is_cached_statement

T = TypeVar("T")
READERS_TAKE = 2_000  # milliseconds
MOST_PREPARED = 50  # queries; they stand in modules, and there are few


class SqliteFile:
    """One connection to a file that is up to date; `execute` is that of AsyncConnection."""

    def __init__(self, file: URL, pragmas: Iterable[str]) -> None:
        self._engine = create_engine(
            file.set(drivername="sqlite"),
            isolation_level="AUTOCOMMIT",  # transactions are begun and ended below, in so many words
            poolclass=StaticPool,
            hide_parameters=True,  # an error goes into the log, and what people wrote does not
            connect_args={"check_same_thread": False},  # never two at once; see `transaction`
        )
        event.listen(self._engine, "connect", lambda connection, _record: _set_up(connection, pragmas))
        self._connection = self._engine.connect()
        # SQLite's own connection, for what is not worth the way through SQLAlchemy.
        driver: Any = self._connection.connection.driver_connection
        self._driver = driver
        self._patience = int(driver.execute("PRAGMA busy_timeout").fetchone()[0])
        self._synchronous = self._waits = ""  # what was set last; to ask SQLite costs as much as a small query
        self._often: dict[int, tuple[Executable, Compiled]] = {}

    async def execute(self, statement: Executable, values: Any = None) -> Rows:
        prepared = self._prepared(statement)
        if prepared is None or self._engine.dispatch.before_cursor_execute:  # who listens hears every one
            return self._connection.execute(statement, values)
        if isinstance(values, list):
            return cast("Rows", prepared.ask_each(self._driver, values))
        return cast("Rows", prepared.ask(self._driver, values or {}))

    def _prepared(self, statement: Executable) -> Compiled | None:
        """Kept under the statement's identity, together with the statement, so that no other can come by it.

        None for a statement that is not marked as one that is asked often.
        """
        found = self._often.get(id(statement))
        if found is None or found[0] is not statement:
            if not is_cached_statement(statement):
                return None
            found = (statement, compiled(statement, self._engine.dialect))
            if len(self._often) < MOST_PREPARED:
                self._often[id(statement)] = found
        return found[1]

    def transaction(self, *, durable: bool = True) -> "_Transaction":
        """`async with` it: kept when the block ends well, undone when it raises. The caller lets in one at a time.

        durable: wait for the disk, so that what was acknowledged survives a power cut as well as a kill.
        """
        return _Transaction(self, durable=durable)

    async def _commit(self, *, durable: bool) -> None:
        if durable:
            await self._in_a_thread(partial(self._driver.execute, "COMMIT"))
        else:
            self._driver.execute("COMMIT")

    def _set_synchronous(self, how: str) -> None:
        if self._synchronous != how:
            self._driver.execute(f"PRAGMA synchronous = {how}")
            self._synchronous = how

    async def _begin(self) -> None:
        """At once when nobody else writes; else wait for them, in a thread.

        Only the beginning may find another writer, so that nothing after it needs to be patient.
        """
        self._wait_for("0")
        try:
            self._driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            self._wait_for(str(self._patience))
            await self._in_a_thread(partial(self._driver.execute, "BEGIN IMMEDIATE"))

    def _wait_for(self, milliseconds: str) -> None:
        if self._waits != milliseconds:
            self._driver.execute(f"PRAGMA busy_timeout = {milliseconds}")
            self._waits = milliseconds

    async def _in_a_thread(self, work: Callable[[], T]) -> T:
        """The thread is done before anybody else gets the connection, also when the task is cancelled."""
        running = asyncio.get_running_loop().run_in_executor(None, work)  # no task of its own: half of its cost
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait([running])
            raise

    async def empty_write_ahead_log(self) -> bool:
        """In a thread, for it waits for other processes that read: for two seconds at most."""

        def checkpoint() -> bool:
            self._wait_for(str(READERS_TAKE))
            busy, _, _ = self._driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

        return await self._in_a_thread(checkpoint)

    def _undo(self) -> None:
        """Unless there is nothing to undo: it may not have begun, or have been committed just before."""
        if self._driver.in_transaction:
            self._driver.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()


class _Transaction:
    """A class, for every turn writes: a generator in its place takes three times as long."""

    __slots__ = ("_durable", "_file")

    def __init__(self, file: SqliteFile, *, durable: bool) -> None:
        self._file, self._durable = file, durable

    async def __aenter__(self) -> SqliteFile:
        try:
            self._file._set_synchronous("FULL" if self._durable else "NORMAL")
            await self._file._begin()
        except BaseException:
            self._file._undo()
            raise
        return self._file

    async def __aexit__(self, kind: type[BaseException] | None, *_raised: object) -> None:
        try:
            if kind is None:
                await self._file._commit(durable=self._durable)
        finally:
            self._file._undo()


Reading = SqliteFile | AsyncConnection
"""What a query can be put to that only reads."""


def _set_up(connection: Any, pragmas: Iterable[str]) -> None:
    for pragma in pragmas:
        connection.execute(pragma)
