"""What comes round in the morning: each lead is told what needs them, where it is not what they were told last."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from bot.core.identity import Cohort
from bot.core.working_days import Calendar, Hours
from bot.db.store import Store
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.outbox import Outbox
from bot.delivery.recurring import recurring
from bot.features.ask_hub.domain import AskedState
from bot.features.ask_hub.repository import Questions
from bot.features.cohort.repository import CohortStatuses
from bot.features.today.needs import needs, state_of
from bot.features.today.repository import LeadMornings
from bot.features.today.views import shown
from bot.hubs.holidays import Holidays
from bot.hubs.repository import Cohorts
from bot.identity.repository import People

log = structlog.get_logger(__name__)


@recurring("what needs leads today")
async def tell_what_needs_leads(store: Store, now: datetime, hours: Hours) -> int:
    """Returns how many messages were left to be sent. A hub that fails is logged, and the others are told."""
    cohorts = {one.id: one for one in await Cohorts(store).all()}
    open_now = [
        (hub_id, cohorts[cohort_id], ZoneInfo(zone))
        for hub_id, cohort_id, zone in await Outbox(store).places()
        if _opens(cohorts[cohort_id], ZoneInfo(zone), now, hours)
    ]
    left = 0
    for hub_id, cohort, zone in open_now:
        try:
            left += await _of_hub(store, hub_id, cohort, Calendar(zone, hours), now)
        except Exception as error:
            if not store.outage.explains(error):
                log.exception("a hub's morning failed", hub=hub_id)
    return left


async def _of_hub(store: Store, hub_id: int, cohort: Cohort, calendar: Calendar, now: datetime) -> int:
    """Once a day for each lead; whoever turned it off is not looked for."""
    today = now.astimezone(calendar.zone).date()
    known = await LeadMornings(store).of([hub_id])
    leads = (await People(store).leads([hub_id])).get(hub_id, ())
    newest = {person: account for person, account in leads if account.address}
    to_look_at = [
        person
        for person in newest
        if (row := known.get((person, hub_id))) is None or (row.day < today and not row.off)
    ]
    if not to_look_at or not Calendar(calendar.zone, calendar.hours, await Holidays(store).of(hub_id)).works(
        today
    ):
        return 0
    status = await CohortStatuses(store).of(hub_id, cohort.id, today)
    waiting = await Questions(store).at([hub_id], AskedState.WAITING)
    found = await asyncio.to_thread(needs, status, waiting)
    state, reply = state_of(found), shown(status, found, in_the_morning=True)
    left = 0
    for person in to_look_at:
        row = known.get((person, hub_id))
        news = bool(found) and (row is None or row.shown != state)
        posts = [OutgoingMessage.to_account(f"today:{hub_id}:{today}", newest[person], reply)] if news else []
        if await LeadMornings(store).looked((person, hub_id), today, state if news else None, posts, now):
            left += len(posts)
    return left


def _opens(cohort: Cohort, zone: ZoneInfo, now: datetime, hours: Hours) -> bool:
    here = now.astimezone(zone)
    in_year = cohort.starts <= here.date() <= cohort.ends
    return in_year and here.weekday() < 5 and hours.hold(here.time())
