"""The table of who changed what and when; a record names the change that made it and the one that removed it."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import Cleared, KeptForGood

NOWHERE = {"request_key": None, "conversation": None}  # what could tell where somebody asked for a change


class AuditRow(TableModel, table=True):
    """One change: by whom, about whom or which hub, and what. `detail` is JSON, without notes or other free words.

    request_key: a hash of the platform's name for the event, so that one event changes a person's records once.
    undone_by: the later change that took this one back.
    conversation: a hash of where it was asked for; it goes with the person.
    turn: names the turn, so that all that one message changed is taken back together.
    """

    __tablename__ = "audit"
    __holds__ = "who changed what, and when (enrolments, days, dates)"
    __retention__ = (KeptForGood("a hub must be able to say how its records came about"),)
    __erasure__ = (
        Cleared("person_id", "that something was changed, and when", {"detail": "{}", **NOWHERE}),
        Cleared("by", "that something was changed, and when", NOWHERE),
    )
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
    conversation: str | None = Field(default=None, index=True)
    turn: str | None = Field(default=None, index=True)
