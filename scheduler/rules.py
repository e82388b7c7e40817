"""Which reminders there are and how long each is of use; the days come from app.yaml's `reminders`. Pure."""

from dataclasses import dataclass, field
from datetime import time

from bot.settings import Reminders
from scheduler.calendar import Hours

KINDS = ("residentials", "reports", "days")
RESIDENTIAL, AFTER, REPORT, LATE, NUDGE, PACE = "residential", "after", "report", "late", "nudge", "pace"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of this deployment. Days before, the furthest first."""

    residential: tuple[int, ...] = (28, 7, 1)
    report: tuple[int, ...] = (14, 3, 0)
    late_every: int = 7
    late_at_most: int = 26
    nudge_on: int = 5
    pace_on: int = 20
    hours: Hours = field(default_factory=Hours)


def rules_of(given: Reminders) -> Rules:
    """From the settings, which are checked already."""
    return Rules(
        tuple(sorted(set(given.residential), reverse=True)),
        tuple(sorted(set(given.report), reverse=True)),
        late_every=given.late_every,
        hours=Hours(time.fromisoformat(given.opens), time.fromisoformat(given.closes)),
    )


def kind_of(rule: str) -> str:
    """What somebody stops who stops this rule."""
    head = rule.partition("_")[0]
    return {REPORT: "reports", LATE: "reports", NUDGE: "days", PACE: "days", AFTER: "days"}.get(
        head, "residentials"
    )
