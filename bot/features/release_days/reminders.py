"""Reminders about release days, once a month: none was logged lately, or fewer than would keep pace."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.core.identity import Cohort
from bot.core.reply import Button
from bot.core.working_days import DAY
from bot.delivery.domain import Delivery, ScheduledNotification
from bot.delivery.kinds import Condition, KindPlan, PlanContext, Topic
from bot.delivery.shared_reads import SharedReads
from bot.delivery.upcoming import Outlook, UpcomingReminder
from bot.features.release_days.domain import Balance
from bot.features.release_days.recipients import behind_the_pace, logged_nothing_lately
from bot.features.release_days.repository import ReleaseDays
from bot.features.release_days.views import in_days
from bot.features.reminders.reminder import USEFUL, Reminder, Said
from bot.hubs.pace import expected
from bot.hubs.repository import Cohorts

DAYS = Topic(
    "days",
    "release days",
    order=3,
    spoken=re.compile(
        r"\b(?:release(?:[ -]?days?)?|(?:my|to log my) days|days off|log(?:ging)?(?: my)?(?: days)?|pace|"
        r"weekly nudges?|nudges?)\b",
        re.I,
    ),
    alone=re.compile(r"^\W*days\b(?!\s*(?:ago|later))", re.I),
    subjects=re.compile(r"days:\d{4}-\d\d:\d{1,9}:\d{1,9}"),
)
BUTTONS = (
    Button("Log a day", "releaseday_form", style="primary"),
    Button("My balance", "say", {"text": "releaseday balance"}),
)


class NothingLoggedReminder(Reminder):
    """In every month of the year, to whom no day is on record lately."""

    rules = ("nudge",)
    topic = DAYS

    async def plan(self, context: PlanContext) -> KindPlan:
        return KindPlan([*_monthly(context, "nudge", context.rules.nudge_on)], None)

    def recipient_filter(self, owed: ScheduledNotification, today: date) -> Condition:
        return logged_nothing_lately(owed, today)

    async def said(self, reads: SharedReads, one: Delivery, today: date) -> Said:
        balance = await _balance(reads, one, today)
        return (
            f"You haven't logged a release day in the last month ({_figures(balance)}). Did you take any?",
            BUTTONS,
        )

    async def upcoming(self, outlook: Outlook) -> Sequence[UpcomingReminder]:
        return await _upcoming(outlook, "nudge", "release days, if you've logged none for a month")


class BehindPaceReminder(Reminder):
    """In every month of the year, to whose days are fewer than the hub lead's view expects by then."""

    rules = ("pace",)
    topic = DAYS

    async def plan(self, context: PlanContext) -> KindPlan:
        return KindPlan([*_monthly(context, "pace", context.rules.pace_on)], None)

    def recipient_filter(self, owed: ScheduledNotification, today: date) -> Condition:
        return behind_the_pace(owed)

    async def said(self, reads: SharedReads, one: Delivery, today: date) -> Said:
        here, balance = one.occasion.owed.here, await _balance(reads, one, today)
        cohorts = await reads.once("cohorts", lambda store: Cohorts(store).all())
        (cohort,) = (found for found in cohorts if found.id == here.cohort_id)
        return behind(balance, cohort, today), BUTTONS

    async def upcoming(self, outlook: Outlook) -> Sequence[UpcomingReminder]:
        return await _upcoming(outlook, "pace", "release days, if you're behind")


def behind(balance: Balance, cohort: Cohort, today: date) -> str:
    """`today` against the whole year, as the hub lead's view reckons it."""
    by_now = in_days(expected(cohort, today))
    return (
        f"You've used {in_days(balance.used)} of your {in_days(balance.funded)} release "
        f"days{_planned(balance)}. At an even pace it would be about {by_now} by now. Would you like to plan some?"
    )


def _planned(balance: Balance) -> str:
    return f", with {in_days(balance.planned)} more planned" if balance.planned else ""


def _figures(balance: Balance) -> str:
    planned = f", {in_days(balance.planned)} planned" if balance.planned else ""
    return f"{in_days(balance.used)} of {in_days(balance.funded)} used{planned}"


async def _balance(reads: SharedReads, one: Delivery, today: date) -> Balance:
    here, person_id = one.occasion.owed.here, one.person_id or 0
    return await ReleaseDays(reads.store).balance(person_id, here.cohort_id, today)


async def _upcoming(outlook: Outlook, rule: str, what: str) -> Sequence[UpcomingReminder]:
    """Nothing is coming to whoever has used all that is funded."""
    me, cohort_id = outlook.person_id, outlook.here.cohort_id
    balance = await outlook.reads.once(
        ("balance", me, cohort_id), lambda store: ReleaseDays(store).balance(me, cohort_id, outlook.today)
    )
    at = outlook.next(DAYS.name, lambda owed: owed.rule == rule) if balance.left > 0 else None
    return (UpcomingReminder(DAYS.name, what, at),) if at else ()


def _monthly(context: PlanContext, rule: str, on: int) -> Iterator[ScheduledNotification]:
    """On that day of each month, from four weeks after the year's beginning. A subject names hub and cohort."""
    here, cohort, calendar = context.here, context.cohort, context.calendar
    for month in _months(cohort.starts, cohort.ends):
        day = month.replace(day=on)
        if cohort.starts + 28 * DAY <= day < cohort.ends:
            due = calendar.at(calendar.after(day))
            subject = f"days:{month:%Y-%m}:{here.hub_id}:{here.cohort_id}"
            yield context.owed((rule, subject, 1), day, due, due + USEFUL)


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + 31 * DAY).replace(day=1)
