"""Which reminders are coming for somebody, and when: what is planned for their cohort, less what is done. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.delivery.domain import MOVED, TAKEN_BACK, NotificationEvent, NotificationState, ScheduledNotification
from bot.features.release_days.domain import Balance
from bot.features.release_days.views import short
from bot.features.reminders.domain import Choices, PutOff
from bot.features.reminders.registry import AFTER, KINDS, NUDGE, PACE, head, kind_of
from bot.features.reports.domain import Report
from bot.features.residentials.domain import AttendanceAnswer, Residential, ResidentialState


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody's reminders rest on. `occasions`: of their hub's cohort; `waiting`: what waits for them."""

    occasions: Sequence[NotificationEvent]
    residentials: Sequence[Residential]
    reports: Sequence[Report]
    balance: Balance
    choices: Choices
    waiting: Sequence[PutOff]


@dataclass(frozen=True, slots=True)
class Coming:
    """The next reminder of a thing. `what`: the thing in a few words; `at`: in UTC, None when none comes any more.

    planned: False while the days are not worked out yet: a date that was set just now.
    """

    kind: str
    what: str
    at: datetime | None
    planned: bool = True


def coming(theirs: Theirs, now: datetime) -> list[Coming]:
    """One for each residential and report that is open, and for the release days; stopped kinds are left out."""
    found = [*_residentials(theirs, now), *_reports(theirs, now), *_days(theirs, now)]
    return [one for one in found if theirs.choices.get(one.kind, now) is not None]


def stopped(choices: Choices) -> list[str]:
    return [kind for kind in KINDS if kind in choices and choices[kind] is None]


def put_off(choices: Choices) -> dict[str, datetime]:
    """Kind → until when, for the kinds that are put off as a whole."""
    return {kind: until for kind in KINDS if (until := choices.get(kind)) is not None}


def _residentials(theirs: Theirs, now: datetime) -> Iterator[Coming]:
    for one in theirs.residentials:
        if one.state is ResidentialState.CANCELLED or (
            one.answer is AttendanceAnswer.CANNOT and not one.answer_is_old
        ):
            continue
        at = _next(theirs, f"residential:{one.id}", now, but=AFTER)
        if at or one.first_day > now.date():
            planned = _is_planned(theirs, f"residential:{one.id}", one.first_day)
            yield Coming("residentials", f"Residential {one.number} ({short(one.first_day)})", at, planned)


def _reports(theirs: Theirs, now: datetime) -> Iterator[Coming]:
    for one in theirs.reports:
        if one.done_at is None:
            state = "late, was due" if one.late(now.date()) else "due"
            about = f"report:{one.id}"
            at, planned = _next(theirs, about, now), _is_planned(theirs, about, one.due)
            yield Coming("reports", f"{one.title} ({state} {short(one.due)})", at, planned)


def _days(theirs: Theirs, now: datetime) -> Iterator[Coming]:
    if theirs.balance.left <= 0:
        return
    for rule, what in ((NUDGE, "Release days, if none is logged"), (PACE, "Release days, if you're behind")):
        if at := min(_moments(theirs, now, rule=rule), default=None):
            yield Coming("days", what, at)


def _is_planned(theirs: Theirs, subject: str, day: date) -> bool:
    return any(one.owed.subject == subject and one.owed.day == day for one in theirs.occasions)


def _next(theirs: Theirs, subject: str, now: datetime, but: str = "") -> datetime | None:
    return min(_moments(theirs, now, subject=subject, but=but), default=None)


def _moments(
    theirs: Theirs, now: datetime, *, subject: str = "", rule: str = "", but: str = ""
) -> Iterator[datetime]:
    """When something of this subject or rule comes: put off where its person said so, unless that is too late."""

    def meant(owed: ScheduledNotification) -> bool:
        if owed.rule in (MOVED, TAKEN_BACK) or head(owed.rule) == but:
            return False
        return owed.subject == subject if subject else head(owed.rule) == rule

    for waits in theirs.waiting:
        if meant(waits.owed) and now <= waits.at < waits.owed.expires_at:
            yield waits.at
    for one in theirs.occasions:
        if one.state is NotificationState.OPEN and meant(one.owed) and one.owed.due_at > now:
            names = (kind_of(one.owed.rule), one.owed.subject)
            until = max((t for name in names if (t := theirs.choices.get(name))), default=now)
            if (at := max(one.owed.due_at, until)) < one.owed.expires_at:
                yield at
