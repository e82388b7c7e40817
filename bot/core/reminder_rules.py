"""When this deployment reminds: days and hours from app.yaml's `reminders`, in the form that plans use. Pure."""

from dataclasses import dataclass, field
from datetime import time

from bot.core.reminder_defaults import LATE_EVERY, NUDGE_ON, PACE_ON, REPORT, RESIDENTIAL
from bot.core.settings_sections import ReminderSettings
from bot.core.working_days import Hours


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of this deployment, as `ReminderSettings` explains them. Days before, the furthest first."""

    residential: tuple[int, ...] = RESIDENTIAL
    report: tuple[int, ...] = REPORT
    late_every: int = LATE_EVERY
    nudge_on: int = NUDGE_ON
    pace_on: int = PACE_ON
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
