"""The end of the year: on the first working morning after a cohort's last day, its people are told once.

Leads: what can still be read, and whether the next cohort is there. Specialists: what their own record says.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.core.identity import Account, Cohort, Hub
from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.core.working_days import Calendar, Hours
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.outbox import Outbox
from bot.delivery.recurring import recurring
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.cohort.repository import CohortStatuses
from bot.features.release_days.views import in_days
from bot.features.today.repository_year_end import YearEnds
from bot.hubs.holidays import Holidays
from bot.hubs.repository import Cohorts
from bot.identity.repository import People

log = structlog.get_logger(__name__)
STILL_OF_USE = timedelta(days=21)  # after the last day; a summer holiday may run into September
KIND = "year_over"


@recurring("year ends")
async def tell_year_end(store: Store, now: datetime, hours: Hours) -> int:
    """Returns how many messages were left to be sent. A hub that fails is logged, and the others are told."""
    there = await Cohorts(store).all()
    over = {one.id: one for one in there if one.ends < now.date() <= one.ends + STILL_OF_USE}
    if not over:
        return 0
    left = 0
    for hub_id, cohort_id, zone in await Outbox(store).places():
        calendar = Calendar(ZoneInfo(zone), hours)
        if cohort_id not in over or not _opens(over[cohort_id], calendar, now):
            continue
        try:
            left += await _of_hub(store, hub_id, over[cohort_id], there, calendar, now)
        except Exception as error:
            if not store.outage.explains(error):
                log.exception("a hub's year end failed", hub=hub_id)
    return left


async def _of_hub(
    store: Store, hub_id: int, cohort: Cohort, there: Sequence[Cohort], calendar: Calendar, now: datetime
) -> int:
    """Told once: what was left under the same key is not left again, and then it is noted that it was done."""
    mark = f"year over:{hub_id}:{cohort.id}"
    today = now.astimezone(calendar.zone).date()
    holidays = await Holidays(store).of(hub_id)
    works = Calendar(calendar.zone, calendar.hours, holidays).works(today)
    if not works or await YearEnds(store).was_told(hub_id, cohort.id):
        return 0
    status = await CohortStatuses(store).of(hub_id, cohort.id, today)
    following = min((one for one in there if one.starts > cohort.ends), key=lambda one: one.starts, default=None)
    enrolled = (await Cohorts(store).sizes(hub_id)).get(following.id, 0) if following else 0
    for_leads = lead_told(status, following, enrolled)
    leads = (await People(store).leads([hub_id])).get(hub_id, ())
    posts = [OutgoingMessage.to_account(mark, account, for_leads) for _, account in leads if account.address]
    reached = await YearEnds(store).accounts([one.person_id for one in status.people])
    posts += await asyncio.to_thread(_to_specialists, status, reached, mark)
    await DirectMessages(store).leave(posts, now)
    await YearEnds(store).told(hub_id, cohort.id, now)
    return len(posts)


def lead_told(status: CohortStatus, following: Cohort | None, enrolled: int) -> Reply:
    """For a lead, in short: the year as it ended, and what is next."""
    hub, cohort = status.hub, status.cohort
    told = f"{cohort.name}'s year at {hub.name} ended on {_day(cohort.ends)}. {status.as_it_ended()}"
    stays = "For the final return, you can still read its status, days and spreadsheet, but not change them."
    return Reply(
        (Text(told), Text(stays), Text(_next(following, enrolled)), Actions(_buttons(hub, cohort))),
        KIND,
        personal=True,
    )


def specialist_told(one: SpecialistProgress, status: CohortStatus) -> Reply:
    """For a specialist: what stands on their record."""
    days = f"Release days logged: {in_days(one.balance.used)} of {in_days(one.balance.funded)}."
    reports = f" Reports done: {len(one.done)} of {len(status.reports)}." if status.reports else ""
    told = f"Your year in {status.cohort.name} ended on {_day(status.cohort.ends)}. {days}{reports}"
    asks = "Your record is kept, and you can still read it. For what comes next, ask your Maths Hub."
    buttons = (
        Button("My days", "say", {"text": "releaseday list"}),
        Button("My reports", "say", {"text": "reports"}),
    )
    return Reply((Text(told), Note(asks), Actions(buttons)), KIND, personal=True)


def _next(following: Cohort | None, enrolled: int) -> str:
    if following is None:
        return "The next cohort is not set up yet: a programme administrator does that."
    many = "nobody is enrolled yet" if not enrolled else f"{enrolled} enrolled"
    begins = f"{following.name}'s year begins on {_day(following.starts)}"
    return f"{begins}: {many}. To add somebody, type “cohort enrol”."


def _buttons(hub: Hub, cohort: Cohort) -> tuple[Button, ...]:
    at = {"hub": str(hub.id), "cohort": str(cohort.id)}
    return (
        Button(f"Status of {cohort.name}", "cohort_show", at, "primary"),
        Button("Days as a file", "cohort_claim", at),
        Button("Spreadsheet", "cohort_file", at),
    )


def _to_specialists(
    status: CohortStatus, reached: Sequence[tuple[int, Account]], mark: str
) -> list[OutgoingMessage]:
    by_id = {one.person_id: one for one in status.people}
    return [
        OutgoingMessage.to_account(mark, account, specialist_told(by_id[person], status))
        for person, account in reached
    ]


def _opens(cohort: Cohort, calendar: Calendar, now: datetime) -> bool:
    here = now.astimezone(calendar.zone)
    return cohort.ends < here.date() and calendar.hours.hold(here.time())


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
