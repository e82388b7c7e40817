"""A cohort of a thousand at one hub: what a lead asks takes as few statements as for ten."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from bot.db.store import Store
from bot.features.release_days.domain import Part, Purpose
from bot.features.release_days.tables import ReleaseDayRow
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import ResidentialInput
from bot.features.residentials.repository import Residentials
from bot.identity.tables import EnrolmentRow, PersonRow
from tests.support.announcing import LEE, weeks
from tests.support.ground import NOON, TODAY
from tests.support.reminding import Weeks
from tests.support.stores import counted, store
from tests.support.stores import url_of_a_file as url

__all__ = ["store", "url", "weeks"]
ASKED = (
    "cohort status",
    "cohort today",
    "cohort export",
    "cohort claim",
    "hub figures",
    "cohort status sort by days",
    "who is late with the baseline report",
    "who hasn't joined",
)


async def a_thousand(store: Store, hub: int, cohort: int) -> None:
    """Each with a day on record, by statements of their own: enrolled one by one it would take minutes."""
    numbers = range(10_000, 11_000)
    people = [
        {"id": n, "name": f"Person {n}", "email": f"p{n}@school.example", "admin": False, "created_at": NOON}
        for n in numbers
    ]
    places = [
        {"person_id": n, "hub_id": hub, "cohort_id": cohort, "school": "St Anne's", "started_at": NOON}
        for n in numbers
    ]
    days = [
        {
            "person_id": n,
            "cohort_id": cohort,
            "day": date(2026, 10, 6),
            "part": Part.FULL.value,
            "half_days": 2,
            "purpose": Purpose.WORKSHOP.value,
            "logged_by": n,
            "logged_at": NOON,
            "added_in": 1,
        }
        for n in numbers
    ]
    async with store.writing() as connection:
        await connection.execute(insert(PersonRow), people)
        await connection.execute(insert(EnrolmentRow), places)
        await connection.execute(insert(ReleaseDayRow), days)


@pytest.mark.slow
async def test_a_lead_of_a_thousand_asks_in_twelve_statements(weeks: Weeks) -> None:
    g = weeks.talk.ground
    held = TODAY + timedelta(days=30)
    await Reports(g.store).add(g.here, "Baseline", TODAY - timedelta(days=1), g.lead.id, NOON)
    await Residentials(g.store).set(g.here, ResidentialInput(1, held, held), g.lead.id, NOON)
    await weeks.talk.say(LEE, ASKED[-1])  # “them” are kept in mind, and forgotten by the next question
    few = {}
    for words in ASKED:
        with counted(g.store) as found:
            await weeks.talk.say(LEE, words)
        few[words] = len(found)
    await a_thousand(g.store, g.hub.id, g.cohort.id)
    many = {}
    for words in ASKED:
        with counted(g.store) as found:
            assert "1003" in await weeks.talk.say(LEE, words) or words != "cohort status"
        many[words] = len(found)
    lists = [words for words in ASKED if words.startswith("who")]  # a short list is kept as “them”, a long one not
    assert all(many[words] <= few[words] for words in lists), (many, few)
    assert {**many, **dict.fromkeys(lists)} == {**few, **dict.fromkeys(lists)}
    assert max(many.values()) <= 12, many
