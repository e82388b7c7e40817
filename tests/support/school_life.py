"""What a school year is lived with: a platform with its weather, and what people did, said as simply as it can be.

What is owed is worked out here a second time, in plain Python.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.activity import Address
from bot.core.reply import Reply
from bot.features.reminders.registry import topic_of
from bot.features.residentials.domain import AttendanceAnswer
from bot.features.residentials.reminders_corrections import MOVED, TAKEN_BACK
from scheduler.ports import Ambiguous, Found, NotThere, Outcome, Refused, Sent, Throttled
from tests.support.fakes.platform import FakePlatform

SEPTEMBER = date(2026, 9, 1)
FUNDED, ON_PACE = 20, 2  # half-days: the year's, and how many fewer still count as on pace
SCHOOL_DAYS = 334  # without August


@dataclass
class Weather(FakePlatform):
    """Fails now and then, and all day when it is down. Knows when each message arrived, and what time it is."""

    random: Random = field(default_factory=Random)
    now: datetime = datetime(2026, 9, 1, tzinfo=UTC)
    down: bool = False
    came: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:  # noqa: ARG002
        if self.down:
            return Refused("it could not be reached", for_good=False)
        chance = self.random.random()
        if chance < 0.005:
            return Throttled(60)
        if chance < 0.015:
            return Refused("it could not be reached", for_good=False)
        if chance < 0.02:
            return Ambiguous("it answered 500")
        self.came[token].append(self.now)
        return Ambiguous("it did not answer") if chance < 0.03 else Sent(f"m-{token}")

    async def find(self, to: Address, token: str, since: datetime) -> Found:  # noqa: ARG002
        there = [at for at in self.came.get(token, []) if at >= since]
        return Sent(f"m-{token}") if there else NotThere()


@dataclass
class Life:
    """What people did, as simply as it can be said."""

    hub: dict[int, int] = field(default_factory=dict)
    zone: dict[int, ZoneInfo] = field(default_factory=dict)
    stopped: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    answers: dict[tuple[int, int], tuple[AttendanceAnswer, date]] = field(default_factory=dict)
    done: set[tuple[int, int]] = field(default_factory=set)
    days: dict[int, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))

    def owes(self, person: int, owed: Any, told: list[Any], today: date) -> bool:
        """Whether this person is to be told about this occasion today."""
        rule, number = (
            owed.rule.partition("_")[0],
            int(owed.subject.split(":")[1]) if owed.subject[0] == "r" else 0,
        )
        if owed.rule in (MOVED, TAKEN_BACK):
            mine = [one for one in told if one.person_id == person and one.id < owed.id]
            last = max(mine, key=lambda one: int(one.id), default=None)
            return last is not None and (owed.rule == TAKEN_BACK or bool(last.day != owed.day))
        if self.stopped[person] & {topic_of(owed.rule), "all", owed.subject}:
            return False
        logged = [day for day, _ in self.days[person]]
        used = sum(halves for _, halves in self.days[person])
        if rule in ("residential", "after"):
            cannot = self.answers.get((number, person)) == (AttendanceAnswer.CANNOT, owed.day)
            after = any(owed.day <= day <= owed.day + timedelta(3) for day in logged)
            return not cannot and not (rule == "after" and after)
        if rule in ("report", "late"):
            return (number, person) not in self.done
        if rule == "nudge":
            return used < FUNDED and not any(
                owed.day - timedelta(30) <= day <= max(owed.day, today) for day in logged
            )
        gone = ((owed.day - SEPTEMBER).days + 1) / SCHOOL_DAYS
        return bool(used < min(FUNDED, FUNDED * gone - ON_PACE))
