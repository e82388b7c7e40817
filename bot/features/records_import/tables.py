"""The table of a file that a lead has shown and not brought in yet: between the dry run and its button."""

from datetime import datetime, timedelta

from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByPerson, KeptFor


class ImportDraftRow(TableModel, table=True):
    """A lead's file, as it came. content: its bytes; the key to them stands on the button alone."""

    __tablename__ = "import_draft"
    __holds__ = "a spreadsheet that a lead has shown and not brought in yet, encrypted; the key is on the button"
    __retention__ = (KeptFor(timedelta(days=1), "made_at", "after it was shown"),)
    __erasure__ = (ByPerson(told="the spreadsheet that you showed last"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    hub_id: int = Field(foreign_key="hub.id")
    sealed: bytes
    made_at: datetime = Field(sa_column=Column(Utc, nullable=False))
