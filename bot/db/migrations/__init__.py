"""How the schema grew, and how a database is brought to the newest revision. The only Alembic import.

Run from code, never through a configuration file: `upgrade(url)` works with or without a running event loop,
since it uses a driver that needs none. To write the next revision after changing a table:

    .venv/bin/python -m bot.db.migrations 0004 "what is owed and what was sent"

then read what it wrote, and put its name into `bot.db.engine.HEAD`.
"""

from contextlib import suppress
from pathlib import Path
from sqlite3 import OperationalError
from time import sleep
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError as ServerError

from bot.db.errors import NEWER, StoreError
from bot.db.file_rights import make_private

HERE = Path(__file__).parent
UPGRADING = 4_120_202  # the server's lock that one upgrade holds while it runs; any number that nobody else uses
PATIENCE, PAUSE = 400, 0.05  # tries, and seconds between them: twenty seconds in all


def upgrade(url: str | URL, revision: str = "head") -> None:
    """Bring the database to the newest revision, all or nothing; a second process waits for the first."""
    where = make_url(url)
    engine = _engine(where)
    try:
        if engine.dialect.name == "sqlite":
            _make_private(where)
            _keep_a_write_ahead_log(engine)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADING})")
            command.upgrade(configured(connection), revision)
    except CommandError:
        raise StoreError(NEWER) from None
    except ServerError as error:
        if engine.dialect.name == "sqlite":
            raise
        raise StoreError(
            f"the database server cannot be reached: {str(error.orig).partition(chr(10))[0]}"
        ) from None
    finally:
        engine.dispose()


def _make_private(where: URL) -> None:
    """Raises StoreError."""
    try:
        make_private(Path(where.database or ""))
    except OSError as error:
        raise StoreError(
            f"the database {where.database} cannot be opened ({error.strerror}); check path and rights."
        ) from None


def current(url: str | URL) -> str | None:
    """The revision that the database is at; None when it has none."""
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

    engine = _engine(make_url(url))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def newest() -> str | None:
    """The revision that the files here lead to."""
    return ScriptDirectory(str(HERE)).get_current_head()


def configured(connection: Connection) -> Config:
    """Alembic's settings, without a file: where the scripts are, and the connection that env.py is to use."""
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes["connection"] = connection
    return config


def _engine(where: URL) -> Engine:
    """The same database through a driver that needs no event loop."""
    engine = create_engine(where.set(drivername=where.drivername.replace("+aiosqlite", "")))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _leave_transactions_to_us)
        event.listen(engine, "begin", _take_the_write_lock)
    return engine


def _keep_a_write_ahead_log(engine: Engine) -> None:
    """Kept by the file from then on. The switch needs the file for itself and does not queue for it, so: again."""
    connection = engine.raw_connection()
    try:
        for _ in range(PATIENCE):
            with suppress(OperationalError):
                if connection.cursor().execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",):
                    return
            sleep(PAUSE)
    finally:
        connection.close()
    raise StoreError("the database file cannot keep a write-ahead log; put it on a local disk, not a network one.")


def _leave_transactions_to_us(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 30000")
    connection.execute("PRAGMA secure_delete = ON")  # a table that is made anew leaves nothing of the old one


def _take_the_write_lock(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
