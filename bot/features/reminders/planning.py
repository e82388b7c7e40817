"""What is owed: residentials, reports and the year → occasions; and what a change of dates changes. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.core.identity import Cohort
from bot.core.working_days import DAY, Calendar
from bot.delivery.domain import (
    ANNOUNCEMENT,
    MOVED,
    RECALL,
    TAKEN_BACK,
    Changes,
    NotificationEvent,
    NotificationState,
    ScheduledNotification,
)
from bot.features.reminders.rules import AFTER, LATE, NUDGE, PACE, REPORT, RESIDENTIAL, Rules
from bot.features.reports.domain import Report
from bot.features.residentials.domain import Residential, ResidentialState

USEFUL = timedelta(days=7)  # how long a correction, a nudge or a word about a late report is worth sending
STANDING = (NotificationState.OPEN, NotificationState.FANNED)


@dataclass(frozen=True, slots=True)
class Year:
    """A hub's cohort: what is set for it, and the calendar that its reminders keep."""

    hub_id: int
    cohort: Cohort
    calendar: Calendar
    residentials: Sequence[Residential]
    reports: Sequence[Report]


def wanted(year: Year, rules: Rules, now: datetime) -> tuple[ScheduledNotification, ...]:
    """Everything that is owed from now on; what has lost its use already is not."""
    every = (*_residentials(year, rules), *_reports(year, rules), *_days(year, rules))
    return tuple(owed for owed in every if owed.expires_at > now)


def changes(have: Sequence[NotificationEvent], year: Year, rules: Rules, now: datetime) -> Changes:
    """What must be written so that the occasions say what the dates say."""
    standing = {_key(one.owed): one for one in have if one.state in STANDING}
    want = {_key(owed): owed for owed in wanted(year, rules, now)}
    added = [owed for key, owed in want.items() if key not in standing or _differs(standing[key].owed, owed)]
    moved, gone, retimed = [], [], {}
    about = _days_now(year)
    for key, one in standing.items():
        if key in want and one.state is NotificationState.OPEN and _other_times(one.owed, want[key]):
            retimed[one.id] = want[key]
        subject, rule = one.owed.subject, one.owed.rule
        if rule in (ANNOUNCEMENT, RECALL, TAKEN_BACK) or subject.startswith("days:"):
            continue
        if subject not in about:
            gone.append(one.id)
        elif one.owed.day != about[subject] or (key in want and _differs(one.owed, want[key])):
            moved.append(one.id)
    told = (one for one in have if one.id in {*moved, *gone} and one.state is NotificationState.FANNED)
    added += _corrections((one for one in told if one.owed.subject.startswith("residential:")), year, have, now)
    return Changes(tuple(added), tuple(moved), tuple(gone), retimed)


def _days_now(year: Year) -> Mapping[str, date]:
    """The day that each subject is about as things stand; what was cancelled or removed is not there."""
    going = (one for one in year.residentials if one.state is not ResidentialState.CANCELLED)
    days = {f"residential:{one.id}": one.first_day for one in going}
    return days | {f"report:{one.id}": one.due for one in year.reports}


def _differs(have: ScheduledNotification, want: ScheduledNotification) -> bool:
    """It is about another day. A new venue or a confirmed date is said by the reminders still to come."""
    return have.day != want.day


def _other_times(have: ScheduledNotification, want: ScheduledNotification) -> bool:
    """About the same day, at another time: a school holiday was set, or the settings changed."""
    return have.day == want.day and (have.due_at, have.expires_at) != (want.due_at, want.expires_at)


def _key(owed: ScheduledNotification) -> tuple[str, str, int | None]:
    return (owed.rule, owed.subject, owed.hub_id)


def _residentials(year: Year, rules: Rules) -> Iterator[ScheduledNotification]:
    cal, starts = year.calendar, year.cohort.starts
    for one in year.residentials:
        if one.state is ResidentialState.CANCELLED:
            continue
        about = f"residential:{one.id}"
        begins = datetime.combine(one.first_day, time(9), cal.zone).astimezone(UTC)
        dues = [cal.at(cal.before(one.first_day - before * DAY, starts)) for before in rules.residential]
        for before, due, ends in zip(rules.residential, dues, [*dues[1:], begins], strict=True):
            yield _owed(year, (f"{RESIDENTIAL}_{before}", about, one.revision), one.first_day, due, max(due, ends))
        due = cal.at(cal.after(one.last_day + DAY))
        yield _owed(year, (AFTER, about, one.revision), one.first_day, due, due + USEFUL)


def _reports(year: Year, rules: Rules) -> Iterator[ScheduledNotification]:
    cal, starts = year.calendar, year.cohort.starts
    for one in year.reports:
        about = f"report:{one.id}"
        dues = [cal.at(cal.before(one.due - before * DAY, starts)) for before in rules.report]
        weeks = range(1, rules.late_at_most + 1)
        late = [cal.at(cal.after(one.due + week * rules.late_every * DAY)) for week in weeks]
        for before, due, ends in zip(rules.report, dues, [*dues[1:], late[0]], strict=True):
            yield _owed(year, (f"{REPORT}_{before}", about, one.revision), one.due, due, max(due, ends))
        for week, due, ends in zip(weeks, late, [*late[1:], late[-1] + USEFUL], strict=True):
            if ends > due:  # holidays push several weeks to one day: one word is enough
                yield _owed(year, (f"{LATE}_{week}", about, one.revision), one.due, due, ends)


def _days(year: Year, rules: Rules) -> Iterator[ScheduledNotification]:
    for month in _months(year.cohort.starts, year.cohort.ends):
        for rule, on in ((NUDGE, rules.nudge_on), (PACE, rules.pace_on)):
            day = month.replace(day=on)
            if year.cohort.starts + 28 * DAY <= day < year.cohort.ends:
                due = year.calendar.at(year.calendar.after(day))
                subject = f"days:{month:%Y-%m}:{year.hub_id}:{year.cohort.id}"
                yield _owed(year, (rule, subject, 1), day, due, due + USEFUL)


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + 31 * DAY).replace(day=1)


def _corrections(
    told: Iterable[NotificationEvent], year: Year, have: Sequence[NotificationEvent], now: datetime
) -> list[ScheduledNotification]:
    """Once for each change, to whoever was sent something that holds no longer."""
    found, there = [], {f"residential:{one.id}": one for one in year.residentials}
    for subject in sorted({one.owed.subject for one in told}):
        residential = there.get(subject)
        if residential is None:
            continue
        rule = TAKEN_BACK if residential.state is ResidentialState.CANCELLED else MOVED
        due = year.calendar.next_open(now)
        which = (rule, subject, residential.revision)
        if not any((o.owed.rule, o.owed.subject, o.owed.revision) == which for o in have):
            found.append(_owed(year, which, residential.first_day, due, due + USEFUL))
    return found


def _owed(
    year: Year, which: tuple[str, str, int], day: date, due: datetime, ends: datetime
) -> ScheduledNotification:
    rule, subject, revision = which
    return ScheduledNotification(rule, subject, revision, year.hub_id, year.cohort.id, day, due, ends)
