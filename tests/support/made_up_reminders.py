"""A kind of reminder that no feature has, in the one file that adding one takes: visits to schools."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, true

from bot.core.reply import Button
from bot.delivery.domain import Delivery, ScheduledNotification
from bot.delivery.kinds import KindPlan, PlanContext, Topic
from bot.delivery.shared_reads import SharedReads
from bot.delivery.upcoming import Outlook, UpcomingReminder
from bot.features.reminders.reminder import Reminder, Said

VISIT = date(2026, 12, 10)
DUE = datetime(2026, 12, 8, 7, 30, tzinfo=UTC)
VISITS = Topic("visits", "school visits", 9, spoken=re.compile(r"\bvisits?\b"), subjects=re.compile(r"visit:\d+"))


class VisitReminder(Reminder):
    """Two days before, to everybody in the cohort."""

    rules = ("visit",)
    topic = VISITS

    async def plan(self, context: PlanContext) -> KindPlan:
        owed = context.owed(("visit", "visit:1", 1), VISIT, DUE, DUE + timedelta(days=2))
        return KindPlan([owed], {"visit:1": VISIT})

    def recipient_filter(self, owed: ScheduledNotification, today: date) -> ColumnElement[bool]:  # noqa: ARG002
        return true()

    async def said(self, reads: SharedReads, one: Delivery, today: date) -> Said:  # noqa: ARG002
        return "A school visit is on Thu 10 Dec.", (Button("All right", "help"),)

    async def upcoming(self, outlook: Outlook) -> Sequence[UpcomingReminder]:
        at = outlook.next(VISITS.name, lambda owed: owed.rule == "visit")
        return [UpcomingReminder(VISITS.name, "School visit (Thu 10 Dec)", at)] if at else []
