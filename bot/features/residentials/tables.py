"""The tables of residentials and of who is coming."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc, one_of
from bot.db.personal_data import ByPerson, KeptFor, KeptForGood, KeptWith, NobodysData
from bot.features.residentials.domain import LONGEST_WORDS, AttendanceAnswer, DaysThere, ResidentialState


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


class AttendanceDetailRow(TableModel, table=True):
    """What somebody told their hub beside the answer: which days, why not, what they need there.

    It is for this event alone. until: the day after its last day, in UTC, when all of it goes; it moves along.
    """

    __tablename__ = "attendance_detail"
    __holds__ = "for one residential: which days, why somebody can't come, what they need there (diet, access)"
    __retention__ = (KeptFor(timedelta(0), "until", "the day after the residential"),)
    __erasure__ = (ByPerson(told="what you told your hub for a residential"),)
    __table_args__ = (
        CheckConstraint(one_of("days", DaysThere), name="days_are_known"),
        CheckConstraint(f"length(why) <= {LONGEST_WORDS}", name="why_is_short"),
        CheckConstraint(f"length(needs) <= {LONGEST_WORDS}", name="needs_are_short"),
    )

    residential_id: int = Field(foreign_key="residential.id", ondelete="CASCADE", primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True, index=True)
    for_day: date
    days: str = DaysThere.ALL.value
    why: str = ""
    needs: str = ""
    until: datetime = Field(sa_column=Column(Utc, nullable=False))


class ResidentialPlaceRow(TableModel, table=True):
    """When it begins and ends by the clock, where exactly, and a link to join by."""

    __tablename__ = "residential_place"
    __holds__ = "a residential's times, address and joining link"
    __retention__ = (KeptWith("residential"),)
    __erasure__ = (NobodysData("the address is a house's", ("address",)),)

    residential_id: int = Field(foreign_key="residential.id", ondelete="CASCADE", primary_key=True)
    times: str = ""
    address: str = ""
    link: str = ""
