"""Reminders about a residential: days before it, and after it, for the days to be logged."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import partial

from bot.core.working_days import DAY
from bot.delivery.domain import Delivery, ScheduledNotification
from bot.delivery.kinds import Condition, KindPlan, PlanContext, Topic
from bot.delivery.shared_reads import SharedReads
from bot.delivery.upcoming import Outlook, UpcomingReminder
from bot.features.release_days.reminders import DAYS
from bot.features.reminders.reminder import USEFUL, Reminder, Said
from bot.features.residentials.domain import RESIDENTIAL, AttendanceAnswer, Residential, ResidentialState
from bot.features.residentials.recipients import came_and_logged_nothing, may_come
from bot.features.residentials.reminder_words import over, residential
from bot.features.residentials.repository import Residentials
from bot.language.dates import in_short

RESIDENTIALS = Topic(
    "residentials",
    "residentials",
    order=1,
    spoken=RESIDENTIAL,
    subjects=re.compile(r"residential:\d{1,9}"),
)
A_DAY_BEFORE = re.compile(r"residential_\d+")


class ResidentialReminder(Reminder):
    """Some days before. Each is of use until the next one comes, the last until the residential begins."""

    rules = ("residential_*",)
    topic = RESIDENTIALS

    async def plan(self, context: PlanContext) -> KindPlan:
        cal, days, wanted = context.calendar, context.rules.residential, []
        there = await residentials_of(context)
        for one in going(there):
            begins = datetime.combine(one.first_day, time(9), cal.zone).astimezone(UTC)
            dues = [cal.at(cal.before(one.first_day - before * DAY, context.cohort.starts)) for before in days]
            for before, due, ends in zip(days, dues, [*dues[1:], begins], strict=True):
                which = (f"residential_{before}", subject_of(one), one.revision)
                wanted.append(context.owed(which, one.first_day, due, max(due, ends)))
        return KindPlan(wanted, days_of(there))

    def recipient_filter(self, owed: ScheduledNotification, today: date) -> Condition:
        return may_come(owed)

    async def said(self, reads: SharedReads, one: Delivery, today: date) -> Said:
        return residential(await as_it_is(reads, one), today)

    async def upcoming(self, outlook: Outlook) -> Sequence[UpcomingReminder]:
        """A line for each that is to come and that they may come to."""
        found = []
        for one in going(await Residentials(outlook.reads.store).list(outlook.here, outlook.person_id)):
            if one.answer is AttendanceAnswer.CANNOT and not one.answer_is_old:
                continue
            subject = subject_of(one)
            at = outlook.next(self.topic.name, partial(_before, subject))
            if at or one.first_day > outlook.now.date():
                planned = outlook.is_planned(subject, one.first_day)
                what = f"residential {one.number} ({in_short(one.first_day)})"
                found.append(UpcomingReminder(self.topic.name, what, at, planned))
        return found


class AfterResidentialReminder(Reminder):
    """On the working day after it, to whoever came and has not logged the days. It is about release days."""

    rules = ("after",)
    topic = DAYS

    async def plan(self, context: PlanContext) -> KindPlan:
        wanted, there = [], await residentials_of(context)
        for one in going(there):
            due = context.calendar.at(context.calendar.after(one.last_day + DAY))
            which = ("after", subject_of(one), one.revision)
            wanted.append(context.owed(which, one.first_day, due, due + USEFUL))
        return KindPlan(wanted, days_of(there))

    def recipient_filter(self, owed: ScheduledNotification, today: date) -> Condition:
        return came_and_logged_nothing(owed)

    async def said(self, reads: SharedReads, one: Delivery, today: date) -> Said:
        return over(await as_it_is(reads, one))

    async def upcoming(self, outlook: Outlook) -> Sequence[UpcomingReminder]:
        """Nothing: it asks what was, and says of nothing that it is coming."""
        return ()


def _before(subject: str, owed: ScheduledNotification) -> bool:
    return owed.subject == subject and A_DAY_BEFORE.fullmatch(owed.rule) is not None


async def as_it_is(reads: SharedReads, one: Delivery) -> Residential:
    """The residential that a delivery is about, with its person's answer. Raises LookupError."""
    owed = one.occasion.owed
    there = await Residentials(reads.store).list(owed.here, one.person_id or 0)
    return {subject_of(found): found for found in there}[owed.subject]


async def residentials_of(context: PlanContext) -> Sequence[Residential]:
    """The cohort's, cancelled ones too; read once for all kinds that are about them."""
    here = context.here
    return await context.reads.once(("residentials", here), lambda store: Residentials(store).list(here))


def going(there: Sequence[Residential]) -> list[Residential]:
    return [one for one in there if one.state is not ResidentialState.CANCELLED]


def days_of(there: Sequence[Residential]) -> dict[str, date]:
    return {subject_of(one): one.first_day for one in going(there)}


def subject_of(one: Residential) -> str:
    return f"residential:{one.id}"
