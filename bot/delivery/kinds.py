"""What a kind of notification declares. The scheduler plans, sends and lists every kind through this alone.

A feature declares a kind as a class in a module named `reminders*.py` or `deliveries*.py`, where `bot.bootstrap`
finds it. Each part must be declared: a kind that lacks one is refused when the program starts.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import Cohort, HubCohort
from bot.core.reminder_rules import Rules
from bot.core.reply import Reply
from bot.core.working_days import Calendar
from bot.db.sqlite_file import Reading
from bot.db.store import Store
from bot.delivery.domain import Delivery, NotificationEvent, Priority, ScheduledNotification
from bot.delivery.shared_reads import SharedReads
from bot.delivery.upcoming import Outlook, UpcomingReminder

Condition = ColumnElement[bool]
Connection = AsyncConnection
"""For kinds that import no SQL themselves."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody names who stops reminders: "reports". Several kinds may share one.

    called: its name in a sentence. order: where it stands in a list; no two have the same.
    spoken: the words that name it. alone: words that name it where no topic is named otherwise.
    subjects: what its occasions' subjects look like, such as `report:3`.
    """

    name: str
    called: str
    order: int
    spoken: re.Pattern[str]
    subjects: re.Pattern[str]
    alone: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class SendingPolicy:
    """How messages of a kind are sent. Every field must be given.

    keeps_hours: it waits for the hours in which people are written to.
    written_ahead: its deliveries are written before it is due, each for its person's own morning. Otherwise they
    are written when it is due, for whoever is meant by then.
    lapses: it is not sent any more after `expires_at`, however far it has come.
    most_blind_sends: how often it is sent at most while the platform cannot tell whether it arrived.
    deletes: it deletes the message that `Delivery.message` names, or puts its own words in its place. Twice does
    no harm.
    changes: it puts its own words in the place of that message, and is never a message of its own. Twice does no
    harm either.
    """

    priority: Priority
    keeps_hours: bool
    written_ahead: bool
    lapses: bool
    most_blind_sends: int
    deletes: bool
    changes: bool


@dataclass(frozen=True, slots=True)
class PlanContext:
    """A hub's cohort at the time of planning. `have`: every occasion of it, in any state."""

    here: HubCohort
    cohort: Cohort
    calendar: Calendar
    rules: Rules
    now: datetime
    have: Sequence[NotificationEvent]
    reads: SharedReads

    def owed(self, which: tuple[str, str, int], day: date, due: datetime, ends: datetime) -> ScheduledNotification:
        """Something owed to this cohort. which: rule, subject, revision; due, ends: in UTC."""
        rule, subject, revision = which
        return ScheduledNotification(
            rule, subject, revision, self.here.hub_id, self.here.cohort_id, day, due, ends
        )


@dataclass(frozen=True, slots=True)
class KindPlan:
    """What a kind owes as the dates stand.

    days: subject → the day that it is about now. What was planned about another day is superseded; what was
    planned about a subject that is not there is cancelled. None: what was planned stays as it is.
    corrections: to be written whatever stands already; the kind has made sure that they are new.
    """

    wanted: Sequence[ScheduledNotification]
    days: Mapping[str, date] | None
    corrections: Sequence[ScheduledNotification] = ()


NOTHING_BY_DATE = KindPlan((), None)
"""The plan of a kind whose occasions somebody writes by hand: an announcement."""


@dataclass(frozen=True, slots=True)
class FanOut:
    """An occasion whose deliveries are to be written. at: zone → when, in UTC, for people with their own clock."""

    store: Store
    event: NotificationEvent
    at: Mapping[str, datetime]
    now: datetime


@dataclass(frozen=True, slots=True)
class DeliveryRows:
    """The rows to write, as SELECTs of `bot.delivery.fan_out_sql.INTO`.

    people: from enrolments; written a few thousand people at a time. others: written along with the last of them.
    keeps_open: a SELECT; if it finds a row before the others are written, the occasion is looked at again.
    """

    people: Any | None
    others: tuple[Any, ...] = ()
    keeps_open: Any | None = None


class NotificationKind(ABC):
    """One kind of message that is sent unasked. Made once, without arguments; it holds no state.

    rules: the names under which its occasions are stored; `report_*` stands for `report_` and any number.
    topic: what somebody stops who stops it; None for what nobody can stop.
    """

    PARTS: ClassVar[Mapping[str, str]] = {
        "rules": "the names under which its occasions are stored",
        "topic": "what somebody stops who stops it, or None",
        "policy": "its priority and how it is sent",
        "plan": "what is owed as the dates stand",
        "rows": "to whom it is delivered",
        "recheck": "which deliveries are still owed when they are about to be sent",
        "message": "what it says",
        "upcoming": "what the list of coming reminders says of it",
        "after_sent": "what is noted once it was sent",
    }

    rules: ClassVar[tuple[str, ...]]
    topic: ClassVar[Topic | None]
    policy: ClassVar[SendingPolicy]

    @abstractmethod
    async def plan(self, context: PlanContext) -> KindPlan:
        """What is owed to a hub's cohort as the dates stand."""

    @abstractmethod
    async def rows(self, fan_out: FanOut) -> DeliveryRows:
        """The deliveries that an occasion becomes."""

    @abstractmethod
    async def recheck(self, reading: Reading, batch: Sequence[Delivery], today: date) -> Collection[int]:
        """The ids of those that are still owed. That their occasions stand is checked already."""

    @abstractmethod
    async def message(self, reads: SharedReads, one: Delivery) -> Reply:
        """What this delivery says, as the records are now; of one that deletes, what stands in its place."""

    @abstractmethod
    async def upcoming(self, outlook: Outlook) -> Sequence[UpcomingReminder]:
        """What is coming of it for one person."""

    @abstractmethod
    async def after_sent(self, connection: Connection, sent: Sequence[Delivery], now: datetime) -> None:
        """What is noted in the transaction that notes that these were sent."""


class KindError(ValueError):
    """A kind of notification cannot be used as it is declared; the message says why. For developers."""


class UnknownRule(LookupError):
    """An occasion was stored under a rule that no kind declares."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"no kind of notification is declared for the rule “{rule}”")


class NotificationKinds:
    """Every kind, by the rules of its occasions. Raises KindError for two that declare the same."""

    def __init__(self, kinds: Sequence[NotificationKind]) -> None:
        self._kinds = tuple(kinds)
        self._by_rule: dict[str, NotificationKind] = {}
        orders: dict[int, Topic] = {}
        for kind in kinds:
            for rule in kind.rules:
                other = self._by_rule.setdefault(rule, kind)
                if other is not kind:
                    raise KindError(f"{name_of(type(kind))} and {name_of(type(other))} both declare “{rule}”")
            if kind.topic and orders.setdefault(kind.topic.order, kind.topic) != kind.topic:
                taken = orders[kind.topic.order].name
                raise KindError(f"the topics “{kind.topic.name}” and “{taken}” have the same order")
        self.topics: Mapping[str, Topic] = {topic.name: topic for _, topic in sorted(orders.items())}

    def __iter__(self) -> Iterator[NotificationKind]:
        return iter(self._kinds)

    def of(self, rule: str) -> NotificationKind:
        """The kind of an occasion. Raises UnknownRule; there is no kind for what nobody declares."""
        found = self._by_rule.get(rule) or self._by_rule.get(_numbered(rule))
        if found is None:
            raise UnknownRule(rule)
        return found

    def know(self, rule: str) -> bool:
        return rule in self._by_rule or _numbered(rule) in self._by_rule


def made(kind: type[NotificationKind]) -> NotificationKind:
    """Raises KindError, which names each part that is missing and what it is for."""
    wanted = {name: what for base in kind.__mro__ for name, what in vars(base).get("PARTS", {}).items()}
    missing = [f"`{name}` ({what})" for name, what in wanted.items() if _lacks(kind, name)]
    if missing:
        raise KindError(f"{name_of(kind)} lacks {' and '.join(missing)}")
    if not kind.rules:
        raise KindError(f"{name_of(kind)} names no rule")
    return kind()


def name_of(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _lacks(kind: type, name: str) -> bool:
    return not hasattr(kind, name) or bool(getattr(getattr(kind, name), "__isabstractmethod__", False))


def _numbered(rule: str) -> str:
    """`report_*` of `report_14`."""
    return re.sub(r"_\d+$", "_*", rule)
