"""The tables of residentials and of who is coming."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc, one_of
from bot.db.personal_data import ByPerson, KeptForGood, KeptWith, NobodysData
from bot.features.residentials.domain import AttendanceAnswer, ResidentialState


class ResidentialRow(TableModel, table=True):
    """A residential of a hub's cohort. `revision` grows with every change: it says what a reminder rests on."""

    __tablename__ = "residential"
    __holds__ = "a residential of a hub's cohort: its dates and venue"
    __retention__ = (KeptForGood("past reminders and answers refer to it"),)
    __erasure__ = (NobodysData("a hub's dates"),)
    __table_args__ = (
        UniqueConstraint("hub_id", "cohort_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("first_day <= last_day", name="first_day_before_last"),
        CheckConstraint(one_of("state", ResidentialState), name="state_is_known"),
        CheckConstraint("revision >= 1", name="revision_counts_up"),
    )

    id: int | None = Field(default=None, primary_key=True)
    hub_id: int = Field(foreign_key="hub.id")
    cohort_id: int = Field(foreign_key="cohort.id")
    number: int
    first_day: date
    last_day: date
    venue: str | None = None
    state: str
    revision: int = 1


class AttendanceRow(TableModel, table=True):
    """Whether somebody is coming. `for_day`: its first day when they answered; it may have moved since."""

    __tablename__ = "attendance"
    __holds__ = "whether somebody is coming to a residential"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="your answers for residentials"),)
    __table_args__ = (CheckConstraint(one_of("answer", AttendanceAnswer), name="answer_is_known"),)

    residential_id: int = Field(foreign_key="residential.id", ondelete="CASCADE", primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True, index=True)
    answer: str
    for_day: date
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
