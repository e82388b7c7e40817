"""The table of files that were handed over by a link, until the link ends."""

from datetime import datetime, timedelta

from sqlmodel import Column, Field, LargeBinary

from bot.db.base import TableModel, Utc
from bot.db.personal_data import KeptFor, NobodysData

LINKS_LAST = timedelta(minutes=15)


class HandedFileRow(TableModel, table=True):
    """A file, encrypted with a key that stands in its link and nowhere else.

    name: a hash of the link's secret part; sealed: the file with its name and kind.
    """

    __tablename__ = "handed_file"
    __holds__ = "a spreadsheet, calendar or picture that is fetched by a link; without the link nobody can read it"
    __retention__ = (KeptFor(LINKS_LAST, "made_at", "after it was asked for"),)
    __erasure__ = (NobodysData("it cannot be read here: the key is in the link"),)

    name: str = Field(primary_key=True)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))
