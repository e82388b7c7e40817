"""The table of who changed what and when; a record names the change that made it and the one that removed it."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc


class AuditRow(TableModel, table=True):
    """One change: by whom, about whom or which hub, and what. `detail` is JSON, without notes or other free words.

    request_key: the platform's event that asked for it, so that one event changes a person's records once.
    undone_by: the later change that took this one back.
    """

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("person_id", "request_key"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
    by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    hub_id: int | None = Field(default=None, foreign_key="hub.id", index=True)
    what: str
    detail: str = "{}"
    request_key: str | None = None
    undone_by: int | None = Field(default=None, foreign_key="audit.id")
