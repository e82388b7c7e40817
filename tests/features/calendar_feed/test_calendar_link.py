"""A calendar that follows the dates: a secret link, read over HTTP by two other parsers than the writer."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import ics
import pytest
import vobject
from aiohttp import ClientResponse, ClientSession
from sqlalchemy import text

from adapters.console.ask import SetClock
from adapters.web.calendars import Calendars
from adapters.web.server import application, listening
from bot.bootstrap import FEATURES, who_is
from bot.conversation.repository import ConversationStates
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.routes import discover
from bot.features.calendar_feed.repository import CalendarLinks
from bot.features.people.repository_enrolments import Enrolments
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import ResidentialInput, ResidentialState
from bot.features.residentials.repository import Residentials
from bot.identity.repository import People
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.announcing import ANN, FAY, KIM, LEE, SAM, weeks
from tests.support.ground import NOON
from tests.support.reminding import Weeks
from tests.support.stores import counted, store, url

__all__ = ["store", "url", "weeks"]
ADDRESS = "https://bot.example"
FIRST = date(2027, 1, 12)
HELD = ResidentialInput(1, FIRST, FIRST + timedelta(days=1), "The Grange; Leeds", ResidentialState.CONFIRMED)
Entries = dict[str, tuple[date, date, str, str]]


class Calendar:
    """A program that follows a link, as Outlook would."""

    def __init__(self, session: ClientSession, port: int) -> None:
        self._session, self._base = session, f"http://127.0.0.1:{port}"

    async def get(self, link: str, tag: str = "") -> ClientResponse:
        headers = {"If-None-Match": tag} if tag else {}
        return await self._session.get(link.replace(ADDRESS, self._base), headers=headers)

    async def entries(self, link: str) -> Entries:
        answer = await self.get(link)
        assert answer.status == 200
        assert answer.content_type == "text/calendar"
        text = await answer.text()
        one, other = read_by_ics(text), read_by_vobject(text)
        assert one == other, "two parsers read the same"
        return one


def read_by_ics(text: str) -> Entries:
    return {
        event.uid: (event.begin.date(), event.end.date(), event.name, str(event.status or ""))
        for event in ics.Calendar(text).events
    }


def read_by_vobject(text: str) -> Entries:
    return {
        one.uid.value: (one.dtstart.value, one.dtend.value, one.summary.value, one.status.value)
        for one in vobject.readOne(text).contents.get("vevent", [])
    }


@pytest.fixture
async def hub(weeks: Weeks, knowledge: Knowledge, search: Search, clock: SetClock) -> Weeks:
    """The same people at a bot that has a web address."""
    at = weeks.talk.ground.store
    parts = (LiveEditions.of_one(knowledge, search), discover(FEATURES), at, clock, who_is)
    weeks.talk.core = Core(*parts, conversations=ConversationStates(), public_url=ADDRESS)
    await Residentials(at).set(weeks.talk.ground.here, HELD, None, NOON)
    await Reports(at).add(weeks.talk.ground.here, "Autumn report", date(2026, 12, 11), None, NOON)
    return weeks


@pytest.fixture
async def outlook(hub: Weeks, clock: SetClock) -> AsyncIterator[Calendar]:
    app = application([], {}, Calendars(hub.talk.ground.store, clock))
    async with listening(app, "127.0.0.1", 0) as port, ClientSession() as session:
        yield Calendar(session, port)


async def link_of(hub: Weeks, user: str, words: str = "calendar link") -> str:
    found = re.search(rf"{ADDRESS}/calendar/[\w-]+\.ics", await hub.talk.say(user, words))
    assert found
    return found[0]


async def test_a_moved_and_a_cancelled_residential_follow_by_themselves(hub: Weeks, outlook: Calendar) -> None:
    g, link = hub.talk.ground, await link_of(hub, SAM)
    before = await outlook.entries(link)
    (uid,) = (uid for uid in before if uid.startswith("residential"))
    title = "Residential 1, Mastery Specialists, Cohort 12"
    assert before[uid] == (FIRST, FIRST + timedelta(days=2), title, "CONFIRMED")
    later = replace(HELD, first_day=date(2027, 2, 2), last_day=date(2027, 2, 3))
    await Residentials(g.store).set(g.here, later, g.lead.id, NOON)
    after = await outlook.entries(link)
    assert after.keys() == before.keys()
    assert after[uid][0] == date(2027, 2, 2)
    await Residentials(g.store).cancel(g.here, 1, g.lead.id, NOON)
    assert (await outlook.entries(link))[uid][2:] == (f"Cancelled: {title}", "CANCELLED")


async def test_what_has_not_changed_is_not_sent_again(hub: Weeks, outlook: Calendar, clock: SetClock) -> None:
    g, link = hub.talk.ground, await link_of(hub, SAM)
    first = await outlook.get(link)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, max-age=900, must-revalidate"
    clock.moment = NOON + timedelta(hours=5)
    again = await outlook.get(link, tag)
    assert (again.status, await again.read(), again.headers["ETag"]) == (304, b"", tag)
    assert (await outlook.get(link, f"W/{tag}")).status == 304
    await Residentials(g.store).cancel(g.here, 1, g.lead.id, NOON)
    changed = await outlook.get(link, tag)
    assert changed.status == 200
    assert changed.headers["ETag"] != tag


async def test_a_link_that_is_stopped_replaced_or_made_up_shows_nothing(hub: Weeks, outlook: Calendar) -> None:
    first = await link_of(hub, SAM)
    assert "You have a link already" in await hub.talk.say(SAM, "calendar link")
    said = await hub.talk.press(SAM, "New link")
    (second,) = re.findall(rf"{ADDRESS}/calendar/[\w-]+\.ics", said)
    assert ((await outlook.get(first)).status, (await outlook.get(second)).status) == (404, 200)
    await hub.talk.say(SAM, "stop my calendar link")
    gone = await outlook.get(second)
    assert (gone.status, gone.headers["Cache-Control"]) == (404, "no-store")
    for made_up in ("x", "a" * 43, "..%2f..%2fprivacy", "a" * 5000):
        assert (await outlook.get(f"{ADDRESS}/calendar/{made_up}.ics")).status == 404


async def test_the_records_alone_open_no_calendar(hub: Weeks) -> None:
    secret = (await link_of(hub, SAM)).rpartition("/")[2].removesuffix(".ics")
    async with hub.talk.ground.store.transaction() as connection:
        for table in ("calendar_link", "conversation_state", "audit", "relay"):
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608  our own words
            assert secret not in str(rows)


async def test_who_has_left_sees_no_more_dates_and_a_mover_those_of_the_new_hub(
    hub: Weeks, outlook: Calendar
) -> None:
    g, link = hub.talk.ground, await link_of(hub, SAM)
    (sam,) = await People(g.store).named("Sam Patel", [g.hub.id])
    there = replace(HELD, first_day=date(2027, 3, 2), last_day=date(2027, 3, 3), venue=None)
    await Residentials(g.store).set(g.there, there, None, NOON)
    await Enrolments(g.store).move(sam.id, g.entrant("Sam Patel", g.other), g.lead.id, NOON)
    assert [entry[0] for entry in (await outlook.entries(link)).values()] == [date(2027, 3, 2)]
    await Enrolments(g.store).leave(sam.id, g.cohort.id, "left", g.lead.id, NOON)
    assert await outlook.entries(link) == {}


async def test_a_lead_sees_the_hub_and_another_hubs_lead_does_not(hub: Weeks, outlook: Calendar) -> None:
    assert len(await outlook.entries(await link_of(hub, LEE, "subscribe my calendar to the residentials"))) == 2
    assert await outlook.entries(await link_of(hub, FAY)) == {}
    assert await outlook.entries(await link_of(hub, KIM)) == {}


async def test_a_strangers_and_an_unaddressed_bot_give_no_link(hub: Weeks, core: Core) -> None:
    assert "Only enrolled specialists" in await hub.talk.say("slack:nobody", "calendar link")
    hub.talk.core = core.over(hub.talk.ground.store)
    assert "no web address" in await hub.talk.say(ANN, "calendar link")
    assert hub.talk.labels(ANN) == ["Calendar file"]


async def test_a_question_about_it_makes_no_link(hub: Weeks) -> None:
    assert "https" not in await hub.talk.say(SAM, "can I subscribe to the residentials in outlook?")
    await hub.talk.press(SAM, "Make a link")
    assert await CalendarLinks(hub.talk.ground.store).exists(2)


async def test_a_calendar_takes_two_statements_whatever_its_size(hub: Weeks, outlook: Calendar) -> None:
    g, link = hub.talk.ground, await link_of(hub, SAM)
    await outlook.get(link)  # the deployment's name is read once
    for number in range(2, 9):
        await Residentials(g.store).set(g.here, replace(HELD, number=number), None, NOON)
    with counted(g.store) as sent:
        entries: Any = await outlook.entries(link)
    assert len(entries) == 9
    assert len(sent) <= 2
