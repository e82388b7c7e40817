"""The table of platforms' events that were taken in, so that one that is delivered twice is answered once."""

from datetime import datetime

from sqlmodel import Column, Field

from bot.store.tables.base import Table, Utc


class SeenEventRow(Table, table=True):
    """An event by the platform's own name for it; nothing of what was in it."""

    __tablename__ = "seen_event"

    platform: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))
