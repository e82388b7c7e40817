"""The tables of what was published: the files of a cohort, when they were put live, and who looks at a draft."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByPerson, Cleared, KeptFor, KeptForGood, NobodysData
from bot.features.publishing.domain import DRAFTS_LAST, PREVIEW_LASTS


class EditionRow(TableModel, table=True):
    """A cohort's folder as it was at one moment. files: JSON, path → text. published_at: when first live."""

    __tablename__ = "knowledge_edition"
    __holds__ = "a cohort's answers, facts and eligibility check as they were previewed or published"
    __retention__ = (
        KeptFor(DRAFTS_LAST, "at", "after a draft was previewed and not published", unless="published_at"),
    )
    __erasure__ = (NobodysData("reviewers' names are taken out before it is kept"),)
    __table_args__ = (UniqueConstraint("folder", "digest"),)

    id: int | None = Field(default=None, primary_key=True)
    folder: str
    digest: str
    files: str
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
    published_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))


class PublicationRow(TableModel, table=True):
    """One time that a cohort's answers were put live.

    after: the one before it of that cohort; of two administrators who publish at once, one is refused.
    """

    __tablename__ = "knowledge_publication"
    __holds__ = "which answers were put live when, and by whom"
    __retention__ = (KeptForGood("it says what people were told at a time; a few rows a year"),)
    __erasure__ = (Cleared("by", "which answers you published, without your name"),)
    __table_args__ = (UniqueConstraint("folder", "after"),)

    id: int | None = Field(default=None, primary_key=True)
    folder: str
    edition_id: int | None = Field(default=None, foreign_key="knowledge_edition.id")
    kind: str
    after: int
    by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    at: datetime = Field(sa_column=Column(Utc, nullable=False))


class PreviewRow(TableModel, table=True):
    """An administrator's account that is answered from a draft."""

    __tablename__ = "knowledge_preview"
    __holds__ = "which account of an administrator is answered from a draft"
    __retention__ = (KeptFor(PREVIEW_LASTS, "at", "after the preview began"),)
    __erasure__ = (ByPerson(told="that you looked at a draft"),)

    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    edition_id: int = Field(foreign_key="knowledge_edition.id", ondelete="CASCADE")
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
