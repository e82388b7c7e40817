"""What a plan changes: the occasions as they stand, held against what each kind owes now. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

import structlog

from bot.delivery.domain import STANDING, Changes, NotificationEvent, NotificationState, ScheduledNotification
from bot.delivery.kinds import KindPlan, NotificationKind, NotificationKinds

Plans = Mapping[NotificationKind, KindPlan]
log = structlog.get_logger(__name__)


def wanted(plans: Plans, now: datetime) -> tuple[ScheduledNotification, ...]:
    """Everything that is owed from now on; what has lost its use already is not."""
    return tuple(owed for plan in plans.values() for owed in plan.wanted if owed.expires_at > now)


def changes(have: Sequence[NotificationEvent], kinds: NotificationKinds, plans: Plans, now: datetime) -> Changes:
    """What must be written so that the occasions say what the dates say."""
    standing = {_key(one.owed): one for one in have if one.state in STANDING}
    want = {_key(owed): owed for owed in wanted(plans, now)}
    added = [owed for key, owed in want.items() if key not in standing or _differs(standing[key].owed, owed)]
    moved, gone, retimed = [], [], {}
    for key, one in standing.items():
        if key in want and one.state is NotificationState.OPEN and _other_times(one.owed, want[key]):
            retimed[one.id] = want[key]
        if not kinds.know(one.owed.rule):
            _nobody_plans(one.owed.rule)
            continue
        days = plans[kinds.of(one.owed.rule)].days
        if days is None:
            continue
        if one.owed.subject not in days:
            gone.append(one.id)
        elif one.owed.day != days[one.owed.subject] or (key in want and _differs(one.owed, want[key])):
            moved.append(one.id)
    corrections = [owed for plan in plans.values() for owed in plan.corrections]
    return Changes((*added, *corrections), tuple(moved), tuple(gone), retimed)


@cache
def _nobody_plans(rule: str) -> None:
    """Said once in a process: after a downgrade its occasions stay for the next version, until they expire."""
    log.error("nobody plans occasions of this rule", rule=rule)


def _differs(have: ScheduledNotification, want: ScheduledNotification) -> bool:
    """It is about another day. A new venue or a confirmed date is said by the reminders still to come."""
    return have.day != want.day


def _other_times(have: ScheduledNotification, want: ScheduledNotification) -> bool:
    """About the same day, at another time: a school holiday was set, or the settings changed."""
    return have.day == want.day and (have.due_at, have.expires_at) != (want.due_at, want.expires_at)


def _key(owed: ScheduledNotification) -> tuple[str, str, int | None]:
    return (owed.rule, owed.subject, owed.hub_id)
