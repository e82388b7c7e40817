"""The tables of joining: the one-time codes that link accounts to people, and the tries that did not fit."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByAccount, ByPerson, Cleared, KeptFor
from bot.features.people.domain import CODES_LAST, TRIES_COUNT


class JoinCodeRow(TableModel, table=True):
    """A one-time code that links an account to a person; only its salted SHA-256 is kept.

    roles: what the person was when it was made; it is of no use once they are more. ended_at: when they became so.
    """

    __tablename__ = "join_code"
    __holds__ = "a joining code, hashed, for whom, in which roles and by whom it was made, and whether it was used"
    __retention__ = (
        KeptFor(CODES_LAST, "expires_at", "after it expired, so that an old code is told from a wrong one"),
    )
    __erasure__ = (ByPerson(), Cleared("made_by", "joining codes that you made for others"))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    hash: str
    salt: str
    made_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    roles: str | None = None
    expires_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    used_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))


class JoinAttemptRow(TableModel, table=True):
    """A code that was tried and did not fit; what slows guessing."""

    __tablename__ = "join_attempt"
    __holds__ = "which account typed a wrong joining code, and when, so that nobody can guess one"
    __retention__ = (KeptFor(TRIES_COUNT, "at", "after it was typed, or until the right one is"),)
    __erasure__ = (ByAccount("your attempts at a joining code"),)
    __table_args__ = (Index("ix_join_attempt_account", "platform", "tenant", "user"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    tenant: str
    user: str
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
