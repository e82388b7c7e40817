"""A lead says it in their own words: it is done, shown first, or asked about, and never half done."""

from datetime import UTC, datetime

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from tests.support.ground import NOON
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url
from tests.support.talking import LEE, SAM, Hub, talking

__all__ = ["store", "url"]


@pytest.fixture
async def hub(core: Core, store: Store, clock: SetClock) -> Hub:
    """Mon 16 Nov 2026: an autumn report due on 11 December, a spring report due on 26 March 2027."""
    clock.moment = NOON
    return await talking(core.over(store), store)


async def unchanged(hub: Hub, words: str) -> str:
    """What is said to words that change nothing."""
    before = await hub.records()
    said = await hub.say(LEE, words, f"where {words}")
    assert await hub.records() == before, words
    return said


NEW_REPORTS = {
    "new report: Summer report, due 25 june 2027": "Summer report, due Fri 25 Jun 2027",
    "report Workshop review due 29 january 2027": "Workshop review, due Fri 29 Jan 2027",
    "set a report called Residential reflections, due 5 february": "Residential reflections, due Fri 5 Feb 2027",
    "report Year 5/6 summary due 18 december": "Year 5/6 summary, due Fri 18 Dec",
    "summer report is due 18 june 2027": "Summer report, due Fri 18 Jun 2027",
    "can you put in a new report for the survey, needed back by 12 march": "Survey, due Fri 12 Mar 2027",
    "there's another report called Impact study, deadline first friday in february": (
        "Impact study, due Fri 5 Feb 2027"
    ),
}


async def test_a_report_that_is_ordered_by_its_title_and_day_is_added_at_once(hub: Hub) -> None:
    for words, shown in NEW_REPORTS.items():
        said = await hub.say(LEE, words)
        assert f"Added at North Mersey Maths Hub: {shown}" in said, (words, said)
        assert "[Undo]" in said
        await hub.say(LEE, "[Undo]")


SHOWN_FIRST = {
    "visit note wants to be in by fri 18 dec": "Not added yet: Visit note, due Fri 18 Dec",
    "deadline for the summer report is the 25th of june": "Not added yet: Summer report, due Fri 25 Jun 2027",
    "please make the Mid-year check report due three weeks from today": "Not added yet: Mid-year check report",
    "case study to be handed in by the 5th of february": "Not added yet: Case study, due Fri 5 Feb 2027",
}


@pytest.mark.parametrize(("words", "shown"), SHOWN_FIRST.items())
async def test_what_is_no_order_or_is_called_no_report_is_shown_and_added_on_a_yes(
    hub: Hub, words: str, shown: str
) -> None:
    before = (await hub.records())["report"]
    assert shown in await hub.say(LEE, words)
    assert (await hub.records())["report"] == before
    assert "Added at" in await hub.say(LEE, "yes")


async def test_a_title_on_record_moves_it_and_a_second_one_of_that_title_is_asked_about(hub: Hub) -> None:
    assert "Changed at" in await hub.say(LEE, "deadline for the autumn one is 18 december")
    said = await unchanged(hub, "add report autumn report due 16 dec")
    assert "There is already Autumn report, due Fri 18 Dec." in said
    assert "[Move Autumn report to Wed 16 Dec]" in said
    said = await unchanged(hub, "new report: Autumn impact report, due 16 dec")
    assert "[Move Autumn report to Wed 16 Dec]" in said
    assert "[Add it]" in said


ASKED_OF_REPORTS = {
    "visit note due 31 november": "There is no 31 November",
    "the summer report is due friday 20 march 2027": "20 Mar is a Saturday.",
    "i want to set a deadline": "What is due, and when?",
    "make a new report due 5 february": "What is due, and when?",
    "add report Impact study due 1 september 2026": "is in the past",
    "the summer report is due 5 february, and tell everyone": "nothing was changed",
    "sam's report is due 18 december": "I can't give one person more time",
    "a report is due on 5 february": "Which report?",
}


@pytest.mark.parametrize(("words", "asked"), ASKED_OF_REPORTS.items())
async def test_what_cannot_be_so_or_is_not_whole_is_asked(hub: Hub, words: str, asked: str) -> None:
    assert asked in await unchanged(hub, words)


@pytest.mark.parametrize(
    "words",
    [
        "is the summer report due 25 june 2027?",
        "the summer report might be due 25 june 2027",
        "the summer report is due 25 june 2027 if the funding comes",
        "don't set the summer report for 25 june 2027 yet",
        "the spring report was due 5 february",
        "i think the summer report is probably due 25 june 2027",
    ],
)
async def test_a_question_a_doubt_a_condition_and_a_refusal_set_no_report(hub: Hub, words: str) -> None:
    await unchanged(hub, words)


async def test_the_day_that_was_asked_for_is_taken_also_after_one_that_there_is_not(hub: Hub) -> None:
    assert "When is final report due?" in await hub.say(LEE, "add a report called final report")
    assert "There is no 31 June" in await hub.say(LEE, "due 31 june")
    assert "Added at" in await hub.say(LEE, "30 june")
    assert "When is Autumn report due?" in await hub.say(LEE, "set a new deadline for the autumn report")
    assert "Autumn report, due Mon 14 Dec" in await hub.say(LEE, "monday 14 december")


RESIDENTIALS = {
    "residential 3: 24-25 June 2027, May Hill Lodge": "Thu 24 Jun and Fri 25 Jun 2027, May Hill Lodge",
    "residential 3 on 8-9 june 2027, Sunday Wells, provisional": "Tue 8 Jun and Wed 9 Jun 2027, Sunday Wells",
    "the third residential starts monday 21 june 2027, two days, in Skipton": "Tue 22 Jun 2027, Skipton",
    "you can put the third residential in for the 29th and 30th of june, place tbc": "Wed 30 Jun 2027",
    "the second residential will now be held on 3rd-4th feb at Leeds": "Wed 3 Feb and Thu 4 Feb 2027, Leeds",
}


async def test_a_residential_is_set_from_a_sentence_that_names_it_and_both_days(hub: Hub) -> None:
    for words, shown in RESIDENTIALS.items():
        assert shown in await hub.say(LEE, words), words


SHOWN_OF_RESIDENTIALS = {
    "we've had to shift residential 1 to 25 and 26 January, same place": "Mon 25 Jan and Tue 26 Jan 2027",
    "please call residential 1 off": "Cancel residential 1 at North Mersey Maths Hub",
    "residential 1 starts tuesday 26 jan": "Residential 1: Tue 26 Jan and Wed 27 Jan 2027, 2 days?",
    "move residential 1 to the following week": "to Tue 19 Jan and Wed 20 Jan 2027?",
    "residential 1 is in york": "Is “York” the venue?",
    "residential 3 some time in june": "Nothing was changed. Give the first and last day",
    "residential 3 early june": "Nothing was changed. Give the first and last day",
    "residential 3 sat 12 and sun 13 june": "is a weekend day",
    "residential 3 12-13 jan": "Residential 1 is on Tue 12 Jan and Wed 13 Jan 2027.",
    "residential 3 10-11 june and residential 4 1-2 july": "One at a time, please.",
    "summer residential is 10-11 june at leeds": "Do you mean residential 3?",
    "residential 1 could move to 3-4 feb": "nothing was changed",
}


@pytest.mark.parametrize(("words", "shown"), SHOWN_OF_RESIDENTIALS.items())
async def test_what_is_not_whole_or_touches_others_is_shown_first(hub: Hub, words: str, shown: str) -> None:
    await hub.say(SAM, "i'll be at residential 1")
    assert shown in await unchanged(hub, words)


@pytest.mark.parametrize(
    "words",
    [
        "should we move residential 1 to 3-4 feb?",
        "if the hotel is full residential 1 moves to 3-4 feb",
        "don't move residential 1 to 3-4 feb",
        "residential 1 might be on 3-4 feb",
        "residential 1 was on 3-4 november last year, wasn't it?",
    ],
)
async def test_a_question_a_doubt_a_condition_and_a_refusal_move_no_residential(hub: Hub, words: str) -> None:
    await unchanged(hub, words)


async def test_a_residential_that_is_over_is_said_to_be_before_it_is_cancelled(hub: Hub, clock: SetClock) -> None:
    clock.moment = datetime(2027, 1, 20, 9, 30, tzinfo=UTC)
    assert "It is over: it ended 7 days ago." in await unchanged(hub, "cancel residential 1")


HOLIDAYS = {
    "no one's in from 21 dec til 1 jan, count it as holiday": "school holidays Mon 21 Dec to Fri 1 Jan 2027",
    "nobody is in 21 to 23 december": "school holidays Mon 21 Dec to Wed 23 Dec",
    "may half term runs from the last day of may to 4th june": "school holidays Mon 31 May to Fri 4 Jun 2027",
    "put the christmas holidays in please": "From which day to which?",
    "can you add half term": "From which day to which?",
}


@pytest.mark.parametrize(("words", "shown"), HOLIDAYS.items())
async def test_a_holiday_that_is_told_or_has_no_days_is_asked_about(hub: Hub, words: str, shown: str) -> None:
    assert shown in await unchanged(hub, words)


PEOPLE = {
    "ben okoro has dropped out, can you remove him": "Has Ben Okoro (St Anne's) left",
    "ben has withdrawn": "Has Ben Okoro (St Anne's) left",
    "take ben off": "Has Ben Okoro (St Anne's) left",
    "can we welcome Josie King (josie@ferndale.example, Ferndale Primary) to the cohort": (
        "Shall I enrol Josie King, josie@ferndale.example, Ferndale Primary?"
    ),
    "new starter to go on: Ola Nowak": "What is the e-mail address of Ola Nowak?",
    "there's a new starter called Ola Nowak, ola@hill.example, Hill School": "Shall I enrol Ola Nowak, ola@hill",
    "remove Ben or Sam, i can't remember which of them left": "Which of them has left?",
    "is Ben Okoro on the list?": "Ben Okoro is still enrolled",
    "is Zadie Smith on the list?": "There's nobody called “Zadie Smith” at your hub.",
    "somebody asked to have their data deleted, do it please": "Whose record do you mean? Nothing was deleted.",
    "delete bens data": "Whose record do you mean? Nothing was deleted.",
    "delete everything": "What should I delete? Nothing was deleted.",
    "ben is leaving at christmas": "Not yet, then: Ben Okoro stays enrolled",
    "sam will leave in january": "Not yet, then: Sam Patel stays enrolled",
    "ben can't get in": "[Make a new code]",
    "enrol Ben Okoro, ben@elsewhere.example, Hill School": "is enrolled at North Mersey Maths Hub already.",
}


@pytest.mark.parametrize(("words", "shown"), PEOPLE.items())
async def test_people_are_asked_about_before_anything_changes(hub: Hub, words: str, shown: str) -> None:
    assert shown in await unchanged(hub, words)


async def test_another_person_of_the_same_name_is_enrolled_on_a_press(hub: Hub) -> None:
    await hub.say(LEE, "enrol Ben Okoro, ben@elsewhere.example, Hill School")
    assert "Enrolled" in await hub.say(LEE, "[Enrol another Ben Okoro]")


async def test_which_of_two_is_asked_once_more_before_they_go(hub: Hub) -> None:
    await hub.say(LEE, "remove ben or sam")
    assert "Has Ben Okoro (St Anne's) left" in await hub.say(LEE, "[Ben Okoro]")
    assert "Ben Okoro has left" in await hub.say(LEE, "yes")
