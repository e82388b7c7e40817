"""The table of which reminders somebody wants."""

from datetime import datetime

from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc


class ReminderChoiceRow(TableModel, table=True):
    """A kind of reminder (or all) that somebody stopped, for good or until a moment."""

    __tablename__ = "reminder_choice"

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    kind: str = Field(primary_key=True)
    until: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
