"""A lead puts right who somebody is on record; the person is told, and it is taken back."""

import pytest

from bot.core.identity import Person
from bot.features.people.repository_hubs import HubRegister
from bot.identity.repository import People
from tests.support.announcing import ADA, ANN, FAY, LEE, SAM, weeks
from tests.support.ground import NOON
from tests.support.reminding import Weeks
from tests.support.stores import store
from tests.support.stores import url_of_both as url

__all__ = ["store", "url", "weeks"]


async def person(weeks: Weeks, number: int) -> Person:
    found = await People(weeks.talk.ground.store).by_id(number)
    assert found is not None
    return found


async def sam_of(weeks: Weeks) -> Person:
    g = weeks.talk.ground
    return (await People(g.store).named("Sam Patel", [g.hub.id]))[0]


async def test_name_address_and_school_are_put_right_told_and_undone(weeks: Weeks) -> None:
    sam = await sam_of(weeks)
    await weeks.talk.say(LEE, "cohort edit Sam Patel")
    said = await weeks.talk.press(LEE, "Save", name="Sam Patel-Jones", email="SAM@new.example", school="Hillside")
    assert "Saved: Sam Patel-Jones, sam@new.example, Hillside." in said
    now = await person(weeks, sam.id)
    assert now.enrolment is not None
    assert (now.name, now.email, now.enrolment.school) == ("Sam Patel-Jones", "sam@new.example", "Hillside")
    (told,) = await weeks.talk.arrives()
    assert told.to == SAM
    assert "Lee Lead at your hub has changed your record:" in told.text
    assert "school: St Anne's → Hillside" in told.text
    await weeks.talk.say(LEE, "undo")
    assert await person(weeks, sam.id) == sam
    assert len(await weeks.talk.arrives()) == 1


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("change Sam Patel's school to Hillside Primary", "school", "Hillside Primary"),
        ("update Sam Patel's email to sam@new.example", "email", "sam@new.example"),
        ("change Sam Patel's surname to O'Neill", "name", "Sam O'Neill"),
    ],
)
async def test_said_in_words_it_is_a_form_and_nothing_is_changed_yet(
    weeks: Weeks, words: str, field: str, value: str
) -> None:
    sam = await sam_of(weeks)
    await weeks.talk.say(LEE, words)
    (form,) = weeks.talk.seen[LEE].forms
    assert {one.name: one.value for one in form.fields}[field] == value
    assert await person(weeks, sam.id) == sam


async def test_another_hubs_people_and_who_holds_a_role_are_not_a_leads_to_edit(weeks: Weeks) -> None:
    g, sam = weeks.talk.ground, await sam_of(weeks)
    assert sam.enrolment is not None
    values = {"person": str(sam.id), "place": str(sam.enrolment.id), "name": "X", "email": "", "school": "Y"}
    assert "belongs to another hub" in await weeks.talk.submit(FAY, "person_edit", values)
    assert "Only hub leads" in await weeks.talk.submit(ANN, "person_edit", values)
    await HubRegister(g.store).make_lead(sam.id, g.other.id, None, NOON)
    assert "only a programme administrator" in await weeks.talk.submit(LEE, "person_edit", values)
    assert (await person(weeks, sam.id)).name == "Sam Patel"
    await weeks.talk.submit(ADA, "person_edit", values)
    assert (await person(weeks, sam.id)).name == "X"


async def test_an_address_that_is_somebody_elses_is_refused(weeks: Weeks) -> None:
    sam = await sam_of(weeks)
    await weeks.talk.say(LEE, "cohort edit Sam Patel")
    assert "on record already" in await weeks.talk.press(LEE, "Save", email="ann.jones@school.example")
    assert await person(weeks, sam.id) == sam
