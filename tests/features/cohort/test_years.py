"""When a cohort's year is over: it is read and not changed, and its people are told once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.core.identity import Cohort
from bot.core.working_days import Hours
from bot.features.cohort.repository import CohortStatuses
from bot.features.people.domain import Entrant
from bot.features.people.repository_enrolments import Enrolments
from bot.features.people.repository_hubs import HubRegister
from bot.features.release_days.repository import ReleaseDays
from bot.features.reports.repository import Reports
from bot.features.today.jobs_year_end import tell_year_end
from bot.hubs.school_years import year_in
from tests.support.announcing import ANN, FAY, LEE, SAM, weeks
from tests.support.ground import COHORT_13, NOON, asked, full
from tests.support.reminding import Weeks
from tests.support.stores import counted, store
from tests.support.stores import url_of_a_file as url

__all__ = ["store", "url", "weeks"]
AFTER = datetime(2027, 9, 1, 8, tzinfo=UTC)  # a Wednesday, the day after Cohort 12's last
C12 = Cohort(1, "Cohort 12", date(2026, 9, 1), date(2027, 8, 31), 20)
C13 = Cohort(2, "Cohort 13", date(2027, 9, 1), date(2028, 8, 31), 20)


async def a_year_over(weeks: Weeks, *, following: bool = True) -> None:
    """Sam has logged a day and sent the report; it is the first day of the next school year."""
    g = weeks.talk.ground
    sam = next(
        one
        for one in (await CohortStatuses(g.store).of(g.hub.id, g.cohort.id, NOON.date())).people
        if one.name == "Sam Patel"
    )
    person = await g.again(replace(g.lead, id=sam.person_id))
    await ReleaseDays(g.store).log(g.whose(person), [full(6, note="Fractions")], asked())
    report = await Reports(g.store).add(g.here, "Summer report", date(2027, 7, 9), g.lead.id, NOON)
    await Reports(g.store).done(report.id, person.id, NOON)
    if following:
        await HubRegister(g.store).ensure_cohort(COHORT_13, NOON)
    weeks.clock.moment = AFTER


@pytest.mark.parametrize("following", [True, False])
@pytest.mark.parametrize(
    "words",
    [
        "cohort status last year",
        "cohort status Cohort 12",
        "cohort status 2026/27",
        "How did last year's cohort do?",
        "show me last year",
    ],
)
async def test_last_year_is_read(weeks: Weeks, words: str, following: bool) -> None:
    await a_year_over(weeks, following=following)
    said = await weeks.talk.say(LEE, words)
    assert "North Mersey Maths Hub, Cohort 12: 3 specialists." in said
    assert "Nobody used all their days. 2 haven't marked all their reports as done." in said
    assert "Cohort 12's year ended on 31 August 2027. You can still read its records, but not change them." in said
    labels = weeks.talk.labels(LEE)
    assert labels == ["By days", "By reports", "Spreadsheet", "Days as a file"]
    assert not any("udge" in label or "ode" in label for label in labels)


async def test_its_buttons_stay_in_its_year(weeks: Weeks) -> None:
    await a_year_over(weeks)
    await weeks.talk.say(LEE, "cohort status last year")
    status = weeks.talk.seen[LEE]
    assert "Cohort 12" in await weeks.talk.press(LEE, "By reports")
    weeks.talk.seen[LEE] = status
    await weeks.talk.press(LEE, "Spreadsheet")
    (file,) = weeks.talk.seen[LEE].files
    assert b"Sam Patel,sam.patel@school.example" in file.content
    weeks.talk.seen[LEE] = status
    assert "Cohort 12 (1 September 2026 to 31 August 2027)" in await weeks.talk.press(LEE, "Days as a file")
    assert b"Fractions" in weeks.talk.seen[LEE].files[0].content
    await weeks.talk.press(LEE, "Summer term 2027")
    assert b"Fractions" not in weeks.talk.seen[LEE].files[0].content


async def test_a_persons_days_of_last_year_have_no_button_that_changes_them(weeks: Weeks) -> None:
    await a_year_over(weeks)
    assert "Fractions" in await weeks.talk.say(LEE, "cohort days Sam Patel last year")
    assert weeks.talk.labels(LEE) == ["All days as a file"]
    said = await weeks.talk.say(LEE, "cohort status Sam Patel last year")
    assert "Sam Patel, North Mersey Maths Hub, Cohort 12" in said
    assert "evenly spread" not in said
    await weeks.talk.press(LEE, "Their days")
    assert weeks.talk.labels(LEE) == ["All days as a file"]


@pytest.mark.parametrize(
    "words",
    [
        "cohort export last year",
        "cohort claim last year",
        "last year's claim",
        "cohort claim autumn term last year",
    ],
)
async def test_last_years_files(weeks: Weeks, words: str) -> None:
    await a_year_over(weeks)
    await weeks.talk.say(LEE, words)
    assert b"Sam Patel" in weeks.talk.seen[LEE].files[0].content


async def test_this_year_is_meant_where_none_is_named(weeks: Weeks) -> None:
    await a_year_over(weeks)
    assert "Nobody is enrolled at North Mersey Maths Hub in Cohort 13 yet" in await weeks.talk.say(
        LEE, "cohort status"
    )
    assert "I have no cohort for that year." in await weeks.talk.say(LEE, "cohort status cohort 11")


async def test_between_two_years_the_last_one_is_shown_and_nothing_is_set(weeks: Weeks) -> None:
    await a_year_over(weeks, following=False)
    assert "Cohort 12: 3 specialists" in await weeks.talk.say(LEE, "cohort status")
    said = await weeks.talk.say(LEE, "cohort residential 1 12-13 November 2027")
    assert "Cohort 12's year ended on 31 August 2027, and the next cohort is not set up yet." in said


async def test_who_left_during_the_year_is_not_in_it_and_who_left_after_it_is(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await a_year_over(weeks)
    status = await CohortStatuses(g.store).of(g.hub.id, g.cohort.id, AFTER.date())
    ids = {one.name: one.person_id for one in status.people}
    await Enrolments(g.store).leave(ids["Ann Jones"], g.cohort.id, "left", None, NOON + timedelta(days=100))
    await Enrolments(g.store).leave(ids["Al Fox"], g.cohort.id, "left", None, AFTER)
    said = await weeks.talk.say(LEE, "cohort status last year")
    assert "2 specialists" in said
    assert "Al Fox" in said
    assert "Ann Jones" not in said


@pytest.mark.parametrize(
    "words", ["hub years", "cohort years", "when does the year end?", "what happens at the end of the year"]
)
async def test_the_years_on_record_and_what_happens_when_one_ends(weeks: Weeks, words: str) -> None:
    await a_year_over(weeks)
    said = await weeks.talk.say(LEE, words)
    assert "Cohort 12: 1 September 2026 to 31 August 2027, over" in said
    assert "Cohort 13's year ends on 31 August 2028 (365 days left)." in said
    assert "I'll tell you on the first working morning after the year ends." in said
    assert "3 specialists" in await weeks.talk.press(LEE, "Cohort 12: status")


async def test_leads_and_specialists_are_told_once_on_the_first_working_morning(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await a_year_over(weeks)
    await Enrolments(g.store).enrol(Entrant("New One", None, "St Anne's", g.hub.id, 2), None, AFTER)
    assert await tell_year_end(g.store, AFTER.replace(month=8, day=31), Hours()) == 0, "it is still the last day"
    assert await tell_year_end(g.store, AFTER.replace(hour=5), Hours()) == 0, "not before the day opens"
    assert await tell_year_end(g.store, AFTER, Hours()) == 5, "Lee, Sam and Ann; Fay and Kim of the other hub"
    assert await tell_year_end(g.store, AFTER + timedelta(hours=1), Hours()) == 0
    assert await tell_year_end(g.store, AFTER + timedelta(days=1), Hours()) == 0
    async with g.store.reading() as connection:
        marks = (await connection.execute(text("SELECT name FROM heartbeat WHERE name LIKE 'year%'"))).all()
    assert not marks, "heartbeats are the scheduler's own"
    told = {one.to: one.text for one in await weeks.talk.arrives()}
    assert "Cohort 12's year at North Mersey Maths Hub ended on 31 August 2027. 3 specialists" in told[LEE]
    assert "Cohort 13's year begins on 1 September 2027: 1 enrolled." in told[LEE]
    assert "Your year in Cohort 12 ended on 31 August 2027. Release days logged: 1 of 10." in told[SAM]
    assert "Reports done: 1 of 1." in told[SAM]
    assert "Reports done: 0 of 1." in told[ANN]
    assert "North Mersey" not in told[FAY]
    assert "3 specialists" in await weeks.talk.press(LEE, "Status of Cohort 12")


async def test_the_next_cohort_may_be_missing(weeks: Weeks) -> None:
    await a_year_over(weeks, following=False)
    await tell_year_end(weeks.talk.ground.store, AFTER, Hours())
    told = {one.to: one.text for one in await weeks.talk.arrives()}
    assert "The next cohort is not set up yet" in told[LEE]


async def test_only_the_hubs_leads_read_it(weeks: Weeks) -> None:
    await a_year_over(weeks)
    await weeks.talk.say(LEE, "cohort status last year")
    for one in weeks.talk.seen[LEE].buttons:
        assert "another hub" in await weeks.talk.submit(FAY, one.action, dict(one.values)), one
        assert "Only hub leads" in await weeks.talk.submit(ANN, one.action, dict(one.values)), one
    assert "Only hub leads" in await weeks.talk.say(SAM, "hub years")


async def test_it_takes_few_statements(weeks: Weeks) -> None:
    await a_year_over(weeks)
    for words in ("cohort status last year", "cohort export last year", "cohort claim last year"):
        with counted(weeks.talk.ground.store) as found:
            await weeks.talk.say(LEE, words)
        assert len(found) <= 12, words


@pytest.mark.parametrize(
    ("words", "year", "rest"),
    [
        ("last year", C12, ""),
        ("Sam Patel last year", C12, "Sam Patel"),
        ("of the previous cohort", C12, ""),
        ("sort by days cohort 12, North Mersey", C12, "sort by days , North Mersey"),
        ("2027/28", C13, ""),
        ("2027-2028", C13, ""),
        ("november this year", C13, "november"),
        ("cohort 9", None, ""),
        ("autumn term 2025/26", None, "autumn term"),
    ],
)
def test_which_year_is_said(words: str, year: Cohort | None, rest: str) -> None:
    assert year_in(words, [C13, C12], date(2027, 10, 1)) == (year, rest)


def test_no_year_is_said() -> None:
    assert year_in("Sam Patel", [C13, C12], date(2027, 10, 1)) is None
