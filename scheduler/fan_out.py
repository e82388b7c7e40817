"""A tick: what is owed is planned anew, and what is due becomes one delivery a person. Safe to repeat anywhere."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.core.identity import HubCohort
from bot.core.reminder_rules import Rules
from bot.core.working_days import Calendar, zone_of
from bot.db.store import Store
from bot.delivery.domain import NotificationEvent, NotificationState
from bot.delivery.kinds import FanOut, NotificationKind, NotificationKinds, PlanContext
from bot.delivery.outbox import Also, Outbox
from bot.delivery.planning import Plans, changes
from bot.delivery.registry import registered
from bot.delivery.shared_reads import SharedReads
from bot.hubs.holidays import Holidays
from bot.hubs.repository import Cohorts

log = structlog.get_logger(__name__)
AHEAD = timedelta(hours=15)  # people east of the hub begin their day that much earlier, at the most


async def plan_and_fan_out(
    store: Store,
    rules: Rules,
    now: datetime,
    also: Also | None = None,
    *,
    kinds: NotificationKinds | None = None,
) -> int:
    """Returns how many deliveries were written. A hub or an occasion that fails is logged; the others go on.

    also: what is done in each transaction that writes deliveries.
    """
    kinds = kinds or registered()
    calendars = await plan(store, rules, now, kinds)
    made = 0
    zones = await Outbox(store).zones()
    for one in await Outbox(store).due(now + AHEAD):
        with _logged(store, "an occasion could not be fanned out", occasion=one.id, rule=one.owed.rule):
            kind, calendar = kinds.of(one.owed.rule), calendars.get(one.owed.hub_id)
            at = {zone: _in_zone(one, kind, calendar, zone) for zone in zones} if calendar else {}
            made += await Outbox(store).fan_out(kind, FanOut(store, one, at, now), also)
    with _logged(store, "who has joined since could not be looked up"):
        await Outbox(store).admit_late_joiners(now)
    return made


async def plan(
    store: Store, rules: Rules, now: datetime, kinds: NotificationKinds | None = None
) -> dict[int | None, Calendar]:
    """Write down what is owed as the dates stand, and nothing to be sent; the calendar of each hub."""
    kinds = kinds or registered()
    calendars: dict[int | None, Calendar] = {}
    for hub_id, cohort_id, zone in await Outbox(store).places():
        with _logged(store, "a hub could not be planned", hub=hub_id, cohort=cohort_id):
            context = await _context(store, rules, HubCohort(hub_id, cohort_id), ZoneInfo(zone), now)
            calendars[hub_id] = context.calendar
            await Outbox(store).write(changes(context.have, kinds, await _plans(kinds, context), now))
    return calendars


@contextmanager
def _logged(store: Store, what: str, **about: object) -> Iterator[None]:
    """What fails in the block does not stop the others."""
    try:
        yield
    except Exception as error:
        if not store.outage.explains(error):
            log.exception(what, reference=secrets.token_hex(4), **about)


async def rehearsed(store: Store, rules: Rules, now: datetime) -> list[str]:
    """What a tick at that moment would fan out, a line each; writes nothing."""
    lines, kinds = [], registered()
    for hub_id, cohort_id, zone in await Outbox(store).places():
        context = await _context(store, rules, HubCohort(hub_id, cohort_id), ZoneInfo(zone), now)
        plan = changes(context.have, kinds, await _plans(kinds, context), now)
        gone = {*plan.superseded, *plan.cancelled}
        open_ = [one.owed for one in context.have if one.state is NotificationState.OPEN and one.id not in gone]
        due = [owed for owed in (*open_, *plan.added) if owed.due_at <= now < owed.expires_at]
        lines += [f"{owed.due_at:%Y-%m-%d %H:%M} UTC  {owed.rule}  {owed.subject}  hub {hub_id}" for owed in due]
    return sorted(lines) or ["Nothing is due."]


async def _context(store: Store, rules: Rules, here: HubCohort, zone: ZoneInfo, now: datetime) -> PlanContext:
    (cohort,) = (one for one in await Cohorts(store).all() if one.id == here.cohort_id)
    calendar = Calendar(zone, rules.hours, await Holidays(store).of(here.hub_id))
    have = await Outbox(store).occasions(here.hub_id, here.cohort_id)
    return PlanContext(here, cohort, calendar, rules, now, have, SharedReads(store))


async def _plans(kinds: NotificationKinds, context: PlanContext) -> Plans:
    return {kind: await kind.plan(context) for kind in kinds}


def _in_zone(one: NotificationEvent, kind: NotificationKind, calendar: Calendar, zone: str) -> datetime:
    """The same day, by another clock; what keeps no hours goes when somebody said."""
    theirs = zone_of(zone) if kind.policy.keeps_hours else None
    if theirs is None:
        return one.owed.due_at
    local = one.owed.due_at.astimezone(calendar.zone)
    if local.time() == calendar.hours.opens:
        return calendar.at(local.date(), theirs)
    return calendar.next_open(one.owed.due_at, theirs)
