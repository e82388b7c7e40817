"""The table of the newest message of each thing that is done step by step, so that older ones can be retired."""

from datetime import datetime, timedelta

from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByAccount, KeptFor

REMEMBERED = timedelta(days=1)  # as long as a walk itself is kept


class NewestMessageRow(TableModel, table=True):
    """Which message shows the newest step; an older one of the same thing can no longer be pressed."""

    __tablename__ = "newest_message"
    __holds__ = "which message shows the newest step of an eligibility check; nothing of what is in it"
    __retention__ = (KeptFor(REMEMBERED, "at", "after the step was shown"),)
    __erasure__ = (ByAccount("which message shows the step of your eligibility check"),)

    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    message: str
    at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))
