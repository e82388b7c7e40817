"""The table of what stands open in each conversation."""

from datetime import datetime, timedelta

from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc
from bot.db.personal_data import ByAccount, KeptFor

KEPT_FOR = timedelta(days=1)


class ConversationStateRow(TableModel, table=True):
    """One account's conversation. `question`, `spoken_of` and `said` are JSON (`bot.conversation.state_codec`).

    overtaken: something else was said since the question was asked.
    """

    __tablename__ = "conversation_state"
    __holds__ = (
        "what the bot asked last in a conversation, what it was asked last, and which records it last spoke of"
    )
    __retention__ = (KeptFor(KEPT_FOR, "updated_at", "after the last question or change in the conversation"),)
    __erasure__ = (ByAccount(),)

    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    conversation: str = Field(primary_key=True)
    question: str | None = None
    asked_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    overtaken: bool = False
    spoken_of: str | None = None
    spoken_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    said: str | None = None
    said_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    updated_at: datetime = Field(sa_column=Column(Utc, nullable=False, index=True))
