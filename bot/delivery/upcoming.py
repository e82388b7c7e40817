"""What is planned for one person, so that a kind can say what of it is coming. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.identity import HubCohort
from bot.delivery.domain import NotificationEvent, NotificationState, ScheduledNotification
from bot.delivery.shared_reads import SharedReads

Choices = Mapping[str, datetime | None]
"""Topic, or the subject of a single one → put off until then (UTC), None for stopped. What is on is left out."""
Matches = Callable[[ScheduledNotification], bool]


@dataclass(frozen=True, slots=True)
class PutOff:
    """A reminder that waits for its person. `at`: when it is sent, in UTC."""

    delivery_id: int
    owed: ScheduledNotification
    at: datetime


@dataclass(frozen=True, slots=True)
class UpcomingReminder:
    """The next reminder of a thing. `what`: the thing in a few words; `at`: in UTC, None when none comes any more.

    planned: False while the days are not worked out yet: a date that was set just now.
    """

    topic: str
    what: str
    at: datetime | None
    planned: bool = True


@dataclass(frozen=True, slots=True)
class Outlook:
    """What somebody's reminders rest on. `events`: of their hub's cohort; `waiting`: what waits for them.

    today: their own date.
    """

    person_id: int
    here: HubCohort
    now: datetime
    today: date
    events: Sequence[NotificationEvent]
    choices: Choices
    waiting: Sequence[PutOff]
    reads: SharedReads

    def is_planned(self, subject: str, day: date) -> bool:
        """Whether something about that subject on that day was written down yet."""
        return any(one.owed.subject == subject and one.owed.day == day for one in self.events)

    def next(self, topic: str, matches: Matches) -> datetime | None:
        """When the next of these comes: put off where its person said so, unless that is too late. None: never."""
        return min(self._moments(topic, matches), default=None)

    def _moments(self, topic: str, matches: Matches) -> Iterator[datetime]:
        for waits in self.waiting:
            if matches(waits.owed) and self.now <= waits.at < waits.owed.expires_at:
                yield waits.at
        for one in self.events:
            if one.state is NotificationState.OPEN and matches(one.owed) and one.owed.due_at > self.now:
                until = max(
                    (t for name in (topic, one.owed.subject) if (t := self.choices.get(name))), default=self.now
                )
                if (at := max(one.owed.due_at, until)) < one.owed.expires_at:
                    yield at
