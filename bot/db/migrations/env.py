"""Alembic runs this file for each command; the connection is handed in by bot.db.migrations."""

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from bot.db import schema
from bot.db.base import Utc


def as_plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A revision names plain SQL types: it must still run when the code's own types have moved on."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, Utc):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata(),
    render_as_batch=True,  # SQLite cannot alter a column in place
    render_item=as_plain_type,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
