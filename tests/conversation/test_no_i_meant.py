"""“No, I meant Ben”: what was asked is not done, and what is meant instead is read, or asked for."""

import pytest

from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub

__all__ = ["store", "url"]


@pytest.fixture
async def hub(hub: Hub) -> Hub:
    """With three days of Sam's on record."""
    for words in ("14 october workshop", "4 november morning pilot workshop", "11 november hub collaboration"):
        await hub.say(SAM, f"releaseday log {words}")
    return hub


async def days(hub: Hub) -> list[str]:
    return (await hub.records())["release_day"]


async def test_somebody_else_is_asked_about_and_then_taken_off(hub: Hub) -> None:
    await hub.say(LEE, "remove sam patel")
    assert "Has Ben Okoro" in await hub.say(LEE, "no i mean ben")
    assert "Ben Okoro has left" in await hub.say(LEE, "yes")


@pytest.mark.parametrize("words", ["no she's staying", "no i mean the reminder", "sorry, i meant the other thing"])
async def test_a_no_that_goes_on_ends_the_question(hub: Hub, words: str) -> None:
    before = await hub.records()
    await hub.say(LEE, "cancel residential 1")
    assert "All right, nothing was changed." in await hub.say(LEE, words)
    await hub.say(LEE, "yes")
    assert await hub.records() == before


async def test_a_question_after_a_no_is_answered(hub: Hub) -> None:
    await hub.say(LEE, "cancel residential 1")
    assert "23 April 2026" in await hub.say(LEE, "no, when is the deadline?")


@pytest.mark.parametrize("words", ["no worries", "no problem"])
async def test_no_worries_is_no_refusal(hub: Hub, words: str) -> None:
    await hub.say(LEE, "cancel residential 1")
    assert "nothing was changed" not in await hub.say(LEE, words)


@pytest.mark.parametrize(
    ("words", "stays"),
    [
        ("delete everything except 4 nov", "2026-11-04"),
        ("delete all but the hub collaboration", "2026-11-11"),
        ("delete all my days apart from 14 october", "2026-10-14"),
    ],
)
async def test_what_is_excepted_stays(hub: Hub, words: str, stays: str) -> None:
    assert "Shall I delete both?" in await hub.say(SAM, words)
    assert len(await days(hub)) == 3
    await hub.say(SAM, "yes")
    (left,) = await days(hub)
    assert stays in left


@pytest.mark.parametrize("words", ["delete everything but", "delete everything except the good ones"])
async def test_an_exception_that_cannot_be_read_deletes_nothing(hub: Hub, words: str) -> None:
    before = await hub.records()
    assert "Delete everything" not in await hub.say(SAM, words)
    await hub.say(SAM, "yes")
    assert await hub.records() == before


@pytest.mark.parametrize(
    "words", ["no the one before", "not that one, 4 november", "oh wait no, the previous one"]
)
async def test_another_day_is_shown_instead_and_only_then_deleted(hub: Hub, words: str) -> None:
    await hub.say(SAM, "help")
    await hub.say(SAM, "delete my last one")
    assert "Wed 4 Nov" in await hub.say(SAM, words)
    assert len(await days(hub)) == 3
    await hub.say(SAM, "yes")
    assert not any("2026-11-04" in one for one in await days(hub))
    assert len(await days(hub)) == 2


async def test_of_several_others_one_is_chosen(hub: Hub) -> None:
    await hub.say(SAM, "help")
    await hub.say(SAM, "delete my last one")
    assert "Which one do you mean?" in await hub.say(SAM, "no the other one")
    assert len(await days(hub)) == 3


async def test_a_slip_before_the_no_does_not_hide_the_new_day(hub: Hub) -> None:
    await hub.say(SAM, "workshop on friday 6 november, i think")
    assert "Not logged yet: Thu 5 Nov" in await hub.say(SAM, "oh wait no it was thursday 5 november")


async def test_weekdays_answer_for_the_week_that_was_asked_about(hub: Hub) -> None:
    await hub.say(SAM, "2 days study next week")
    await hub.say(SAM, "monday and tuesday")
    new = (await days(hub))[-2:]
    assert len(new) == 2
    assert len(await days(hub)) == 5


async def test_a_number_alone_is_a_day_of_the_month_that_has_fewer(hub: Hub) -> None:
    await hub.say(SAM, "log 31 november workshop full")
    assert "Logged: Mon 30 Nov" in await hub.say(SAM, "30 then")
