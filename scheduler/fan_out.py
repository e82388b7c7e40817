"""A tick: what is owed is planned anew, and what is due becomes one delivery a person. Safe to repeat anywhere."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.core.identity import HubCohort
from bot.core.working_days import Calendar
from bot.db.store import Store
from bot.delivery.domain import ANNOUNCEMENT, NotificationEvent, NotificationState
from bot.delivery.outbox import Also, Outbox
from bot.features.people.repository_hubs import Cohorts
from bot.features.reminders.planning import Year, changes
from bot.features.reminders.rules import Rules, kind_of
from bot.features.reports.repository import Reports
from bot.features.residentials.repository import Residentials
from scheduler.working_hours import zone_of

__all__ = ["Also", "plan", "plan_and_fan_out", "rehearsed"]
log = structlog.get_logger(__name__)
AHEAD = timedelta(hours=15)  # people east of the hub begin their day that much earlier, at the most


async def plan_and_fan_out(store: Store, rules: Rules, now: datetime, also: Also | None = None) -> int:
    """Returns how many deliveries were written. A hub or an occasion that fails is logged; the others go on.

    also: what is done in each transaction that writes deliveries.
    """
    calendars = await plan(store, rules, now)
    made = 0
    zones = await Outbox(store).zones()
    for one in await Outbox(store).due(now + AHEAD):
        with _logged("an occasion could not be fanned out", occasion=one.id, rule=one.owed.rule):
            calendar = calendars.get(one.owed.hub_id)
            moments = {zone: _in_zone(one, calendar, zone) for zone in zones} if calendar else {}
            made += await Outbox(store).fan_out(one, kind_of(one.owed.rule), moments, now, also)
    return made


async def plan(store: Store, rules: Rules, now: datetime) -> dict[int | None, Calendar]:
    """Write down what is owed as the dates stand, and nothing to be sent; the calendar of each hub."""
    calendars: dict[int | None, Calendar] = {}
    for hub_id, cohort_id, zone in await Outbox(store).places():
        with _logged("a hub could not be planned", hub=hub_id, cohort=cohort_id):
            year = await _year(store, rules, HubCohort(hub_id, cohort_id), ZoneInfo(zone))
            calendars[hub_id] = year.calendar
            have = await Outbox(store).occasions(hub_id, cohort_id)
            await Outbox(store).write(changes(have, year, rules, now))
    return calendars


@contextmanager
def _logged(what: str, **about: object) -> Iterator[None]:
    """What fails in the block does not stop the others."""
    try:
        yield
    except Exception:
        log.exception(what, reference=secrets.token_hex(4), **about)


async def rehearsed(store: Store, rules: Rules, now: datetime) -> list[str]:
    """What a tick at that moment would fan out, a line each; writes nothing."""
    lines = []
    for hub_id, cohort_id, zone in await Outbox(store).places():
        have = await Outbox(store).occasions(hub_id, cohort_id)
        plan = changes(have, await _year(store, rules, HubCohort(hub_id, cohort_id), ZoneInfo(zone)), rules, now)
        gone = {*plan.superseded, *plan.cancelled}
        open_ = [one.owed for one in have if one.state is NotificationState.OPEN and one.id not in gone]
        due = [owed for owed in (*open_, *plan.added) if owed.due_at <= now < owed.expires_at]
        lines += [f"{owed.due_at:%Y-%m-%d %H:%M} UTC  {owed.rule}  {owed.subject}  hub {hub_id}" for owed in due]
    return sorted(lines) or ["Nothing is due."]


async def _year(store: Store, rules: Rules, here: HubCohort, zone: ZoneInfo) -> Year:
    (cohort,) = (one for one in await Cohorts(store).all() if one.id == here.cohort_id)
    calendar = Calendar(zone, rules.hours, await Outbox(store).holidays(here.hub_id))
    residentials, reports = await Residentials(store).list(here), await Reports(store).list(here)
    return Year(here.hub_id, cohort, calendar, residentials, reports)


def _in_zone(one: NotificationEvent, calendar: Calendar, zone: str) -> datetime:
    """The same day, by another clock; an announcement goes when its lead said."""
    if one.owed.rule == ANNOUNCEMENT:
        return one.owed.due_at
    theirs = zone_of(zone)
    if theirs is None:
        return one.owed.due_at
    local = one.owed.due_at.astimezone(calendar.zone)
    if local.time() == calendar.hours.opens:
        return calendar.at(local.date(), theirs)
    return calendar.next_open(one.owed.due_at, theirs)
