"""Random messages of a lead's words, dates and joints: nothing changes, or the answer says every day back."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.console.ask import SetClock
from bot.core.activity import Message
from bot.core.dispatcher import Core
from bot.core.identity import HubCohort
from bot.core.plain_text import plain
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.reports.repository import Reports
from bot.features.residentials.repository import Residentials
from bot.hubs.holidays import Holidays
from bot.language.phrasing import span
from tests.support.examples import examples
from tests.support.ground import NOON, Ground, account, ground

OPENINGS = [
    "cohort holidays",
    "cohort residential 3",
    "cohort report add “Spring report” due",
    "set residential 3 to",
    "half term is",
    "the residential is",
    "can i move residential 3 to",
    "",
]
DATES = [
    "Mon 15/2",
    "15 February",
    "19 February 2027",
    "next friday",
    "17-18 June 2027",
    "half term",
    "w/c 8 March",
]
OTHER = ["at The Grange", "confirmed", "am", "2 days", "for Kim Lee", "room 12", "at 9", "school trip"]
JOINTS = ["and", "to", "until", "not", "except", ",", "or", "instead of", "every"]
WORDS = st.lists(st.sampled_from([*DATES, *DATES, *OTHER, *JOINTS]), min_size=1, max_size=5)
IMPERATIVE = re.compile(r"^(?:cohort|set)\b")
Known = set[tuple[date, date, str]]


@pytest.fixture
async def hub(store: Store, clock: SetClock) -> Ground:
    clock.moment = NOON.replace(day=16)
    g = await ground(store)
    await g.enrol("Kim Lee")
    code = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("lee"), NOON)
    return g


async def on_record(g: Ground) -> Known:
    here = HubCohort(g.hub.id, g.cohort.id)
    found = {(first, last, "holiday") for first, last in await Holidays(g.store).of(g.hub.id)}
    found |= {(one.due, one.due, one.title) for one in await Reports(g.store).list(here)}
    return found | {
        (one.first_day, one.last_day, f"{one.state} {one.venue}") for one in await Residentials(g.store).list(here)
    }


@settings(max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(opening=st.sampled_from(OPENINGS), words=WORDS)
async def test_what_a_lead_changes_is_said_back_and_was_an_order(
    core: Core, hub: Ground, opening: str, words: list[str]
) -> None:
    text = f"{opening} {' '.join(words)}".strip()
    before = await on_record(hub)
    reply = plain(await core.handle(Message(account("lee"), "C", text)))
    after = await on_record(hub)
    if after == before:
        return
    assert IMPERATIVE.match(text), text
    for first, last, _ in after - before:
        assert span(first, last) in reply, text
