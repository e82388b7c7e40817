"""Reports: what a cohort owes and by when, and what is refused about them in words."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.errors import BotError
from bot.db.audit_domain import declare_changes

declare_changes("report.done", "report.undone", "report.added", "report.changed", "report.removed", undoable=True)


@dataclass(frozen=True, slots=True)
class Report:
    """A report and, where it was asked for one person, when they did it."""

    id: int
    hub_id: int
    cohort_id: int
    title: str
    due: date
    revision: int
    done_at: datetime | None = None

    def late(self, today: date) -> bool:
        """Not done, and the day it was due is over."""
        return self.done_at is None and self.due < today


class NoSuchReport(BotError):
    """There's no report of that name for this cohort. Type “reports” to see what is due."""


class ReportExists(BotError):
    """There is a report of that name already. Choose another name, or change the one that is there."""
