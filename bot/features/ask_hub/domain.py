"""Questions that people ask their hub, and what a hub adds to the knowledge, as the store hands them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.activity import Address, Sender
from bot.core.errors import BotError
from bot.db.audit_domain import declare_changes
from bot.delivery.direct_domain import CHANNEL

declare_changes("question.answered", "question.closed", "question.reopened", undoable=False)
declare_changes("question.put_together", "entry.proposed", "entry.accepted", "entry.withdrawn", undoable=False)

LONGEST_QUESTION = 1_000  # characters
LONGEST_ANSWER = 1_000
LONGEST_WORDING = 200  # of a question that was counted without who asked it
LONGEST_LIST = 2_000  # characters of the turns before a question, or of an entry's phrasings, as JSON
MOST_WAITING = 5  # questions of one account that wait at a time
MOST_WORDINGS = 500  # of one hub; the oldest make room
QUESTIONS_ARE_KEPT = timedelta(days=365)  # counted from the last thing that happened to one
WORDINGS_ARE_KEPT = timedelta(days=90)
COUNTS_ARE_KEPT = timedelta(days=365)
MONTHS_ARE_KEPT = timedelta(days=1095)  # so that one year can be held against those before
# How the keys begin of messages that quote a question, or answer it.
QUOTES_A_QUESTION = ("asked", "nudge", "settled", "answer", "closed", "unheard")
NO_HUB = 0  # stands for the hub of somebody whose hub is not known, where only counts are kept


class AskedState(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class EntryState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Asker:
    """The account that asks and where it is answered; its person, if it is enrolled."""

    sender: Sender
    conversation: str
    address: Address
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question as it goes to a hub.

    before: what was asked before it, empty unless the asker agreed. named: the asker agreed to be named.
    entry, score: what the bot took it for, and how surely.
    """

    hub_id: int
    text: str
    before: tuple[str, ...] = ()
    named: bool = False
    entry: str = ""
    score: float = 0.0
    request_key: str | None = None


@dataclass(frozen=True, slots=True)
class HubQuestion:
    """A question on record. `name` is None unless the asker agreed to be named.

    revision: grows with every change, so that of two leads at once only one is heard.
    since: when it began to wait; a reopened one waits anew. settled_at: when it was answered or closed.
    same_as: the question that it was put together with.
    """

    id: int
    asker: Asker
    hub_id: int
    hub: str
    text: str
    before: tuple[str, ...]
    name: str | None
    entry: str
    score: float
    state: AskedState
    revision: int
    reopened: bool
    asked_at: datetime
    since: datetime
    settled_at: datetime | None
    answered_by: int | None
    answer: str | None
    same_as: int | None


@dataclass(frozen=True, slots=True)
class HubChannel:
    """A channel in which a hub's leads are reached together. `conversation`: the platform's name for it."""

    hub_id: int
    platform: str
    tenant: str
    conversation: str
    address: Address

    @property
    def target(self) -> Sender:
        """What stands in the place of an account."""
        return Sender(self.platform, self.tenant, CHANNEL + self.conversation)


@dataclass(frozen=True, slots=True)
class Proposed:
    """An answer that a hub adds to the knowledge: for its own people, and for all once it is accepted."""

    id: int
    hub_id: int
    hub: str
    question: str
    phrasings: tuple[str, ...]
    answer: str
    state: EntryState
    by: int | None
    at: datetime

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.question, *self.phrasings)


@dataclass(frozen=True, slots=True)
class Counted:
    """What people of a hub asked in a week: an entry, how often, and how many found the answer helpful or not."""

    entry: str
    asked: int
    helpful: int
    unhelpful: int


@dataclass(frozen=True, slots=True)
class UnsureWording:
    """A question that was answered with little certainty or not at all, and how often; nobody knows whose."""

    text: str
    kind: str
    score: float
    times: int


@dataclass(frozen=True, slots=True)
class Week:
    """What a hub's people asked in the week that begins on `monday`."""

    monday: date
    entries: Sequence[Counted]
    wordings: Sequence[UnsureWording]


class NoSuchQuestion(BotError):
    """That question is no longer on record. Type “questions” to see those that are waiting."""


class ChangedMeanwhile(BotError):
    """Somebody has answered or closed that question meanwhile, so nothing was sent. Type “questions” to see it."""


class TooManyWaiting(BotError):
    """Five questions of yours are waiting for your hub already, so this one was not sent. Type “my questions”."""


class NoSuchEntry(BotError):
    """There's no proposed answer of that number. Type “knowledge proposed” to see them."""


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())
