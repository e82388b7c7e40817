"""The tables of hub questions: questions asked, what is relayed, what a hub adds, and counts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Column, Field

from bot.db.base import TableModel, Utc, one_of
from bot.db.personal_data import (
    ByAccount,
    ByName,
    ByPerson,
    Cleared,
    KeptFor,
    KeptForGood,
    KeptUntil,
    KeptWith,
    NewestOnly,
    NobodysData,
    TakesAlong,
)
from bot.features.ask_hub.domain import (
    COUNTS_ARE_KEPT,
    LONGEST_ANSWER,
    LONGEST_LIST,
    LONGEST_QUESTION,
    LONGEST_WORDING,
    MONTHS_ARE_KEPT,
    MOST_WORDINGS,
    QUESTIONS_ARE_KEPT,
    QUOTES_A_QUESTION,
    WORDINGS_ARE_KEPT,
    AskedState,
    EntryState,
)
from bot.identity.addresses import AddressCopy, follow_account, names_account


class AskedRow(TableModel, table=True):
    """A question to a hub, with the account that is answered. `before` and `address` are JSON."""

    __tablename__ = "asked_question"
    __holds__ = (
        "a question sent to a hub: its text, the account that asked and how it is reached; the turns before it "
        "and the name only if the asker agreed; the answer"
    )
    __retention__ = (
        KeptFor(
            QUESTIONS_ARE_KEPT,
            ("settled_at", "since"),
            "after it was settled, or since it began to wait",
        ),
    )
    __erasure__ = (
        ByPerson(told="the questions you sent your Maths Hub through me"),
        ByAccount("the questions you sent your Maths Hub through me"),
        Cleared("answered_by", "answers that you gave"),
    )
    __takes_along__ = (TakesAlong("relay", "key", tuple(f"{kind}:{{id}}:%" for kind in QUOTES_A_QUESTION)),)
    __table_args__ = (
        UniqueConstraint("platform", "request_key"),
        CheckConstraint(one_of("state", AskedState), name="state_is_known"),
        CheckConstraint(f"length(text) BETWEEN 1 AND {LONGEST_QUESTION}", name="text_is_bounded"),
        CheckConstraint(f"length(answer) BETWEEN 1 AND {LONGEST_ANSWER}", name="answer_is_bounded"),
        CheckConstraint(f"length(before) <= {LONGEST_LIST}", name="before_is_bounded"),
        CheckConstraint("state <> 'answered' OR answer IS NOT NULL", name="answered_with_something"),
        CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="settled_or_waiting"),
        CheckConstraint("same_as <> id", name="is_not_its_own_twin"),
        Index("ix_asked_question_account", "platform", "tenant", "user"),
        Index("ix_asked_question_hub_id_state", "hub_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    hub_id: int = Field(foreign_key="hub.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    platform: str
    tenant: str
    user: str
    conversation: str
    address: str
    text: str
    before: str
    named: bool
    entry: str
    score: float
    state: str
    revision: int
    reopened: bool
    asked_at: datetime = Field(sa_column=Column(Utc, nullable=False))
    since: datetime = Field(sa_column=Column(Utc, nullable=False))
    settled_at: datetime | None = Field(default=None, sa_column=Column(Utc, nullable=True))
    answered_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    answer: str | None = None
    same_as: int | None = Field(default=None, foreign_key="asked_question.id", ondelete="SET NULL")
    request_key: str | None = None


follow_account(AddressCopy(AskedRow, names_account(AskedRow)))


class AskerHubRow(TableModel, table=True):
    """Which hub an account asks; said once, remembered."""

    __tablename__ = "asker_hub"
    __holds__ = "which hub an account asks"
    __retention__ = (KeptFor(QUESTIONS_ARE_KEPT, "at", "after it was last said"),)
    __erasure__ = (ByAccount("which hub you chose"),)

    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    hub_id: int = Field(foreign_key="hub.id")
    at: datetime = Field(sa_column=Column(Utc, nullable=False))


class ProposedEntryRow(TableModel, table=True):
    """An answer that a hub adds. `phrasings` is JSON."""

    __tablename__ = "proposed_entry"
    __holds__ = "an answer that a hub added to the knowledge"
    __retention__ = (KeptForGood("it is what people were told, also once it is withdrawn"),)
    __erasure__ = (Cleared("by", "answers that you added to the knowledge"),)
    __table_args__ = (
        UniqueConstraint("question_id"),
        CheckConstraint(one_of("state", EntryState), name="state_is_known"),
        CheckConstraint(f"length(question) BETWEEN 1 AND {LONGEST_QUESTION}", name="question_is_bounded"),
        CheckConstraint(f"length(answer) BETWEEN 1 AND {LONGEST_ANSWER}", name="answer_is_bounded"),
        CheckConstraint(f"length(phrasings) <= {LONGEST_LIST}", name="phrasings_are_bounded"),
        Index("ix_proposed_entry_hub_id_state", "hub_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    hub_id: int = Field(foreign_key="hub.id")
    question_id: int | None = Field(default=None, foreign_key="asked_question.id", ondelete="SET NULL")
    question: str
    phrasings: str
    answer: str
    state: str
    by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    at: datetime = Field(sa_column=Column(Utc, nullable=False))


class EntryWeekRow(TableModel, table=True):
    """How often an entry was asked for in a week, and found helpful or not, by people of a hub; 0 for no hub."""

    __tablename__ = "entry_week"
    __holds__ = "how often an entry was asked for, found helpful or not, by week and hub; nothing of who"
    __retention__ = (KeptFor(COUNTS_ARE_KEPT, "monday", "after the week began"),)
    __erasure__ = (NobodysData("counts, by hub and week"),)
    __table_args__ = (CheckConstraint("asked >= 0 AND helpful >= 0 AND unhelpful >= 0", name="counts_up"),)

    monday: date = Field(primary_key=True)
    hub_id: int = Field(primary_key=True)
    entry: str = Field(primary_key=True)
    asked: int
    helpful: int
    unhelpful: int


class QuestionMonthRow(TableModel, table=True):
    """How many questions about the programme a hub's people typed in a month; hub 0 for people of no known hub.

    month: its first day. answered: from the sheet or by the hub's own answers. passed_on: asked of the hub.
    """

    __tablename__ = "question_month"
    __holds__ = "how many questions were asked, answered and passed on, by month and hub; nothing of who"
    __retention__ = (KeptFor(MONTHS_ARE_KEPT, "month", "after the month began"),)
    __erasure__ = (NobodysData("counts, by hub and month"),)
    __table_args__ = (CheckConstraint("asked >= 0 AND answered >= 0 AND passed_on >= 0", name="counts_up"),)

    month: date = Field(primary_key=True)
    hub_id: int = Field(primary_key=True)
    asked: int
    answered: int
    passed_on: int


class WordingRow(TableModel, table=True):
    """A question that was answered with little certainty or not at all, cleaned of names; nothing of who asked."""

    __tablename__ = "unsure_wording"
    __holds__ = (
        "the words of a question that was not answered for sure, how often, by hub; nothing of who asked; taken "
        "out: addresses, numbers, codes, names of people and schools, but for one that is neither on record nor "
        "written like a name"
    )
    __retention__ = (
        KeptFor(WORDINGS_ARE_KEPT, "last", "after they were last used"),
        NewestOnly(MOST_WORDINGS, "hub_id", ("last", "times", "squashed"), f"the newest {MOST_WORDINGS} of a hub"),
    )
    __erasure__ = (ByName("text"),)
    __table_args__ = (
        CheckConstraint(f"length(text) <= {LONGEST_WORDING}", name="text_is_bounded"),
        CheckConstraint("times > 0", name="was_asked"),
    )

    hub_id: int = Field(primary_key=True)
    squashed: str = Field(primary_key=True)
    text: str
    kind: str
    score: float
    times: int
    last: date = Field(index=True)


class NoDigestRow(TableModel, table=True):
    """A lead who does not want the weekly digest."""

    __tablename__ = "no_digest"
    __holds__ = "a lead's wish for no weekly digest"
    __retention__ = (KeptWith("person"),)
    __erasure__ = (ByPerson(told="your wish for no weekly summary"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    at: datetime = Field(sa_column=Column(Utc, nullable=False))


class HubChannelRow(TableModel, table=True):
    """A channel in which a hub's leads are reached together, by platform."""

    __tablename__ = "hub_channel"
    __holds__ = "which channel a hub's questions go to, and who set it"
    __retention__ = (KeptUntil("a lead takes it back, or the channel refuses a message", "questions go there"),)
    __erasure__ = (
        Cleared("by", "the channel that you chose for your hub's questions"),
        NobodysData("the address is a channel's", ("address",)),
    )

    hub_id: int = Field(foreign_key="hub.id", primary_key=True)
    platform: str = Field(primary_key=True)
    tenant: str
    conversation: str
    address: str
    by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    at: datetime = Field(sa_column=Column(Utc, nullable=False))
