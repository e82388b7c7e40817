"""What every table shares: one set of metadata, names that a later migration can refer to, and moments in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator
from sqlmodel import SQLModel

from bot.db.personal_data import Erasure, Retention, TakesAlong

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Utc(TypeDecorator[datetime]):
    """A moment kept in UTC and read back aware; SQLite would drop the zone. Refuses a moment without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class TableModel(SQLModel):
    """What every table shares: one set of metadata, with names that a later migration can refer to.

    Each table declares what it holds, how long, and how a person is erased from it; see bot/db/personal_data.py.
    """

    metadata = MetaData(naming_convention=NAMES)
    __holds__: ClassVar[str] = ""
    __retention__: ClassVar[tuple[Retention, ...]] = ()
    __erasure__: ClassVar[tuple[Erasure, ...]] = ()
    __takes_along__: ClassVar[tuple[TakesAlong, ...]] = ()


def one_of(column: str, values: Iterable[str]) -> str:
    """The check that a column holds one of these words."""
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"
