"""What a message says of cohorts: whose answer it wants, what it mentions, and what no sheet is there for."""

from datetime import date

import pytest

from bot.core.activity import Message, Sender
from bot.core.editions import Edition, Editions
from knowledge.cohorts import LiveCohorts, cohort_name
from knowledge.cohorts_named import differences, meant, says_only_a_cohort, without_asides, without_cohorts
from knowledge.model import Knowledge
from knowledge.search import PastTurn
from tests.core.test_several_cohorts import FindsNothing, of


@pytest.fixture
def twelve(data: Knowledge) -> Knowledge:
    return of(data, 12, date(2025, 12, 16), date(2026, 4, 23))


@pytest.fixture
def thirteen(data: Knowledge) -> Knowledge:
    return of(data, 13, date(2026, 12, 15), date(2027, 4, 22))


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("cohort 12 closing date", "Cohort 12"),
        ("when do applications close for c14", "Cohort 14"),
        ("how many release days in 2026/27", "2026/27"),
        ("how many release days in 2027/28", ""),
        ("when do applications open in 2026/27", ""),  # its window lies in that school year
        ("i was an ECT in 2024/25, can i apply", ""),
        ("closing date for cohort 13", ""),
        ("I didn't get on cohort 12, can I have another go", ""),
        ("i applied for cohort 12, can i try again", ""),
        ("is the report 12 pages", ""),
        ("is it cohort 12 or 13", ""),
        ("what's different about the residentials between cohort 12 and 13", "Cohort 12"),
    ],
)
def test_with_one_cohort_live(thirteen: Knowledge, text: str, unknown: str) -> None:
    assert meant(text, LiveCohorts([thirteen]), thirteen).unknown == unknown


@pytest.mark.parametrize(
    ("text", "chosen", "beside"),
    [
        ("how many days for cohort 12", "Cohort 12", 0),
        ("I didnt get on cohort 12. can I have another go", "", 0),
        ("unlike cohort 12 do we have to pay for any cover", "", 0),
        ("my colleague is on cohort 12, can I apply for the next one", "", 0),
        ("In cohort 12 there were five reports. Is it the same this time?", "", 0),
        ("My sister was on cohort 12 and it cost her nothing. Still free?", "", 0),
        ("Cohort 12 was over in July. Can I still see the dates of cohort 12?", "Cohort 12", 0),
        ("I am on cohort 12. Is it still three residentials?", "Cohort 12", 0),
        ("I was an SLE, does that count as a plus like it did for cohort 12", "", 0),
        ("do we get more days than in cohort 12", "", 0),
        ("what was it like for cohort 12", "Cohort 12", 0),
        ("what's different between 12 and 13", "", 2),
        ("how many days are funded for cohort 13 and how many for cohort 12", "", 2),
        ("is it cohort 12 or cohort 13", "", 0),
        ("Our maths lead was in cohort 12 and got eight days, I budgeted for eight, does that hold", "", 0),
        ("my job share did it in cohort 12 – when is the deadline", "", 0),
        ("The head before me had somebody in cohort 12, who pays for cover?", "", 0),
        ("When we were in cohort 12 it cost us nothing, is it free?", "", 0),
        ("cohort 12 had ten days, is it ten again", "", 0),
        ("my job share did it in cohort 12, how many days did she get?", "Cohort 12", 0),
        ("how many days did our maths lead get in cohort 12, and who paid?", "Cohort 12", 0),
        ("I would like to know what we had in cohort 12, can you say?", "Cohort 12", 0),
        ("for cohort 12 was it ten days, or more?", "Cohort 12", 0),
        ("does the pilot workshop happen in cohort thirteen or just cohort twelve", "", 2),
    ],
)
def test_with_two_live(twelve: Knowledge, thirteen: Knowledge, text: str, chosen: str, beside: int) -> None:
    found = meant(text, LiveCohorts([twelve, thirteen]), thirteen)
    assert (cohort_name(found.chosen) if found.chosen else "", len(found.beside), found.unknown) == (
        chosen,
        beside,
        "",
    )


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("do we get more days than in cohort 12?", "do we get more days?"),
        ("is it the same number of days as in cohort 12?", "is it the same number of days?"),
        ("does it count like it did for cohort 12, or not", "does it count  , or not"),
    ],
)
def test_a_cohort_that_is_only_compared_with_is_left_out(text: str, asked: str) -> None:
    assert without_asides(text) == asked


def test_the_search_reads_what_is_asked_without_the_cohorts() -> None:
    assert without_cohorts("what's different about the residentials between cohort 12 and 13").startswith(
        "the resid"
    )
    assert without_asides("my colleague is on cohort 12, can I apply for the next one") == " , can I apply"
    assert without_asides("when did cohort 12 close") == "when did cohort 12 close"


def test_a_cohort_alone_asks_the_question_before_of_that_cohort(twelve: Knowledge, thirteen: Knowledge) -> None:
    assert says_only_a_cohort("and for cohort 12?")
    assert not says_only_a_cohort("and who pays for cohort 12?")
    editions = Editions([Edition(one, FindsNothing()) for one in (twelve, thirteen)])
    before = [PastTurn("how many residentials", ("residentials",))]
    assert editions.asked("and for cohort 12?", before) == "how many residentials"
    assert editions.asked("and for cohort 12?", []) == "and for cohort 12?"
    message = Message(Sender("console", "t", "u", "Europe/London"), "c", "and for cohort 12?")
    assert editions.chosen(message, None, date(2027, 1, 10), before).named == "Cohort 12"


def test_two_sheets_differ_in_their_figures(twelve: Knowledge, thirteen: Knowledge) -> None:
    assert ("release days", "ten", "twelve") in list(differences(twelve, thirteen))
