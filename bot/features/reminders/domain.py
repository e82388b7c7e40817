"""What somebody wants of their reminders, and which reminder they were last sent."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from bot.db.audit_domain import declare_changes
from bot.delivery.domain import ScheduledNotification

declare_changes("reminders.changed", "reminders.timed", undoable=True)

ON, STOPPED = "on", "stopped"  # how a kind of reminder stands, as a change writes it down; or a moment in UTC


@dataclass(frozen=True, slots=True)
class SentReminder:
    """A reminder that somebody was sent, or may have been."""

    delivery_id: int
    owed: ScheduledNotification
    at: datetime


class ReminderDeed(Enum):
    """What is to happen to somebody's reminders. SHOW: they are shown, and nothing changes."""

    STOP = "stop"
    START = "start"
    SNOOZE = "snooze"
    SHOW = "show"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class ReminderRequest:
    """What a sentence asks for.

    kinds: empty where none was named. day: until when; None for the usual few days.
    question: what to ask, for ASK. offers: labels of buttons → the commands that they stand for.
    task: somebody wants to be reminded of a thing of their own.
    again: it was said as “remind me on …”, which puts off a reminder that has just come, and nothing else.
    """

    deed: ReminderDeed
    kinds: tuple[str, ...] = ()
    day: date | None = None
    question: str = ""
    offers: dict[str, str] = field(default_factory=dict)
    task: bool = False
    again: bool = field(default=False, compare=False)
