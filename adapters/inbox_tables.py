"""The tables of platforms' events: taken in once, kept until they are answered, and who was welcomed."""

from datetime import datetime

from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc


class SeenEventRow(TableModel, table=True):
    """An event by the platform's own name for it; nothing of what was in it."""

    __tablename__ = "seen_event"

    platform: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))


class PendingEventRow(TableModel, table=True):
    """What was in an event that is acknowledged and not answered yet; deleted with its answer."""

    __tablename__ = "pending_event"

    platform: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    body: str
    at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))


class WelcomeRow(TableModel, table=True):
    """An account that was welcomed once, and is not again."""

    __tablename__ = "welcome"

    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
