"""What every repository needs of SQL: adding a row and learning its id, and adding one that may be there."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.base import TableModel


async def added(connection: AsyncConnection, table: type[TableModel], row: Mapping[str, Any]) -> int:
    mapped = inspect(table).local_table
    return int((await connection.execute(mapped.insert().returning(mapped.c.id), dict(row))).scalar_one())


def insert_on_conflict(table: Any, *, is_sqlite: bool) -> Any:
    """An INSERT with `on_conflict_do_nothing` and `on_conflict_do_update`; each database has its own class of it.

    table: a table class or a table. is_sqlite: `Store.is_sqlite`.
    """
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
