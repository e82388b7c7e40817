"""The table of which reminders somebody wants."""

from datetime import datetime

from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByPerson, KeptWith


class ReminderChoiceRow(TableModel, table=True):
    """A kind of reminder (or all) that somebody stopped, for good or until a moment."""

    __tablename__ = "reminder_choice"
    __holds__ = "which reminders somebody stopped or put off, and until when"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="which reminders you stopped or put off"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    kind: str = Field(primary_key=True)
    until: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
