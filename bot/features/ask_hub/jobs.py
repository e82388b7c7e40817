"""What comes round by the clock for a hub's questions: what reached nobody, nudges, the weekly digest.

Each leaves its posts under keys that say what they are about and for whom, so that a tick may come twice, late, or
in several processes, and each still goes once.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.core.identity import Account, Cohort
from bot.core.working_days import DAY, Calendar, Hours
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.outbox import Outbox
from bot.delivery.recurring import recurring
from bot.features.ask_hub.digest import digest
from bot.features.ask_hub.domain import AskedState, HubQuestion, NoSuchQuestion, monday
from bot.features.ask_hub.notifications import Leads, unheard
from bot.features.ask_hub.nudges import due_nudges
from bot.features.ask_hub.queries import unheard_on
from bot.features.ask_hub.reach import leads_at
from bot.features.ask_hub.repository import Questions
from bot.features.ask_hub.repository_channels import HubChannels
from bot.features.ask_hub.repository_digests import DigestChoices
from bot.features.ask_hub.views_lead import grouped
from bot.features.cohort.repository import CohortStatuses
from bot.hubs.holidays import Holidays
from bot.hubs.repository import Cohorts
from bot.identity.repository import People


@recurring("untaken channel messages")
async def channels(store: Store, now: datetime, _hours: Hours) -> int:
    """What a hub's channel did not take goes to its leads alone, once; a channel that refuses is given up."""
    left = 0
    for one in await DirectMessages(store).not_taken(now):
        kind, number, _ = one.relay.post.key.split(":", 2)
        waiting = await _still_waiting(store, int(number)) if kind in ("asked", "nudge") else None
        posts: list[OutgoingMessage] = []
        if waiting is not None:
            alone = (await leads_at(store, [waiting.hub_id]))[waiting.hub_id]
            posts += alone.alone(one.relay.post.key.partition(":channel:")[0], one.relay.post.reply)
        for hub_id in await HubChannels(store).give_up(one.relay) if one.refused else ():
            leads = (await leads_at(store, [hub_id]))[hub_id]
            posts += leads.without_channel(one.why, f"unused:{hub_id}:{one.relay.made_at.isoformat()}")
        left += len(posts) if await DirectMessages(store).replace(one.relay, posts, now) else 0
    return left


@recurring("unheard questions")
async def unheard_of(store: Store, now: datetime, _hours: Hours) -> int:
    """Who asked is told where no lead could be written to at all: nothing is pretended."""
    posts = []
    async with store.reading() as reading:
        found = await unheard_on(reading, now)
    for number, revision in sorted(found):
        question = await _still_waiting(store, number)
        if question is not None and question.revision == revision:
            posts.append(unheard(question))
    return await _left(store, posts, now)


@recurring("nudges")
async def nudges(store: Store, now: datetime, _hours: Hours) -> int:
    """Once more to the leads, for what has waited two working days of their hub; of alike ones, for the first.

    Where nobody leads the hub any more, or nobody there can be written to, who asks is told instead, once.
    """
    waiting = await Questions(store).at(None, AskedState.WAITING)
    if not waiting:
        return 0
    zones = {hub.id: hub.zone for hub in await Cohorts(store).hubs()}
    leads = await leads_at(store, {one.hub_id for one in waiting})
    posts: list[OutgoingMessage] = []
    for hub_id, theirs in groupby(sorted(waiting, key=_hub), _hub):
        closed = frozenset(_days(await Holidays(store).of(hub_id)))
        due = due_nudges(now, theirs, zones[hub_id], closed)
        if not leads[hub_id].reachable:
            posts += map(unheard, due)
            continue
        for alike in await asyncio.to_thread(grouped, due):  # comparing meanings takes a while
            posts += leads[hub_id].nudge(alike, now)
    return await _left(store, posts, now)


@recurring("digests")
async def digests(store: Store, now: datetime, hours: Hours) -> int:
    """To each lead of a hub that has a cohort: on the first working day of the week, from when the day opens."""
    weeks = [one for one in await _weeks(store, now) if _opens(one, now, hours)]
    if not weeks:
        return 0
    leads, off = (
        await People(store).leads({one.hub_id for one in weeks}),
        await DigestChoices(store).refused(),
    )
    wanting = {one: _wanting(leads.get(one.hub_id, ()), off) for one in weeks}
    known = await DirectMessages(store).known([key for one in weeks for key in wanting[one].keys(one.key)])
    left = 0
    for one in weeks:
        missing = wanting[one].without(one.key, known)
        if missing.accounts and await _has_begun(store, one, hours):
            status = await CohortStatuses(store).of(one.hub_id, one.cohort.id, one.today)
            waiting = await Questions(store).at([one.hub_id], AskedState.WAITING)
            said = await asyncio.to_thread(digest, status, waiting, now)
            left += await _left(store, missing.alone(one.key, said), now)
    return left


@dataclass(frozen=True, slots=True)
class _Week:
    """A hub's cohort in the week of a day by the hub's own clock."""

    hub_id: int
    cohort: Cohort
    zone: ZoneInfo
    today: date

    @property
    def key(self) -> str:
        return f"digest:{self.hub_id}:{self.cohort.id}:{monday(self.today)}"


async def _weeks(store: Store, now: datetime) -> Sequence[_Week]:
    """Of the cohorts whose year it is."""
    cohorts = {one.id: one for one in await Cohorts(store).all()}
    found = [
        _Week(hub_id, cohorts[cohort_id], ZoneInfo(zone), now.astimezone(ZoneInfo(zone)).date())
        for hub_id, cohort_id, zone in await Outbox(store).places()
    ]
    return [one for one in found if one.cohort.starts <= one.today <= one.cohort.ends]


def _opens(one: _Week, now: datetime, hours: Hours) -> bool:
    """Whether people may be written to at this hour of this day, holidays aside."""
    return one.today.weekday() < 5 and hours.hold(now.astimezone(one.zone).time())


async def _has_begun(store: Store, one: _Week, hours: Hours) -> bool:
    """Whether it is a working day; Monday's digest goes on Tuesday where Monday is a holiday."""
    return Calendar(one.zone, hours, await Holidays(store).of(one.hub_id)).works(one.today)


def _wanting(leads: Sequence[tuple[int, Account]], off: frozenset[int]) -> Leads:
    """Of each lead who wants it the account that was linked last, of those that have an address."""
    newest = {person: account for person, account in leads if account.address and person not in off}
    return Leads([*newest.values()])


async def _left(store: Store, posts: Sequence[OutgoingMessage], now: datetime) -> int:
    """Leave what is not there yet."""
    known = await DirectMessages(store).known([post.key for post in posts]) if posts else frozenset()
    fresh = [post for post in posts if post.key not in known]
    if fresh:
        await DirectMessages(store).leave(fresh, now)
    return len(fresh)


async def _still_waiting(store: Store, question_id: int) -> HubQuestion | None:
    try:
        question = await Questions(store).one(question_id)
    except NoSuchQuestion:
        return None
    return question if question.state is AskedState.WAITING else None


def _days(away: Sequence[tuple[date, date]]) -> Iterator[date]:
    for first, last in away:
        yield from (first + ahead * DAY for ahead in range((last - first).days + 1))


def _hub(question: HubQuestion) -> int:
    return question.hub_id
