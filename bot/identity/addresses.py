"""Where an account was last reached: kept in its own row, and in the rows of whoever keeps a copy of it.

Whoever keeps a copy declares so beside its table with `follow_account`; who writes the address need not know them.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, bindparam, literal, select, union_all, update
from sqlmodel import col

from bot.core.activity import Address, Sender
from bot.db.base import TableModel
from bot.db.store import Store
from bot.identity.repository import THIS_ACCOUNT, at_account
from bot.identity.tables import AccountRow

NEW = "to_address"


@dataclass(frozen=True, slots=True)
class AddressCopy:
    """A table whose `address` follows the account's.

    where: which of its rows are the account's, for the values of `at_account`.
    compared: whether a copy that differs is reason to write; False for one that changes only along with others.
    """

    table: type[TableModel]
    where: ColumnElement[bool]
    compared: bool = True


_copies: dict[str, AddressCopy] = {}


def follow_account(copy: AddressCopy) -> None:
    """Declare a table that keeps a copy of accounts' addresses. Twice does no harm."""
    _copies[str(copy.table.__tablename__)] = copy


def names_account(table: Any) -> ColumnElement[bool]:
    """The rows of one account in a table with an account's columns, for the values of `at_account`."""
    return and_(*(col(getattr(table, name)) == bindparam(f"at_{name}") for name in ("platform", "tenant", "user")))


class Addresses:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def remember(self, sender: Sender, address: Address) -> bool:
        """Keep where an account can be reached, with every copy; False when nobody has that account.

        Nothing is written where all of them say so already.
        """
        if self._store.is_empty:
            return False
        there, account, copies = json.dumps(dict(address)), at_account(sender), tuple(_copies.values())
        async with self._store.reading() as connection:
            kept = (await connection.execute(_on_record(copies), account)).all()
        known = any(row.is_account for row in kept)
        if all(row.address == there for row in kept):
            return known
        async with self._store.writing(durable=False) as connection:  # whoever writes again tells it again
            for change in _changes(copies):
                await connection.execute(change, {**account, NEW: there})
        return known


@lru_cache
def _on_record(copies: tuple[AddressCopy, ...]) -> Any:
    """Every address on record for an account, and whether it is the account's own."""
    own: Any = select(literal(True).label("is_account"), col(AccountRow.address)).where(THIS_ACCOUNT)
    return union_all(
        own,
        *(
            select(literal(False), col(copy.table.address)).where(copy.where).distinct()  # type: ignore[attr-defined]
            for copy in copies
            if copy.compared
        ),
    )


@lru_cache
def _changes(copies: tuple[AddressCopy, ...]) -> tuple[Update, ...]:
    """The account's own row last: while it is the old one, what broke off is tried again."""
    tables: list[tuple[Any, Any]] = [(copy.table, copy.where) for copy in copies]
    return tuple(
        update(table).where(where).values(address=bindparam(NEW))
        for table, where in (*tables, (AccountRow, THIS_ACCOUNT))
    )
