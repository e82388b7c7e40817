"""Queries that every turn asks: put into words once, so that asking them costs little more than SQLite takes.

SQLAlchemy takes several times longer to get a statement ready than SQLite takes to answer it.
"""

from collections import namedtuple
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.engine import Dialect

OFTEN = "asked_often"


def cached_statement(statement: Any) -> Any:
    """Marks a query that is there once, in a module, and takes all that varies as named values."""
    return statement.execution_options(**{OFTEN: True})


def is_cached_statement(statement: Any) -> bool:
    return isinstance(statement, Select) and bool(statement.get_execution_options().get(OFTEN))


class Rows:
    """The rows, as much of SQLAlchemy's Result as these queries' readers need."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def all(self) -> Sequence[Any]:
        return self._rows

    def first(self) -> Any:
        return self._rows[0] if self._rows else None


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

    def ask(self, connection: Any, values: Mapping[str, Any]) -> Rows:
        """`connection`: SQLite's own."""
        given = {**self._fixed, **values}
        bound = [to(given[name]) if (to := self._to[name]) else given[name] for name in self._order]
        return Rows([self._read(row) for row in connection.execute(self._sql, bound).fetchall()])

    def _read(self, row: Sequence[Any]) -> Any:
        return self._row(*[read(one) if read else one for read, one in zip(self._from, row, strict=True)])
