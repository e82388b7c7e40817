"""Queries that every turn asks: put into words once, so that asking them costs little more than SQLite takes.

SQLAlchemy takes several times longer to get a statement ready than SQLite takes to answer it.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, cast

from sqlalchemy import Delete, Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound

OFTEN = "asked_often"


def cached_statement(statement: Any) -> Any:
    """The statement, marked so that its SQL is put together once and kept: make it once, at the top of a module.

    All that varies must be a named bind parameter, for the SQL is kept without the values.
    """
    return statement.execution_options(**{OFTEN: True})


def is_cached_statement(statement: Any) -> bool:
    return isinstance(statement, Select | Update | Delete | Insert) and bool(
        statement.get_execution_options().get(OFTEN)
    )


class Rows(Protocol):
    """The part of SQLAlchemy's Result that readers use, and that every result here has, however it was fetched."""

    def all(self) -> Sequence[Any]:
        """Every row."""

    def first(self) -> Any:
        """None where there is no row."""

    def one(self) -> Any:
        """Raises NoResultFound, MultipleResultsFound."""

    def one_or_none(self) -> Any:
        """None where there is no row. Raises MultipleResultsFound."""

    def scalar(self) -> Any:
        """The first column of the first row; None where there is no row."""

    def scalar_one(self) -> Any:
        """The first column of the only row. Raises NoResultFound, MultipleResultsFound."""

    def scalars(self) -> Any:
        """The first column of each row."""


class FetchedRows:
    """Rows that are all here. Queries that are worth compiling ahead read them by `all` or `first`."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def all(self) -> Sequence[Any]:
        return self._rows

    def first(self) -> Any:
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        if len(self._rows) != 1:
            raise NoResultFound if not self._rows else MultipleResultsFound
        return self._rows[0]

    def one_or_none(self) -> Any:
        return self.one() if self._rows else None

    def scalar(self) -> Any:
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        return self.one()[0]

    def scalars(self) -> Sequence[Any]:
        return [row[0] for row in self._rows]


class ChangedRows:
    """How many rows a change found. Changes that are worth compiling ahead return none."""

    def __init__(self, rowcount: int) -> None:
        self.rowcount = rowcount


class CompiledChange:
    """An UPDATE or a DELETE whose every value is a named one."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self._sql = str(compiled)
        self._binds = binds_of(compiled, dialect)

    def ask(self, connection: Any, values: Mapping[str, Any]) -> ChangedRows:
        """`connection`: SQLite's own."""
        return ChangedRows(connection.execute(self._sql, self._bound(values)).rowcount)

    def ask_each(self, connection: Any, rows: Sequence[Mapping[str, Any]]) -> ChangedRows:
        """The same change with each of these."""
        return ChangedRows(connection.executemany(self._sql, list(map(self._bound, rows))).rowcount)

    def _bound(self, values: Mapping[str, Any]) -> list[Any]:
        return [to(values[name]) if to else values[name] for name, to in self._binds]


class CompiledInsert:
    """An INSERT of one row, for each set of columns that it has been given; with RETURNING or without.

    A column's default is written, too: a value that stands in its declaration, but none that is worked out.
    """

    def __init__(self, statement: Insert, dialect: Dialect) -> None:
        self._statement, self._dialect = statement, dialect
        self._given: dict[frozenset[str], _InsertOfColumns] = {}

    def ask(self, connection: Any, values: Mapping[str, Any]) -> FetchedRows:
        """`connection`: SQLite's own. Raises what SQLAlchemy raises for a row that the table refuses."""
        names = frozenset(values)
        found = self._given.get(names)
        if found is None:
            found = self._given[names] = _InsertOfColumns(self._statement, self._dialect, names)
        return found.ask(connection, values)

    def ask_each(self, connection: Any, rows: Sequence[Mapping[str, Any]]) -> FetchedRows:
        """Every row by itself: SQLite takes each in a few microseconds, and SQLAlchemy takes a hundred for all."""
        return FetchedRows([returned for row in rows for returned in self.ask(connection, row).all()])


class _InsertOfColumns:
    def __init__(self, statement: Insert, dialect: Dialect, names: frozenset[str]) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=sorted(names))
        self._sql = str(compiled)
        self._binds = binds_of(compiled, dialect)
        self._fixed = {column.key: column.default.arg for column in compiled.insert_prefetch}
        if any(callable(value) for value in self._fixed.values()):
            raise TypeError(f"{statement.table.name} has a column whose default is worked out: write its value")
        self._read = row_reader(compiled.effective_returning or (), dialect)

    def ask(self, connection: Any, values: Mapping[str, Any]) -> FetchedRows:
        given = {**self._fixed, **values}
        bound = [to(given[name]) if to else given[name] for name, to in self._binds]
        try:
            rows = connection.execute(self._sql, bound).fetchall()
        except sqlite3.Error as error:
            raise DBAPIError.instance(self._sql, None, error, sqlite3.Error, hide_parameters=True) from error
        return FetchedRows(list(map(self._read, rows)))


class CompiledQuery:
    """A SELECT whose every value that varies is a named one."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self._sql = str(compiled)
        self._binds = binds_of(compiled, dialect)
        self._fixed: dict[str, Any] = dict(compiled.construct_params(_check=False))
        self._read = row_reader(list(statement.selected_columns), dialect)

    def ask(self, connection: Any, values: Mapping[str, Any]) -> FetchedRows:
        """`connection`: SQLite's own."""
        given = {**self._fixed, **values}
        bound = [to(given[name]) if to else given[name] for name, to in self._binds]
        return FetchedRows(list(map(self._read, connection.execute(self._sql, bound).fetchall())))

    def ask_each(self, connection: Any, rows: Sequence[Mapping[str, Any]]) -> FetchedRows:
        """The rows for each of these, one after the other."""
        return FetchedRows([found for row in rows for found in self.ask(connection, row).all()])


def binds_of(compiled: Any, dialect: Dialect) -> Sequence[tuple[str, Callable[[Any], Any] | None]]:
    """The names of a statement's values in the order in which SQLite takes them, each with what converts it."""
    kinds = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
    return [(name, kinds[name].bind_processor(dialect)) for name in compiled.positiontup or ()]


def row_reader(columns: Sequence[Any], dialect: Dialect) -> Callable[[Sequence[Any]], Any]:
    """What makes of SQLite's own row one with the columns' names and kinds of values."""
    row: Any = namedtuple("row", [column.key for column in columns], rename=True)  # type: ignore[misc]
    kinds = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    read = [(at, kind) for at, kind in enumerate(kinds) if kind]
    if not read:
        return cast("Callable[[Sequence[Any]], Any]", row._make)

    def reader(found: Sequence[Any]) -> Any:
        values = list(found)
        for at, kind in read:
            values[at] = kind(values[at])
        return row._make(values)

    return reader


Compiled = CompiledQuery | CompiledChange | CompiledInsert


def compiled(statement: Any, dialect: Dialect) -> Compiled:
    if isinstance(statement, Update | Delete):
        return CompiledChange(statement, dialect)
    return (
        CompiledInsert(statement, dialect) if isinstance(statement, Insert) else CompiledQuery(statement, dialect)
    )
