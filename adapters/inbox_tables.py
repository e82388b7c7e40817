"""The tables of platforms' events: taken in once, kept until they are answered, and who was welcomed."""

from datetime import datetime, timedelta

from sqlalchemy import Integer, text
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByAccount, ByText, KeptFor, KeptUntil, NobodysData

REMEMBERED = timedelta(days=2)  # platforms deliver again within minutes, or an hour at most
WORTH_ANSWERING = timedelta(minutes=10)  # after that somebody has asked again, or given up: they are told so
KEPT_UNANSWERED = timedelta(days=1)  # to tell somebody that their message was not answered


class SeenEventRow(TableModel, table=True):
    """An event by the platform's own name for it; nothing of what was in it."""

    __tablename__ = "seen_event"
    __holds__ = "names of platforms' events that were taken in; nothing of what was in them"
    __retention__ = (KeptFor(REMEMBERED, "at", "after the event came in"),)
    __erasure__ = (
        NobodysData("a platform's own name for an event, or a hash of it, says nothing of who sent it"),
    )

    platform: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))


class PendingEventRow(TableModel, table=True):
    """What was in an event that is acknowledged and not answered yet; deleted with its answer.

    tries: how often a later run took it up; taken_at: when one last did, or a running one last said it has it.
    """

    __tablename__ = "pending_event"
    __holds__ = "what was just written or pressed, until it is answered, so that a restart loses nothing"
    __retention__ = (
        KeptFor(KEPT_UNANSWERED, "at", "after it came in, when a crash left it unanswered; else a moment"),
    )
    __erasure__ = (ByText("body", '"{user}"', within=True),)

    platform: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    body: str
    at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))
    tries: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default=text("0")))
    taken_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))


class WelcomeRow(TableModel, table=True):
    """An account that was welcomed once, and is not again."""

    __tablename__ = "welcome"
    __holds__ = "which Slack account was welcomed"
    __retention__ = (KeptUntil("the bot is removed from the workspace", "nobody is welcomed twice"),)
    __erasure__ = (ByAccount("that I have welcomed you"),)

    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
