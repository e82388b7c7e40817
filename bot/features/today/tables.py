"""The tables of what leads were told unasked: in the morning, and at the end of a year."""

from datetime import date, datetime, timedelta

from sqlalchemy import Column
from sqlmodel import Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByPerson, KeptFor, KeptWith, NobodysData


class LeadMorningRow(TableModel, table=True):
    """The last morning on which it was looked what needs a lead of a hub.

    shown: a hash of what they were last told, so that the same is not told again. off: they want no such message.
    """

    __tablename__ = "lead_morning"
    __holds__ = "when a lead was last told in the morning what needs them, and whether they want that"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="what you were told in the mornings"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    hub_id: int = Field(foreign_key="hub.id", primary_key=True)
    day: date
    shown: str = ""
    off: bool = False


class YearEndToldRow(TableModel, table=True):
    """A hub whose people were told that a cohort's year is over; they are told once, within three weeks."""

    __tablename__ = "year_end_told"
    __holds__ = "when a hub's people were told that their cohort's year is over"
    __retention__ = (KeptFor(timedelta(days=365), "at", "after they were told"),)
    __erasure__ = (NobodysData("a hub, a cohort and a time"),)

    hub_id: int = Field(foreign_key="hub.id", primary_key=True)
    cohort_id: int = Field(foreign_key="cohort.id", primary_key=True)
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
