"""The table of links to a calendar: one for each person, and only its hash."""

from datetime import datetime

from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByPerson, KeptUntil


class CalendarLinkRow(TableModel, table=True):
    """Somebody's link. `secret_hash`: SHA-256 of what stands in it, so that the records open no calendar.

    as_lead: whether it shows the hubs that they lead, too.
    """

    __tablename__ = "calendar_link"
    __holds__ = "that somebody follows their dates in a calendar, and a hash of the link's secret"
    __retention__ = (KeptUntil("they stop the link or delete their data", "their calendar asks for it each hour"),)
    __erasure__ = (ByPerson(told="the link to your calendar"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    secret_hash: str = Field(unique=True)
    as_lead: bool = False
    made_at: datetime = Field(sa_column=Column(Utc, nullable=False))
