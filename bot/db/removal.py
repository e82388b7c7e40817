"""Deleting rows, and with them the rows of other tables that name them in a text."""

from sqlalchemy import ColumnElement, String, Table, cast, delete, exists, literal, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.declared import Model, models, table_of
from bot.db.personal_data import TakesAlong


async def remove(connection: AsyncConnection, model: Model, which: ColumnElement[bool]) -> int:
    """Delete the rows of a table for which `which` holds, and what they take along; returns how many of its own.

    Within a transaction that is under way.
    """
    table = table_of(model)
    for along in model.__takes_along__:
        (other,) = (one for one in models() if table_of(one).name == along.table)
        await remove(connection, other, _named_by(table, which, along, table_of(other)))
    return (await connection.execute(delete(table).where(which))).rowcount


def _named_by(table: Table, which: ColumnElement[bool], along: TakesAlong, other: Table) -> ColumnElement[bool]:
    """The rows of the other table that name one of these in their text."""
    column, same = other.columns[along.column], []
    for text in along.texts:
        before, _, after = text.partition("{id}")
        named = literal(before).concat(cast(table.columns["id"], String)).concat(after)
        same.append(column.like(named) if after.endswith("%") else column == named)
    return exists().where(which, or_(*same)).correlate(other)
