"""The clock of the page. On its way on it stops at all that is due; moved back, everything begins anew."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from adapters.trial.columns import Origin
from adapters.trial.stage import Stage
from bot.core.reminder_rules import Rules
from bot.core.working_days import Calendar
from bot.delivery.outbox import Outbox
from knowledge.facts import ApplicationWindow

DAY = timedelta(days=1)
FURTHEST = timedelta(days=370)  # that the clock is moved on at one go
MOST_STOPS = 400
MOMENT = timedelta(seconds=1)
NOON = time(12)
FIRST_OF_TERM = (9, 1)


class Jump(StrEnum):
    """The named moves; a date is one as well."""

    DAY = "day"
    NEXT = "next"
    TERM = "term"
    CLOSING = "closing"


class Timeline:
    """zone: by whose clock a day begins."""

    def __init__(self, stage: Stage, zone: ZoneInfo, window: ApplicationWindow, rules: Rules) -> None:
        self._stage, self._zone, self._window = stage, zone, window
        self._calendar = Calendar(zone, rules.hours)

    @property
    def now(self) -> datetime:
        """By the programme's own clock."""
        return self._stage.clock().astimezone(self._zone)

    @property
    def days(self) -> Mapping[Jump, date]:
        """The days that the named moves lead to, where they are known beforehand."""
        today = self.now.date()
        term = date(today.year, *FIRST_OF_TERM)
        later = term if term > today else date(today.year + 1, *FIRST_OF_TERM)
        return {Jump.DAY: today + DAY, Jump.TERM: later, Jump.CLOSING: self._window.closes}

    async def jump(self, to: Jump) -> str:
        """What has happened, as a sentence."""
        if to is Jump.NEXT:
            return await self._next()
        if to is Jump.DAY:
            return await self._on_to(self.now + DAY)
        return await self.go(self.days[to])

    async def begin(self, day: date) -> None:
        """Everything anew, at noon of that day."""
        await self._stage.begin(datetime.combine(day, NOON, self._zone))

    async def go(self, day: date) -> str:
        """Noon of that day. Raises ValueError for one too far away."""
        to = datetime.combine(day, NOON, self._zone)
        if abs(to - self.now) > FURTHEST * 3:
            raise ValueError("that day is too far away; choose one within three years.")
        if day == self.now.date():
            return "It is that day already."
        if to < self.now or to > self.now + FURTHEST:
            await self.begin(day)
            return f"The demo hub began anew on {said(day)}."
        return await self._on_to(to)

    async def _on_to(self, to: datetime) -> str:
        """Stop wherever something is due before then, so that nothing is left out."""
        sent = 0
        for _ in range(MOST_STOPS):
            due = await self._due_before(to)
            self._stage.clock.moment = due or to
            sent += await self._come_round()
            if due is None:
                break
        return f"{said(to.date())}. {_sent(sent)}"

    async def _next(self) -> str:
        """On to the next moment at which something arrives in a column."""
        for _ in range(MOST_STOPS):
            morning = self._calendar.at(self._calendar.after(self.now.date() + DAY)) + MOMENT
            self._stage.clock.moment = await self._due_before(morning) or morning
            if sent := await self._come_round():
                return f"{said(self.now.date())}. {_sent(sent)}"
        return "Nothing is sent in the next months."

    async def _due_before(self, to: datetime) -> datetime | None:
        """The next moment before then at which something is due."""
        now = self._stage.clock()
        due = [one.owed.due_at for one in await Outbox(self._stage.store).due(to)]
        return min((at + MOMENT for at in due if now < at + MOMENT < to), default=None)

    async def _come_round(self) -> int:
        """How many messages have arrived in the columns."""
        before = self._unasked()
        await self._stage.come_round()
        return self._unasked() - before

    def _unasked(self) -> int:
        columns = self._stage.columns.values()
        return sum(one.origin is Origin.UNASKED for column in columns for one in column.messages)


def said(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _sent(count: int) -> str:
    return {0: "Nothing was sent.", 1: "One message was sent."}.get(count, f"{count} messages were sent.")
