"""The tables, with everything in the schema that must hold whatever the code does."""

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlmodel import Column, Field, SQLModel

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


class Table(SQLModel):
    """What every table shares: one set of metadata, with names that a later migration can refer to."""

    metadata = MetaData(naming_convention=NAMES)


class WalkRow(Table, table=True):
    """A walk under way: at most one for a person in a conversation."""

    __tablename__ = "walk"
    __table_args__ = (
        UniqueConstraint("platform", "tenant", "user", "conversation"),
        CheckConstraint("step >= 0", name="step_counts_up"),
    )

    id: str = Field(primary_key=True)
    platform: str
    tenant: str
    user: str
    conversation: str
    step: int = 0
    reopened: str | None = None
    started_at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))
    updated_at: datetime = Field(sa_column=Column(Utc, nullable=False))


class WalkAnswerRow(Table, table=True):
    """One answer of a walk; `place` is the walk's step at which it was given, and so keeps them in order."""

    __tablename__ = "walk_answer"
    __table_args__ = (
        UniqueConstraint("walk_id", "place"),
        CheckConstraint("place >= 0", name="place_counts_up"),
    )

    walk_id: str = Field(sa_column=Column(String, ForeignKey("walk.id", ondelete="CASCADE"), primary_key=True))
    question: str = Field(primary_key=True)
    option: str
    place: int
