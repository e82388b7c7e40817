"""The tables of who is who: hubs, cohorts, people, their accounts, the hubs that they lead and their places."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Column, Field

from bot.core.identity import LinkedBy
from bot.db.base import TableModel, Utc, one_of
from bot.db.personal_data import ByPerson, IsPerson, KeptForGood, KeptUntil, KeptWith, NobodysData

STILL_OPEN = text("ended_at IS NULL")


class HubRow(TableModel, table=True):
    """A Maths Hub."""

    __tablename__ = "hub"
    __holds__ = "a Maths Hub: its name and time zone"
    __retention__ = (KeptForGood("its people and dates refer to it"),)
    __erasure__ = (NobodysData("a hub is not a person"),)
    __table_args__ = (UniqueConstraint("name"), CheckConstraint("name <> ''", name="is_named"))

    id: int | None = Field(default=None, primary_key=True)
    name: str
    zone: str = "Europe/London"


class CohortRow(TableModel, table=True):
    """One year's specialists, over all hubs. `half_days`: the release that the year funds, in half-days."""

    __tablename__ = "cohort"
    __holds__ = "a cohort: its name, dates and funded days"
    __retention__ = (KeptForGood("its people and dates refer to it"),)
    __erasure__ = (NobodysData("a cohort is not a person"),)
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("starts < ends", name="starts_before_it_ends"),
        CheckConstraint("half_days > 0", name="funds_release"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str
    starts: date
    ends: date
    half_days: int


class PersonRow(TableModel, table=True):
    """Somebody known by name. The e-mail address is kept in lower case, so that it can be unique."""

    __tablename__ = "person"
    __holds__ = "of whoever a hub enrolled, leads and administrators: name, e-mail, time zone"
    __retention__ = (KeptUntil("they delete their data", "the hub runs the programme by it"),)
    __erasure__ = (IsPerson(("name", "email"), "your name and e-mail address"),)
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        CheckConstraint("name <> ''", name="is_named"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str
    email: str | None = None
    admin: bool = False
    zone: str | None = None
    created_at: datetime = Field(sa_column=Column(Utc, nullable=False))


class AccountRow(TableModel, table=True):
    """An account on a platform, and whose it is. `address` is the adapter's own, as JSON.

    linked_by: "code" or "e-mail" (`LinkedBy`); without a code an account acts in no role but the specialist's.
    """

    __tablename__ = "account"
    __holds__ = "the Slack or Teams account that somebody joined with, and how it is reached"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="your account", tells_accounts=True),)
    __table_args__ = (
        UniqueConstraint("platform", "tenant", "user"),
        CheckConstraint(one_of("linked_by", LinkedBy), name="linked_by_is_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    platform: str
    tenant: str
    user: str
    address: str | None = None
    linked_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    linked_by: str = Field(default=LinkedBy.CODE.value, sa_column_kwargs={"server_default": LinkedBy.CODE.value})


class EmailStopRow(TableModel, table=True):
    """Who asked for no e-mail: neither reminders nor announcements go there until they ask for it again."""

    __tablename__ = "email_stop"
    __holds__ = "who asked for no e-mail, and since when"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="that you asked for no e-mail"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    stopped_at: datetime = Field(sa_column=Column(Utc, nullable=False))


class LeadRow(TableModel, table=True):
    """Who leads a hub."""

    __tablename__ = "lead"
    __holds__ = "who leads a hub"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="that you lead a hub"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    hub_id: int = Field(foreign_key="hub.id", primary_key=True)


class EnrolmentRow(TableModel, table=True):
    """A person's place in a cohort at a hub. Who leaves or moves hub has the row closed, never deleted."""

    __tablename__ = "enrolment"
    __holds__ = "somebody's school, hub and cohort; a place that is over is closed, not deleted"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="your school and hub"),)
    __table_args__ = (
        Index(
            "uq_enrolment_open", "person_id", "cohort_id", unique=True,
            sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN,
        ),
        Index("ix_enrolment_hub_id_cohort_id", "hub_id", "cohort_id"),
        CheckConstraint("ended_at >= started_at", name="ends_after_it_starts"),
        CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="ends_for_a_reason"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    hub_id: int = Field(foreign_key="hub.id")
    cohort_id: int = Field(foreign_key="cohort.id")
    school: str
    started_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    ended_because: str | None = None
