"""The tables of announcements: what a lead says to whom, and who has read it."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByPerson, Cleared, KeptFor, KeptForGood, KeptWith
from bot.features.announcements.domain import DRAFTS_ARE_KEPT, LONGEST_TEXT


class AnnouncementRow(TableModel, table=True):
    """An announcement to one hub; its occasion has the subject `announcement:<id>`. `audience` is JSON.

    act: the first of those that were written as one, to several hubs. Until confirmed_at it is a draft.
    """

    __tablename__ = "announcement"
    __holds__ = "an announcement: its text, whom it was for, who wrote it"
    __retention__ = (
        KeptFor(
            DRAFTS_ARE_KEPT, "created_at", "after it was written, if nobody confirmed it", unless="confirmed_at"
        ),
        KeptForGood("once it is confirmed it is what people were told"),
    )
    __erasure__ = (Cleared("by", "announcements that you wrote"),)
    __table_args__ = (
        CheckConstraint(f"length(text) <= {LONGEST_TEXT}", name="text_is_bounded"),
        CheckConstraint("text <> ''", name="says_something"),
    )

    id: int | None = Field(default=None, primary_key=True)
    act: int | None = Field(default=None, index=True)
    hub_id: int = Field(foreign_key="hub.id")
    cohort_id: int = Field(foreign_key="cohort.id")
    by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    text: str
    audience: str = "{}"
    revision: int = 1
    ask_read: bool = False
    created_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    send_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    confirmed_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    cancelled_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    recalled_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))


class AnnouncementReadRow(TableModel, table=True):
    """Somebody pressed “I've read this”."""

    __tablename__ = "announcement_read"
    __holds__ = "who said that they had read an announcement"
    __retention__ = (KeptWith("announcement"), KeptWith("person"))
    __erasure__ = (ByPerson(told="which announcements you have read"),)

    announcement_id: int = Field(foreign_key="announcement.id", ondelete="CASCADE", primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True, index=True)
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
