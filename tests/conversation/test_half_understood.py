"""A question is no yes, a doubt is no order, and it is one thing at a time: what strangers typed."""

import pytest

from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub

__all__ = ["store", "url"]


@pytest.mark.parametrize("asks", ["sure?", "ok?", "yes?", "confirmed?", "correct?", "send it?", "ok?? 😅"])
@pytest.mark.parametrize(
    ("who", "order"),
    [
        (LEE, "cohort leave Sam Patel"),
        (LEE, "announce to everyone: bring your laptops"),
        (LEE, "cancel residential 1"),
        (SAM, "i was at the hub on 30 october, morning"),
    ],
)
async def test_whoever_asks_agrees_to_nothing(hub: Hub, who: str, order: str, asks: str) -> None:
    await hub.say(who, order)
    before = await hub.records()
    await hub.say(who, asks)
    assert await hub.records() == before


@pytest.mark.parametrize(
    "words",
    [
        "log 30 october full workshop hopefully",
        "log 30 october full workshop snow permitting",
        "log 30 october workshop tbc",
        "log 30 october workshop i think",
        "log 30 october workshop for Zoe",
        "log 30 october workshop and email lee",
        "30/10 am and 29/10 pm assignment, and how many do i have left",
        "30 october",
    ],
)
async def test_a_day_with_something_beside_it_is_shown_first(hub: Hub, words: str) -> None:
    before = await hub.records()
    said = (await hub.say(SAM, words)).lower()
    assert "not logged yet" in said or "nothing is logged yet" in said
    assert await hub.records() == before


async def test_what_a_note_says_may_doubt(hub: Hub) -> None:
    assert "Logged: Fri 30 Oct" in await hub.say(SAM, "log 30 october workshop, note: i think it went well")


@pytest.mark.parametrize(
    "words",
    [
        "change 30 october to full, i think",
        "change 30 october to the afternoon and 29 october to half",
    ],
)
async def test_a_change_with_something_beside_it_is_not_made(hub: Hub, words: str) -> None:
    await hub.say(SAM, "log 30 october half workshop")
    await hub.say(SAM, "log 29 october workshop")
    before = await hub.records()
    await hub.say(SAM, words)
    assert await hub.records() == before


async def test_a_bare_date_shows_its_day_and_what_follows_is_about_that_day(hub: Hub) -> None:
    await hub.say(SAM, "log 21 october workshop")
    await hub.say(SAM, "log 28 october half pilot workshop")
    assert "On record: Wed 21 Oct, full day, workshop." in await hub.say(SAM, "21 oct")
    assert "Change it to: Wed 21 Oct, half a day, workshop." in await hub.say(SAM, "to a half")
    before = await hub.records()
    assert "Wed 21 Oct, morning" in await hub.say(SAM, "morning")
    assert await hub.records() == before


@pytest.mark.parametrize("words", ["i was at the hub this morning", "log 29 october workshop", "30 october"])
async def test_a_day_of_its_own_never_becomes_what_another_is_changed_to(hub: Hub, words: str) -> None:
    await hub.say(SAM, "log 28 october half pilot workshop")
    await hub.say(SAM, "change 28 october to full, i think")
    await hub.say(SAM, words)
    assert "Wed 28 Oct: half a day · pilot workshop" in await hub.say(SAM, "releaseday list")


async def test_taking_the_note_off_leaves_the_day(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop, note: with Sarah about Y3")
    assert "Changed: Fri 30 Oct, full day, workshop." in await hub.say(SAM, "take the note off")


@pytest.mark.parametrize(
    ("order", "answer", "logged"),
    [
        ("workshop tues 28 oct am", "the tuesday one", "Tue 27 Oct, morning, workshop"),
        ("log workshop tues 28 oct", "28th", "Wed 28 Oct, full day, workshop"),
        ("log 29 october, sorry 30 october, study", "thursday", "Thu 29 Oct, full day, assignment or study"),
    ],
)
async def test_one_of_the_dates_on_the_buttons_may_be_typed(
    hub: Hub, order: str, answer: str, logged: str
) -> None:
    await hub.say(SAM, order)
    assert f"Logged: {logged}." in await hub.say(SAM, answer)


async def test_a_date_that_is_on_none_of_the_buttons_logs_nothing(hub: Hub) -> None:
    await hub.say(SAM, "workshop tues 28 oct am")
    before = await hub.records()
    await hub.say(SAM, "the 29th")
    assert await hub.records() == before


@pytest.mark.parametrize(
    "words",
    [
        "change spring report to 16 march unless finn objects",
        "change spring report to 16 march if thats ok",
        "change spring report to 16 march, i think",
        "change spring report to 16 march for finn only",
        "change spring report to 16 march and tell everyone",
        "residential 1 is at york i think",
        "residential 1 at York, tell everyone",
        "residential 1 is now at York not Leeds",
        "set residential 3 to 10-11 june at york or leeds",
    ],
)
async def test_a_leads_order_with_a_tail_changes_nothing(hub: Hub, words: str) -> None:
    before = await hub.records()
    assert "othing was changed" in await hub.say(LEE, words)
    assert await hub.records() == before


async def test_a_report_still_gets_a_new_name(hub: Hub) -> None:
    assert "Easter report" in await hub.say(LEE, "rename spring report to Easter report")


async def test_two_people_in_one_order_of_a_lead_are_two_orders(hub: Hub) -> None:
    await hub.ground.enrol("Wren Cole")
    before = await hub.records()
    assert "One person's day at a time" in await hub.say(
        LEE, "log a workshop for sam patel on 30 october and for wren"
    )
    assert await hub.records() == before
