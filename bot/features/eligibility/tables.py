"""The tables of walks under way: what was answered in an eligibility check, for a day at most."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByAccount, KeptFor, KeptWith, WithRow
from bot.features.eligibility.domain import WALKS_ARE_KEPT


class WalkRow(TableModel, table=True):
    """A walk under way: at most one for a person in a conversation."""

    __tablename__ = "walk"
    __holds__ = "an eligibility check under way, with the account and the conversation that it is in"
    __retention__ = (
        KeptFor(WALKS_ARE_KEPT, "started_at", "after its first question, or when the result is shown"),
    )
    __erasure__ = (ByAccount("your answers to the eligibility check"),)
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


class WalkAnswerRow(TableModel, table=True):
    """One answer of a walk; `place` is the walk's step at which it was given, and so keeps them in order."""

    __tablename__ = "walk_answer"
    __holds__ = "Yes, No and Not sure of an eligibility check under way"
    __retention__ = (KeptWith("walk"),)
    __erasure__ = (WithRow("walk"),)
    __table_args__ = (
        UniqueConstraint("walk_id", "place"),
        CheckConstraint("place >= 0", name="place_counts_up"),
    )

    walk_id: str = Field(sa_column=Column(String, ForeignKey("walk.id", ondelete="CASCADE"), primary_key=True))
    question: str = Field(primary_key=True)
    option: str
    place: int
