"""Which modules hold tables: named by whoever builds the program, and imported when a database is opened.

So the database knows no feature, and nobody pays for SQL who asks for no records.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import MetaData, Table

_declared: list[str] = []
_checked: "dict[str, Table]" = {}


def declare(*modules: str) -> None:
    """Name modules that hold tables. Naming one twice changes nothing."""
    _declared.extend(module for module in modules if module not in _declared)


def metadata() -> "MetaData":
    """Every declared table; their modules are imported for it. Raises Undeclared when a declaration is missing.

    The declarations are read again only when a table has come: each line of a batch opens a database in memory.
    """
    from bot.db.base import TableModel  # noqa: PLC0415  each declared module imports it, too
    from bot.db.declared import models, refuse_undeclared  # noqa: PLC0415

    for module in _declared:
        importlib.import_module(module)
    tables = TableModel.metadata.tables
    if any(_checked.get(name) is not table for name, table in tables.items()):
        refuse_undeclared(models())
        _checked.update(tables)
    return TableModel.metadata
