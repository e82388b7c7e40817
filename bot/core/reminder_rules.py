"""When this deployment reminds: days and hours from app.yaml's `reminders`, in the form that plans use. Pure."""

from dataclasses import dataclass, field
from datetime import time

from bot.core.settings_sections import ReminderSettings
from bot.core.working_days import Hours


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


def rules_of(given: ReminderSettings) -> Rules:
    """From the settings, which are checked already."""
    return Rules(
        tuple(sorted(set(given.residential), reverse=True)),
        tuple(sorted(set(given.report), reverse=True)),
        late_every=given.late_every,
        nudge_on=given.nudge_on,
        pace_on=given.pace_on,
        hours=Hours(time.fromisoformat(given.opens), time.fromisoformat(given.closes)),
    )
