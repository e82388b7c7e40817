"""Reminders about a report: days before it is due, and every week while it is late."""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from bot.core.reply import Button
from bot.core.working_days import DAY
from bot.delivery.domain import Delivery, ScheduledNotification
from bot.delivery.kinds import Condition, KindPlan, PlanContext, Topic
from bot.delivery.shared_reads import SharedReads
from bot.delivery.upcoming import Outlook, UpcomingReminder
from bot.features.reminders.reminder import USEFUL, Reminder, Said
from bot.features.reports.domain import Report
from bot.features.reports.recipients import has_not_done
from bot.features.reports.repository import Reports
from bot.language.dates import in_short, in_words
from bot.language.phrasing import until

LATE_AT_MOST = 26  # reminders of one late report: as good as a year
REPORTS = Topic(
    "reports",
    "reports",
    order=2,
    spoken=re.compile(r"\breports?\b", re.I),
    subjects=re.compile(r"report:\d{1,9}"),
)


class _ReportReminder(Reminder):
    """To whoever has not done the report, in words that say how it stands with its day."""

    topic: ClassVar[Topic] = REPORTS

    def recipient_filter(self, owed: ScheduledNotification, today: date) -> Condition:
        return has_not_done(owed.number)

    async def said(self, reads: SharedReads, one: Delivery, today: date) -> Said:
        owed = one.occasion.owed
        there = await Reports(reads.store).list(owed.here, one.person_id or 0)
        return due({f"report:{report.id}": report for report in there}[owed.subject], today)


class ReportDueReminder(_ReportReminder):
    """Some days before, and on the day. Each is of use until the next one comes, the last until it is late."""

    rules = ("report_*",)

    async def plan(self, context: PlanContext) -> KindPlan:
        cal, days, wanted = context.calendar, context.rules.report, []
        reports = await _reports(context)
        for one in reports:
            dues = [cal.at(cal.before(one.due - before * DAY, context.cohort.starts)) for before in days]
            first_late = cal.at(cal.after(one.due + context.rules.late_every * DAY))
            for before, due_at, ends in zip(days, dues, [*dues[1:], first_late], strict=True):
                which = (f"report_{before}", f"report:{one.id}", one.revision)
                wanted.append(context.owed(which, one.due, due_at, max(due_at, ends)))
        return KindPlan(wanted, _days(reports))

    async def upcoming(self, outlook: Outlook) -> Sequence[UpcomingReminder]:
        """A line for each report that they have not done, with the next word about it, late ones included."""
        found = []
        for one in await Reports(outlook.reads.store).list(outlook.here, outlook.person_id):
            if one.done_at is None:
                subject, state = f"report:{one.id}", "late, was due" if one.late(outlook.now.date()) else "due"
                at = outlook.next(REPORTS.name, partial(_is_about, subject))
                planned = outlook.is_planned(subject, one.due)
                what = f"{one.title} ({state} {in_short(one.due)})"
                found.append(UpcomingReminder(REPORTS.name, what, at, planned))
        return found


class ReportLateReminder(_ReportReminder):
    """Every week from a week after the day, as many as the settings allow."""

    rules = ("late_*",)

    async def plan(self, context: PlanContext) -> KindPlan:
        cal, rules, wanted = context.calendar, context.rules, []
        reports = await _reports(context)
        for one in reports:
            weeks = range(1, LATE_AT_MOST + 1)
            late = [cal.at(cal.after(one.due + week * rules.late_every * DAY)) for week in weeks]
            for week, due_at, ends in zip(weeks, late, [*late[1:], late[-1] + USEFUL], strict=True):
                if ends > due_at:  # holidays push several weeks to one day: one word is enough
                    which = (f"late_{week}", f"report:{one.id}", one.revision)
                    wanted.append(context.owed(which, one.due, due_at, ends))
        return KindPlan(wanted, _days(reports))

    async def upcoming(self, outlook: Outlook) -> Sequence[UpcomingReminder]:
        """Nothing of its own: the report's line says when the next word comes."""
        return ()


def due(one: Report, today: date) -> Said:
    when = until(one.due, today)
    text = f"“{one.title}” is due {when}, on {in_words(one.due)}."
    if one.due == today:
        text = f"“{one.title}” is due today, {in_words(one.due)}."
    if one.due < today:
        text = f"“{one.title}” is late: it was due {when}, on {in_words(one.due)}."
    return text, (Button("It's done", "report_done", {"id": str(one.id)}, "primary"),)


def _is_about(subject: str, owed: ScheduledNotification) -> bool:
    return owed.subject == subject


async def _reports(context: PlanContext) -> Sequence[Report]:
    return await context.reads.once(("reports", context.here), lambda store: Reports(store).list(context.here))


def _days(reports: Sequence[Report]) -> dict[str, date]:
    return {f"report:{one.id}": one.due for one in reports}
