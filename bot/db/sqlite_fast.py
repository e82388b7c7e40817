"""Queries that every turn asks: put into words once, so that asking them costs little more than SQLite takes.

SQLAlchemy takes several times longer to get a statement ready than SQLite takes to answer it.
"""

from collections import namedtuple
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import MultipleResultsFound, NoResultFound

OFTEN = "asked_often"


def cached_statement(statement: Any) -> Any:
    """Marks a query or an UPDATE that is there once, and takes all that varies as named values."""
    return statement.execution_options(**{OFTEN: True})


def is_cached_statement(statement: Any) -> bool:
    return isinstance(statement, Select | Update) and bool(statement.get_execution_options().get(OFTEN))


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
    """An UPDATE whose every value is a named one."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self._sql = str(compiled)
        self._order: Sequence[str] = compiled.positiontup or ()
        kinds = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
        self._to = {name: kind.bind_processor(dialect) for name, kind in kinds.items()}

    def ask(self, connection: Any, values: Mapping[str, Any]) -> ChangedRows:
        """`connection`: SQLite's own."""
        bound = [to(values[name]) if (to := self._to[name]) else values[name] for name in self._order]
        return ChangedRows(connection.execute(self._sql, bound).rowcount)


class CompiledQuery:
    def __init__(self, statement: Any, dialect: Dialect) -> None:
        def known(kind: Any) -> Any:
            return kind.dialect_impl(dialect)

        compiled = statement.compile(dialect=dialect)
        columns = list(statement.selected_columns)
        self._sql = str(compiled)
        self._order: Sequence[str] = compiled.positiontup or ()
        self._fixed: dict[str, Any] = dict(compiled.construct_params(_check=False))
        self._to = {name: known(bind.type).bind_processor(dialect) for name, bind in compiled.binds.items()}
        self._from = [known(column.type).result_processor(dialect, None) for column in columns]
        self._row: Any = namedtuple("_row", [column.key for column in columns], rename=True)  # type: ignore[misc]

    def ask(self, connection: Any, values: Mapping[str, Any]) -> FetchedRows:
        """`connection`: SQLite's own."""
        given = {**self._fixed, **values}
        bound = [to(given[name]) if (to := self._to[name]) else given[name] for name in self._order]
        return FetchedRows([self._read(row) for row in connection.execute(self._sql, bound).fetchall()])

    def _read(self, row: Sequence[Any]) -> Any:
        return self._row(*[read(one) if read else one for read, one in zip(self._from, row, strict=True)])
