"""At what time somebody is reminded, and their quiet time: said, shown, kept to, and undone."""

from datetime import date

import pytest

from bot.features.reports.repository import Reports
from tests.support.announcing import ANN, LEE, SAM, weeks
from tests.support.ground import NOON
from tests.support.reminding import Weeks
from tests.support.stores import store, url

__all__ = ["store", "url", "weeks"]
DUE = date(2026, 12, 7)  # a Monday; two weeks before it, on Monday 23 November, people are reminded


async def report(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await Reports(g.store).add(g.here, "Autumn report", DUE, g.lead.id, NOON)


async def reminded(weeks: Weeks, moment: str) -> list[str]:
    return [user for user, text in await weeks.tick(moment) if "Autumn report" in text]


@pytest.mark.parametrize("words", ["reminders at 16:00", "Remind me at 4pm from now on"])
async def test_they_come_at_the_time_that_was_chosen(weeks: Weeks, words: str) -> None:
    assert "Reminders come at 16:00." in await weeks.talk.say(SAM, words)
    await report(weeks)
    assert await reminded(weeks, "2026-11-23T07:31") == [ANN]
    assert await reminded(weeks, "2026-11-23T15:59") == []
    assert await reminded(weeks, "2026-11-23T16:01") == [SAM]


async def test_what_waits_already_is_moved_and_undo_moves_it_back(weeks: Weeks) -> None:
    await report(weeks)
    await weeks.tick("2026-11-20T12:00")
    await weeks.talk.say(SAM, "reminders at 16:00")
    assert "They come at 16:00." in await weeks.talk.say(SAM, "reminders")
    await weeks.talk.say(SAM, "undo")
    assert "They come at" not in await weeks.talk.say(SAM, "reminders")
    assert sorted(await reminded(weeks, "2026-11-23T07:31")) == [SAM, ANN]


@pytest.mark.parametrize(
    "words", ["reminders quiet 20 to 27 November", "No reminders from 20 to 27 November please"]
)
async def test_in_a_quiet_time_nothing_comes_and_after_it_what_is_of_use(weeks: Weeks, words: str) -> None:
    said = await weeks.talk.say(SAM, words)
    assert "Quiet from Fri 20 Nov to Fri 27 Nov: what falls in it comes after it" in said
    await report(weeks)
    assert await reminded(weeks, "2026-11-23T07:31") == [ANN]
    assert await reminded(weeks, "2026-11-27T17:00") == []
    assert await reminded(weeks, "2026-11-30T07:31") == [SAM], "the 28th is a Saturday"


async def test_a_form_says_both(weeks: Weeks) -> None:
    await weeks.talk.say(SAM, "reminders")
    await weeks.talk.press(SAM, "Change the time")
    said = await weeks.talk.press(SAM, "Save", at="480", first="2026-11-20", last="2026-11-27")
    assert "Reminders come at 08:00. Quiet from Fri 20 Nov to Fri 27 Nov" in said
    await weeks.talk.say(SAM, "reminders quiet off")
    await weeks.talk.say(SAM, "reminders at morning")
    assert "Quiet" not in await weeks.talk.say(SAM, "reminders")


@pytest.mark.parametrize("words", ["reminders at 6am", "reminders at soon", "reminders quiet soon"])
async def test_what_cannot_be_is_asked_about(weeks: Weeks, words: str) -> None:
    assert "for example" in await weeks.talk.say(SAM, words)


async def test_only_specialists(weeks: Weeks) -> None:
    assert "Only enrolled specialists" in await weeks.talk.say(LEE, "reminders at 16:00")
