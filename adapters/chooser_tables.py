"""The tables of the chooser: how many questions went out on a day, and which workspaces were told of it."""

from datetime import date, datetime, timedelta

from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import KeptFor, KeptUntil, NobodysData

COUNTED = timedelta(days=400)  # a year's cost can be looked up


class ChooserDayRow(TableModel, table=True):
    """How many questions went to the chooser on a day, of all hubs and processes."""

    __tablename__ = "chooser_day"
    __holds__ = "how many questions went to the chooser on a day; nothing of what was in them"
    __retention__ = (KeptFor(COUNTED, "day", "after the day"),)
    __erasure__ = (NobodysData("a number for each day"),)

    day: date = Field(primary_key=True)
    asked: int


class ChooserToldRow(TableModel, table=True):
    """A workspace or tenant that was told that questions go to a chooser."""

    __tablename__ = "chooser_told"
    __holds__ = "which workspace was told that questions go to the chooser"
    __retention__ = (KeptUntil("the database is made anew", "a workspace is told once"),)
    __erasure__ = (NobodysData("a workspace is not a person"),)

    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
