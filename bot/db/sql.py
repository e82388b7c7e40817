"""What every repository needs of SQL: adding a row and learning its id, and adding one that may be there."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.base import TableModel
from bot.db.sqlite_fast import cached_statement


async def added(connection: AsyncConnection, table: type[TableModel], row: Mapping[str, Any]) -> int:
    return int((await connection.execute(_adding(table), dict(row))).scalar_one())


@cache
def _adding(table: type[TableModel]) -> Any:
    """Made once: to put the statement together takes as long as to carry it out."""
    mapped = inspect(table).local_table
    return cached_statement(mapped.insert().returning(mapped.c.id))


def insert_on_conflict(table: Any, *, is_sqlite: bool) -> Any:
    """An INSERT with `on_conflict_do_nothing` and `on_conflict_do_update`; each database has its own class of it.

    table: a table class or a table. is_sqlite: `Store.is_sqlite`.
    """
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
