"""The tables of what a hub lead sets for a cohort: residentials and who is coming, reports and who did them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Column, Field

from bot.store.records_dates import Answer, State
from bot.store.tables.base import Table, Utc, one_of

NOT_REMOVED = text("removed_at IS NULL")


class ResidentialRow(Table, table=True):
    """A residential of a hub's cohort. `revision` grows with every change: it says what a reminder rests on."""

    __tablename__ = "residential"
    __table_args__ = (
        UniqueConstraint("hub_id", "cohort_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("first_day <= last_day", name="first_day_before_last"),
        CheckConstraint(one_of("state", State), name="state_is_known"),
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


class AttendanceRow(Table, table=True):
    """Whether somebody is coming. `for_day`: its first day when they answered; it may have moved since."""

    __tablename__ = "attendance"
    __table_args__ = (CheckConstraint(one_of("answer", Answer), name="answer_is_known"),)

    residential_id: int = Field(foreign_key="residential.id", ondelete="CASCADE", primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True, index=True)
    answer: str
    for_day: date
    at: datetime = Field(sa_column=Column(Utc, nullable=False))


class ReportRow(Table, table=True):
    """A report that a hub's cohort owes. Removed ones are kept, and their title is free again."""

    __tablename__ = "report"
    __table_args__ = (
        Index(
            "uq_report_title", "hub_id", "cohort_id", "title", unique=True,
            sqlite_where=NOT_REMOVED, postgresql_where=NOT_REMOVED,
        ),
        CheckConstraint("title <> ''", name="is_named"),
        CheckConstraint("revision >= 1", name="revision_counts_up"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    hub_id: int = Field(foreign_key="hub.id")
    cohort_id: int = Field(foreign_key="cohort.id")
    title: str
    due: date
    revision: int = 1
    removed_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))


class ReportSubmissionRow(Table, table=True):
    """Somebody says that a report is done."""

    __tablename__ = "report_submission"

    report_id: int = Field(foreign_key="report.id", ondelete="CASCADE", primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True, index=True)
    done_at: datetime = Field(sa_column=Column(Utc, nullable=False))
