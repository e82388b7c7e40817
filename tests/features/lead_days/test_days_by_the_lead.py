"""A lead sees, logs and corrects the days of a specialist, who is told, and who can take it back as well."""

from datetime import date

import pytest

from bot.core.identity import Person
from bot.features.people.repository_hubs import HubRegister
from bot.features.release_days.domain import Part, Purpose, ReleaseDay
from bot.features.release_days.repository import ReleaseDays
from bot.identity.repository import People
from tests.support.announcing import ADA, ANN, FAY, KIM, LEE, SAM, weeks
from tests.support.ground import NOON, asked, full, half
from tests.support.reminding import Weeks
from tests.support.stores import counted, store, url

__all__ = ["store", "url", "weeks"]
FRIDAY = date(2026, 11, 6)


async def on_record(weeks: Weeks, name: str = "Sam Patel") -> tuple[ReleaseDay, ...]:
    g = weeks.talk.ground
    (found,) = [one for one in await everybody(weeks) if one.name == name]
    return await ReleaseDays(g.store).list(found.id, g.cohort.id)


async def everybody(weeks: Weeks) -> tuple[Person, ...]:
    return await People(weeks.talk.ground.store).all()


async def test_a_day_is_logged_for_somebody_who_is_told_and_can_undo_it(weeks: Weeks) -> None:
    talk = weeks.talk
    said = await talk.say(LEE, "log a workshop for Sam on 6 November")
    assert "Logged for Sam Patel: Fri 6 Nov, full day, workshop." in said
    (day,) = await on_record(weeks)
    assert (day.day, day.purpose, day.logged_by) == (FRIDAY, Purpose.WORKSHOP, talk.ground.lead.id)
    (told,) = await talk.arrives()
    assert told.to == SAM
    assert "Lee Lead at your hub has logged for you: Fri 6 Nov, full day, workshop." in told.text
    back = await talk.press(SAM, "Undo")
    assert "Undone: Fri 6 Nov" in back
    assert not await on_record(weeks)
    (heard,) = await talk.arrives()
    assert (heard.to, "Sam Patel undid a change to Sam Patel's release days" in heard.text) == (LEE, True)
    await talk.press(SAM, "Put it back")
    assert len(await on_record(weeks)) == 1


async def test_the_lead_who_logged_it_can_take_it_back_as_well(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "log a workshop for Sam on 6 November")
    await weeks.talk.arrives()
    await weeks.talk.say(LEE, "undo")
    assert not await on_record(weeks)
    (told,) = await weeks.talk.arrives()
    assert (told.to, "Lee Lead undid a change to your release days" in told.text) == (SAM, True)


async def test_what_the_lead_took_back_is_nothing_for_the_specialists_button(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "log a workshop for Sam on 6 November")
    await weeks.talk.arrives()
    of_sam = weeks.talk.seen[SAM]
    await weeks.talk.say(LEE, "undo")
    await weeks.talk.arrives()
    weeks.talk.seen[SAM] = of_sam
    assert "That was done already" in await weeks.talk.press(SAM, "Undo")


@pytest.mark.parametrize(
    "words",
    [
        "log a workshop for Ann Jones on 6 November",
        "cohort log Ann Jones 6 November workshop",
        "cohort log ann: workshop, 6 November",
        "cohort log workshop on 6 November for Ann Jones",
        "please put down a workshop for Ann on 6 November",
        "can you log 6 November for Ann, workshop",
        "record Ann's workshop on 6 November",
    ],
)
async def test_the_same_day_said_in_many_ways(weeks: Weeks, words: str) -> None:
    await weeks.talk.say(LEE, words)
    (day,) = await on_record(weeks, "Ann Jones")
    assert (day.day, day.part, day.purpose) == (FRIDAY, Part.FULL, Purpose.WORKSHOP)


@pytest.mark.parametrize(
    "words",
    [
        "can I log a day for Ann?",
        "don't log Friday for Ann, workshop",
        "what if I log Friday for Ann",
        "log Friday for Kim Lee, workshop",
        "log Friday for Kim Lee's workshop",
        "log a workshop on Friday",
        "was Ann out on Friday?",
        "Ann was out on 6 November, workshop",
        "what days has Ann logged",
    ],
)
async def test_what_is_no_order_or_names_nobody_of_the_hub_logs_nothing(weeks: Weeks, words: str) -> None:
    said = await weeks.talk.say(LEE, words)
    assert said
    for name in ("Ann Jones", "Sam Patel", "Kim Lee"):
        assert not await on_record(weeks, name)


async def test_a_report_of_somebody_is_shown_and_one_press_logs_it(weeks: Weeks) -> None:
    said = await weeks.talk.say(LEE, "Ann was out on 6 November, workshop")
    assert "Not logged yet for Ann Jones" in said
    await weeks.talk.press(LEE, "Log it")
    assert len(await on_record(weeks, "Ann Jones")) == 1


async def test_what_is_missing_is_asked_and_answered_in_words_or_by_the_form(weeks: Weeks) -> None:
    said = await weeks.talk.say(LEE, "log Friday for Sam")
    assert "what was it for? Nothing is logged yet." in said
    await weeks.talk.say(LEE, "workshop")
    assert [one.purpose for one in await on_record(weeks)] == [Purpose.WORKSHOP]
    await weeks.talk.say(LEE, "cohort log")
    sam = next(one for one in await everybody(weeks) if one.name == "Sam Patel")
    said = await weeks.talk.press(
        LEE, "Save", person=str(sam.id), day="2026-11-05", part="morning", purpose="study"
    )
    assert "Logged for Sam Patel: Thu 5 Nov, morning" in said
    assert len(await on_record(weeks)) == 2


@pytest.mark.parametrize("words", ["ann jones's report is in", "workshop for Ann", "Ann Jones was at a workshop"])
async def test_words_about_somebody_else_do_not_answer_for_whom_it_was_asked(weeks: Weeks, words: str) -> None:
    await weeks.talk.say(LEE, "log Friday for Sam")
    assert "For Sam" not in await weeks.talk.say(LEE, words)
    for name in ("Ann Jones", "Sam Patel"):
        assert not await on_record(weeks, name)


async def test_a_day_is_corrected_in_words_and_by_buttons_and_history_is_kept(weeks: Weeks) -> None:
    talk, g = weeks.talk, weeks.talk.ground
    sam = next(one for one in await everybody(weeks) if one.name == "Sam Patel")
    await ReleaseDays(g.store).log(g.whose(sam), [full(6), half(4)], asked())
    said = await talk.say(LEE, "change Sam's 6 November to half")
    assert "For Sam Patel. Changed: Fri 6 Nov, half a day, workshop." in said
    (told,) = await talk.arrives()
    assert "Lee Lead at your hub has changed your day to: Fri 6 Nov, half a day" in told.text
    assert "Before: Fri 6 Nov, full day" in told.text
    assert "For Sam Patel. Removed: Wed 4 Nov" in await talk.say(LEE, "delete Sam's day on 4 November")
    assert [one.part for one in await on_record(weeks)] == [Part.HALF]
    await talk.say(LEE, "cohort days Sam Patel")
    await talk.press(LEE, "Change a day")
    await talk.press(LEE, "Fri 6 Nov 2026, half a day: workshop")
    await talk.press(LEE, "Delete it")
    assert not await on_record(weeks)
    history = await ReleaseDays(g.store).list(sam.id, g.cohort.id, removed=True)
    assert {one.logged_by for one in history} == {sam.id, g.lead.id}


async def test_whose_day_it_was_is_said_when_a_lead_would_take_it_back(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "log a workshop for Sam on 6 November")
    asked = await weeks.talk.say(LEE, "oops")
    assert "you logged Fri 6 Nov, full day, workshop for Sam Patel. Undo that?" in asked
    assert "For Sam Patel:" in await weeks.talk.press(LEE, "Yes, undo it")


async def test_the_day_just_logged_for_somebody_is_that_one(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "log a workshop for Sam on 6 November")
    await weeks.talk.say(LEE, "change that to the morning")
    assert [one.part for one in await on_record(weeks)] == [Part.MORNING]


@pytest.mark.parametrize(
    "words", ["cohort days Sam Patel", "days for Sam", "show me Sam's days", "what has Sam logged"]
)
async def test_days_are_listed_with_their_years_and_who_logged_them(weeks: Weeks, words: str) -> None:
    g = weeks.talk.ground
    sam = next(one for one in await everybody(weeks) if one.name == "Sam Patel")
    await ReleaseDays(g.store).log(g.whose(sam), [full(6, note="with Year 4")], asked())
    await ReleaseDays(g.store).log(g.whose(sam, g.lead), [full(5)], asked())
    said = await weeks.talk.say(LEE, words)
    assert "Sam Patel, St Anne's, Cohort 12" in said
    assert "Fri 6 Nov 2026" in said
    assert "with Year 4" in said
    assert "logged by Lee Lead on Mon 2 Nov" in said


async def test_a_date_that_is_full_is_refused_as_a_lead_would_put_it_right(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "log a workshop for Sam on 6 November")
    said = await weeks.talk.say(LEE, "log a workshop for Sam on 6 November")
    assert "change Sam Patel's 6 Nov to half" in said
    assert len(await on_record(weeks)) == 1


async def test_nobody_but_their_own_lead_and_administrators_sees_or_changes_them(weeks: Weeks) -> None:
    sam = next(one for one in await everybody(weeks) if one.name == "Sam Patel")
    await weeks.talk.say(LEE, "log a workshop for Sam on 6 November")
    (day,) = await on_record(weeks)
    for user in (FAY, SAM, ANN, KIM):
        for words in ("cohort days Sam Patel", "cohort log Sam Patel 5 November workshop", "cohort claim"):
            assert "6 Nov" not in await weeks.talk.say(user, words)
        for name in ("cohort_day", "cohort_day_save", "cohort_day_pick", "cohort_day_open"):
            values = {"person": str(sam.id), "do": "releaseday_delete", "day": str(day.id)}
            said = await weeks.talk.submit(user, name, values)
            assert ("belongs to another hub" in said) == (user == FAY)
            assert "6 Nov" not in said
    assert len(await on_record(weeks)) == 1
    assert "Fri 6 Nov 2026" in await weeks.talk.say(ADA, "cohort days Sam Patel")


async def test_a_lead_who_has_lost_the_hub_takes_nothing_back(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await weeks.talk.say(LEE, "log a workshop for Sam on 6 November")
    await HubRegister(g.store).unmake_lead(g.lead.id, g.hub.id, None, NOON)
    said = await weeks.talk.press(LEE, "Undo")
    assert "Only hub leads" in said
    assert len(await on_record(weeks)) == 1


async def test_the_list_takes_as_many_statements_for_one_day_as_for_forty(weeks: Weeks) -> None:
    g = weeks.talk.ground
    sam = next(one for one in await everybody(weeks) if one.name == "Sam Patel")
    await ReleaseDays(g.store).log(g.whose(sam), [full(6)], asked())
    with counted(g.store) as few:
        await weeks.talk.say(LEE, "cohort days Sam Patel")
    for day in range(10, 28):
        await ReleaseDays(g.store).log(g.whose(sam), [full(day)], asked())
    with counted(g.store) as many:
        await weeks.talk.say(LEE, "cohort days Sam Patel")
    assert len(few) == len(many)
