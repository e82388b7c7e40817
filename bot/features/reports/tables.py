"""The tables of reports and of who did them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByPerson, KeptForGood, KeptWith, NobodysData

NOT_REMOVED = text("removed_at IS NULL")


class ReportRow(TableModel, table=True):
    """A report that a hub's cohort owes. Removed ones are kept, and their title is free again."""

    __tablename__ = "report"
    __holds__ = "a report that a hub's cohort owes: its title and date"
    __retention__ = (KeptForGood("past reminders refer to it, also once it is removed"),)
    __erasure__ = (NobodysData("a hub's dates"),)
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


class ReportSubmissionRow(TableModel, table=True):
    """Somebody says that a report is done."""

    __tablename__ = "report_submission"
    __holds__ = "which reports somebody ticked off"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="the reports that you ticked off"),)

    report_id: int = Field(foreign_key="report.id", ondelete="CASCADE", primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True, index=True)
    done_at: datetime = Field(sa_column=Column(Utc, nullable=False))
