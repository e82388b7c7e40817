"""The table of which reminders somebody wants."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByPerson, KeptWith


class ReminderSettingRow(TableModel, table=True):
    """When somebody is reminded. minutes: after midnight, by their own clock. quiet: a time without reminders."""

    __tablename__ = "reminder_setting"
    __holds__ = "at what time of day somebody is reminded, and a time in which they are not"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="when you are reminded"),)
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 450 AND 1080", name="in_the_day"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_has_an_end"),
        CheckConstraint("quiet_from < quiet_until", name="quiet_begins_first"),
    )

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    minutes: int | None = None
    quiet_from: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    quiet_until: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))


class ReminderChoiceRow(TableModel, table=True):
    """A kind of reminder (or all) that somebody stopped, for good or until a moment."""

    __tablename__ = "reminder_choice"
    __holds__ = "which reminders somebody stopped or put off, and until when"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="which reminders you stopped or put off"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    kind: str = Field(primary_key=True)
    until: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
