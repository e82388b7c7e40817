"""The table of release days, counted in half-days; a correction is a new row, and the old one stays as history."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc, one_of
from bot.db.personal_data import ByPerson, Cleared, KeptWith
from bot.features.release_days.domain import LONGEST_NOTE, Part, Purpose

AS_LONG_AS_ITS_PART = "half_days = CASE WHEN part = 'full' THEN 2 ELSE 1 END"


class ReleaseDayRow(TableModel, table=True):
    """A day or half-day of release.

    added_in, removed_in: the changes that made it and took it away.
    replaces: the record that this one corrects.
    """

    __tablename__ = "release_day"
    __holds__ = "release days with notes; a day that was removed stays, marked as such, so that it can be undone"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (
        ByPerson(told="your release days"),
        Cleared("logged_by", "release days that you logged for others"),
    )
    __table_args__ = (
        Index("ix_release_day_person_id_cohort_id", "person_id", "cohort_id"),
        CheckConstraint(one_of("part", Part), name="part_is_known"),
        CheckConstraint("half_days IN (1, 2)", name="half_or_whole"),
        CheckConstraint(AS_LONG_AS_ITS_PART, name="as_long_as_its_part"),
        CheckConstraint(one_of("purpose", Purpose), name="purpose_is_known"),
        CheckConstraint(f"length(note) <= {LONGEST_NOTE}", name="note_is_short"),
        CheckConstraint("(deleted_at IS NULL) = (removed_in IS NULL)", name="removed_by_a_change"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    cohort_id: int = Field(foreign_key="cohort.id", index=True)
    day: date
    part: str
    half_days: int
    purpose: str
    note: str | None = None
    logged_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    logged_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    deleted_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    replaces: int | None = Field(default=None, foreign_key="release_day.id", ondelete="CASCADE")
    added_in: int = Field(foreign_key="audit.id", index=True)
    removed_in: int | None = Field(default=None, foreign_key="audit.id", index=True)
