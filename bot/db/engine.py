"""The async engine: how each connection to SQLite is set up, and when the migrations run."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import AsyncAdaptedQueuePool, MetaData, event, inspect, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.db import schema
from bot.db.errors import NEWER, StoreError
from bot.db.file_rights import make_private
from bot.db.sqlite_file import SqliteFile

QUIET: dict[str, Any] = {"hide_parameters": True}  # an error goes into the log, and what people wrote does not
BUSY = 10_000  # milliseconds that a writer waits for another before it gives up
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY}",  # first, or the others do not wait
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # what was acknowledged survives a power cut
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten, not only unlinked
)
ONLY_READS = "25006"  # SQLSTATE
HEAD = "0039_year_end_told"  # the last of migrations/versions; a test holds it to them


async def opened(url: str, *, in_memory: bool) -> AsyncEngine:
    """An engine over tables that are up to date.

    Raises StoreError in words, and Undeclared for a table that does not say how long its rows stay.
    """
    tables = schema.metadata()
    where = _parsed(url)
    engine = _memory(where) if in_memory else _engine(where)
    if where.get_backend_name() == "sqlite":
        event.listen(engine.sync_engine, "connect", _set_up)
    try:
        if in_memory:
            async with engine.begin() as connection:
                await _make_tables(connection, tables)
        else:
            await _bring_up_to_date(engine, where)
    except BaseException:
        await engine.dispose()  # or its threads outlive the program
        raise
    return engine


def sqlite_file(url: str, *, changes: bool) -> SqliteFile:
    """The SQLite file at `url`, which `opened` has brought up to date: to change it, or only to read."""
    return SqliteFile(_parsed(url), PRAGMAS if changes else (PRAGMAS[0], "PRAGMA query_only = ON"))


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError:
        raise StoreError("DATABASE_URL is not a URL; write it as sqlite+aiosqlite:///var/mastery.db.") from None


def _engine(where: URL) -> AsyncEngine:
    """A server may drop a connection that waits in the pool, so each is asked for a sign of life first."""
    try:
        if where.get_backend_name() == "sqlite":
            return create_async_engine(where, **QUIET)
        engine = create_async_engine(where, pool_pre_ping=True, **_bounded(where), **QUIET)
        event.listen(engine.sync_engine, "handle_error", _leave_a_server_that_only_reads)
        return engine
    except (ImportError, NoSuchModuleError):
        raise StoreError(
            f"DATABASE_URL names a database that I can't use ({where.drivername}); "
            "write sqlite:///var/mastery.db or postgresql://user@host/database."
        ) from None


def _leave_a_server_that_only_reads(context: ExceptionContext) -> None:
    """After a failover the old server answers and takes nothing, so its connections are given up like cut ones."""
    if getattr(context.original_exception, "sqlstate", None) == ONLY_READS:
        context.is_disconnect = True


def _bounded(where: URL) -> dict[str, Any]:
    """What keeps anybody from waiting for a server for ever. What stands in the URL wins."""
    if where.drivername != "postgresql+psycopg":
        return {}
    from bot.db.postgres_connection import OPTIONS, POOL, BoundedConnection  # noqa: PLC0415  not for SQLite

    given = {name: value for name, value in OPTIONS.items() if name not in where.query}
    return {"pool_timeout": POOL, "connect_args": {**given, "async_creator_fn": BoundedConnection.connect}}


def _memory(where: URL) -> AsyncEngine:
    """One connection, lent to one transaction at a time: a database in memory lives and dies with it."""
    return create_async_engine(where, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0, **QUIET)


_IN_WORDS: dict[frozenset[str], str] = {}  # the tables' names → what makes them


async def _make_tables(connection: AsyncConnection, tables: MetaData) -> None:
    """What makes them is put into words once: each line of a batch has a database in memory of its own."""
    names = frozenset(tables.tables)
    if script := _IN_WORDS.get(names):
        raw: Any = (await connection.get_raw_connection()).driver_connection
        await raw.executescript(script)
        return
    await connection.run_sync(tables.create_all)
    made = await connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
    _IN_WORDS[names] = ";\n".join(made.scalars())


def _set_up(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


async def _bring_up_to_date(engine: AsyncEngine, where: URL) -> None:
    """Run what is missing. Alembic takes most of a second to import, so a current database does without it."""
    if where.get_backend_name() != "sqlite":
        try:
            revision = await _revision_of_server(engine)
        except OperationalError as error:
            raise StoreError(f"the database server cannot be reached: {_first_line(error)}") from None
        if revision > HEAD:
            raise StoreError(NEWER)
        if revision != HEAD:
            raise StoreError("the database is not up to date; run `mastery db upgrade` once, then start again.")
        return
    try:
        current = await asyncio.to_thread(_file_is_current, Path(where.database or ""))
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"the database {where.database} cannot be opened ({error}); check the path and the rights."
        ) from None
    if not current:
        from bot.db.migrations import upgrade  # noqa: PLC0415

        await asyncio.to_thread(upgrade, where)


def _file_is_current(path: Path) -> bool:
    """The file is at the newest revision and keeps a write-ahead log. Makes its folder where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    make_private(path)
    with closing(sqlite3.connect(path, timeout=BUSY / 1000)) as database:
        if database.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            return False
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return False
        return bool(database.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,))


def _first_line(error: OperationalError) -> str:
    return str(error.orig).partition("\n")[0]


async def _revision_of_server(engine: AsyncEngine) -> str:
    """Empty for a database without any table of ours."""
    async with engine.connect() as connection:
        if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
            return ""
        return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar() or ""
