"""A message that follows an announcement is changed once it is out: by one of two servers, and after a kill."""

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random

from bot.core.plain_text import plain
from bot.delivery.domain import DeliveryStatus, LeaseRequest
from bot.delivery.leases import Leases
from bot.delivery.live_messages import LiveMessages
from bot.features.people.repository_hubs import HubRegister
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from scheduler.ports import Ambiguous, Throttled
from tests.support.announcing import LEE, announced, weeks
from tests.support.ground import NOON
from tests.support.reminding import Weeks
from tests.support.stores import store, url

__all__ = ["store", "url", "weeks"]

CARD = "the card that said on its way"
TIMES = [f"2026-11-02T12:{minute:02}" for minute in range(1, 60, 8)]


async def test_it_is_changed_once_and_only_when_nothing_waits(weeks: Weeks) -> None:
    await _on_its_way(weeks)
    weeks.faults["teams"] = [Throttled(600)]
    for moment in TIMES[:3]:
        await weeks.tick(moment)
    assert not _changes(weeks), "one of the two still waits"
    for moment in TIMES[3:]:
        await weeks.tick(moment)
    assert _changes(weeks) == {CARD: 1}
    said = plain(weeks.platforms["slack"].changed[CARD])
    assert "sent on Mon 2 Nov at 12:00" in said
    assert "Sent to: 2\nNot joined yet: Al Fox." in said


async def test_of_two_servers_one_changes_it(weeks: Weeks) -> None:
    await _on_its_way(weeks)
    await weeks.tick(TIMES[0])
    db, now = weeks.talk.ground.store, datetime.fromisoformat(TIMES[1]).replace(tzinfo=UTC)
    await asyncio.gather(*(plan_and_fan_out(db, weeks.rules, now) for _ in range(2)))
    servers = [DeliveryContext(db, {**weeks.platforms}, lambda: now, Random(seed)) for seed in (1, 2)]
    await asyncio.gather(*map(local_engine.drain, servers))
    assert _changes(weeks) == {CARD: 1}


async def test_a_server_that_is_killed_while_it_changes_it_is_made_up_for(weeks: Weeks) -> None:
    await _on_its_way(weeks)
    await weeks.tick(TIMES[0])
    db, now = weeks.talk.ground.store, datetime.fromisoformat(TIMES[1]).replace(tzinfo=UTC)
    await plan_and_fan_out(db, weeks.rules, now)
    (held,) = await Leases(db).claim(now, LeaseRequest("killed", now + timedelta(seconds=60), most=9))
    assert held.message == CARD
    await weeks.tick(TIMES[1])
    assert not _changes(weeks), "it may be at it"
    await weeks.tick(TIMES[2])
    await weeks.tick(TIMES[3])
    assert _changes(weeks) == {CARD: 1}


async def test_an_answer_that_is_lost_is_asked_for_again_for_twice_does_no_harm(weeks: Weeks) -> None:
    await _on_its_way(weeks)
    await weeks.tick(TIMES[0])
    weeks.faults["slack"] = [Ambiguous("Slack did not answer")]
    for moment in TIMES[1:4]:
        await weeks.tick(moment)
    assert _changes(weeks) == {CARD: 1}


async def test_who_leads_the_hub_no_more_is_not_told_how_it_went(weeks: Weeks) -> None:
    await _on_its_way(weeks)
    g = weeks.talk.ground
    await HubRegister(g.store).unmake_lead(g.lead.id, g.hub.id, None, NOON)
    for moment in TIMES[:4]:
        await weeks.tick(moment)
    assert not _changes(weeks)
    assert DeliveryStatus.FAILED not in await Leases(g.store).tally(), "it is no failure, either"


async def test_one_that_is_cancelled_or_a_draft_again_says_so_itself(weeks: Weeks) -> None:
    for label in ("Cancel it", "Undo"):
        await announced(weeks, "at 8am tomorrow: Bring your folders.", "Schedule it (2 people)")
        await _shown(weeks)
        await weeks.talk.press(LEE, label)
    for moment in (*TIMES[:2], "2026-11-03T08:00", "2026-11-03T08:10"):
        await weeks.tick(moment)
    assert not _changes(weeks)


async def _on_its_way(weeks: Weeks) -> None:
    await announced(weeks)
    await _shown(weeks)


async def _shown(weeks: Weeks) -> None:
    """As a platform's adapter notes it."""
    follows, to = weeks.talk.seen[LEE].follows, weeks.talk.sender(LEE)
    assert follows
    await LiveMessages(weeks.talk.ground.store).shown(to, {"user": LEE}, CARD, follows, weeks.clock())


def _changes(weeks: Weeks) -> dict[str, int]:
    return dict(weeks.platforms["slack"].changes) if weeks.platforms else {}
