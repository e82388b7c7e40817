"""A calendar file that Outlook, Gmail and Nextcloud show as it is meant; and what names this deployment in it."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

from icalendar import Calendar

from adapters.console.ask import SetClock
from bot.core.activity import Message
from bot.core.dispatcher import Core
from bot.db.deployment import identity
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.residentials.domain import Residential, ResidentialInput, ResidentialState
from bot.features.residentials.ics import calendar_file
from bot.features.residentials.repository import Residentials
from tests.support.ground import NOON, account, ground
from tests.support.stores import store, url

__all__ = ["store", "url"]
FIRST, LAST = date(2026, 11, 12), date(2026, 11, 13)
HELD = Residential(7, 1, 1, 1, FIRST, LAST, "The Grange; Leeds", ResidentialState.CONFIRMED, 3)


def entry(content: bytes) -> Any:
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    return found


def written(residential: Residential, deployment: str = "abc") -> Any:
    return entry(calendar_file([residential], "Cohort 12", deployment, NOON).content)


def test_a_cancelled_one_says_so_where_calendars_do_not_look_at_its_status() -> None:
    before, after = written(HELD), written(replace(HELD, state=ResidentialState.CANCELLED, revision=4))
    assert (before["summary"], before["transp"], before["status"]) == (
        "Residential 1, Mastery Specialists, Cohort 12",
        "OPAQUE",
        "CONFIRMED",
    )
    assert (after["summary"], after["transp"], after["status"]) == (
        "Cancelled: Residential 1, Mastery Specialists, Cohort 12",
        "TRANSPARENT",
        "CANCELLED",
    )
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_it_is_no_invitation() -> None:
    """RFC 5546: where there is a METHOD there must be an ORGANIZER, and there is none."""
    content = calendar_file([HELD], "Cohort 12", "abc", NOON).content
    assert b"METHOD" not in content
    assert b"ORGANIZER" not in content


def test_entries_of_two_deployments_do_not_replace_each_other() -> None:
    assert written(HELD, "abc")["uid"] != written(HELD, "xyz")["uid"]
    assert written(HELD)["uid"] != written(replace(HELD, id=8))["uid"]


async def test_what_the_bot_hands_over_is_named_after_its_own_deployment(
    core: Core, store: Store, clock: SetClock
) -> None:
    clock.moment = NOON
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    await Codes(store).redeem((await Codes(store).make(sam.id, None, NOON)).words, account("sam"), NOON)
    await Residentials(store).set(g.here, ResidentialInput(1, FIRST, LAST), g.lead.id, NOON)
    uids = set()
    for _ in range(2):
        (file,) = (await core.over(store).handle(Message(account("sam"), "C", "residentials calendar"))).files
        uids.add(str(entry(file.content)["uid"]))
    (uid,) = uids
    assert (await identity(store)).name in uid


async def test_processes_that_start_at_once_agree_on_who_they_are_and_others_are_others(store: Store) -> None:
    found = await asyncio.gather(*(identity(store) for _ in range(6)))
    assert len({(one.name, one.key) for one in found}) == 1
    assert "key" not in repr(found[0])
    other = Store("sqlite+aiosqlite://")
    assert (await identity(other)).name != found[0].name
    await other.close()
