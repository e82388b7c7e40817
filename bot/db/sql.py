"""Adding one row to a table, and learning the id that it got."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.base import TableModel


async def added(connection: AsyncConnection, table: type[TableModel], row: Mapping[str, Any]) -> int:
    mapped = inspect(table).local_table
    return int((await connection.execute(mapped.insert().returning(mapped.c.id), dict(row))).scalar_one())
