"""The hub's claim: every day by month and person, also of who has left or moved, and never another hub's."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from bot.core.csv_file import BOM
from bot.core.identity import Cohort, Person
from bot.core.reply import File, Reply
from bot.features.lead_days.period import Period, period_in, terms
from bot.features.people.repository_enrolments import Enrolments
from bot.features.release_days.repository import ReleaseDays
from bot.identity.repository import People
from tests.support.announcing import ANN, FAY, LEE, weeks
from tests.support.ground import COHORT_12, NOON, TODAY, asked, full, half
from tests.support.reminding import Weeks
from tests.support.stores import counted, store, url

__all__ = ["store", "url", "weeks"]


def files(reply: Reply) -> tuple[File, ...]:
    return tuple(block for block in reply.blocks if isinstance(block, File))


def rows(file: File) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.content.decode().removeprefix(BOM))))


async def person(weeks: Weeks, name: str) -> Person:
    return next(one for one in await People(weeks.talk.ground.store).all() if one.name == name)


async def logged(weeks: Weeks) -> None:
    g = weeks.talk.ground
    for name, days in (
        ("Sam Patel", [full(6), half(4), full(8, 10)]),
        ("Ann Jones", [half(4)]),
        ("Kim Lee", [full(6)]),
    ):
        await ReleaseDays(g.store).log(g.whose(await person(weeks, name)), days, asked())


async def test_a_month_has_a_row_for_each_day_and_the_sums(weeks: Weeks) -> None:
    await logged(weeks)
    await weeks.talk.say(LEE, "cohort claim november")
    days, sums = files(weeks.talk.seen[LEE])
    assert [(row["Month"], row["Name"], row["Date"], row["Days"]) for row in rows(days)] == [
        ("2026-11", "Ann Jones", "2026-11-04", "0.5"),
        ("2026-11", "Sam Patel", "2026-11-04", "0.5"),
        ("2026-11", "Sam Patel", "2026-11-06", "1"),
    ]
    assert [(row["Name"], row["November 2026"], row["Days"]) for row in rows(sums)] == [
        ("Ann Jones", "0.5", "0.5"),
        ("Sam Patel", "1.5", "1.5"),
        ("All", "2", "2"),
    ]


async def test_a_workbook_has_both_sheets(weeks: Weeks) -> None:
    await logged(weeks)
    await weeks.talk.say(LEE, "cohort claim autumn term excel")
    (file,) = files(weeks.talk.seen[LEE])
    book = load_workbook(io.BytesIO(file.content))
    assert book.sheetnames[1] == "By month"
    assert [row[0] for row in book.worksheets[0].iter_rows(values_only=True)] == [
        "Month",
        "2026-10",
        *["2026-11"] * 3,
    ]
    assert list(book["By month"].iter_rows(values_only=True))[-1] == ("All", None, 0, 1, 2, 0, 3)


@pytest.mark.parametrize(
    "words",
    [
        "export the claim for november",
        "everybody's days for november",
        "all release days for november",
        "the claim for this month",
    ],
)
async def test_the_claim_is_asked_for_in_words(weeks: Weeks, words: str) -> None:
    await logged(weeks)
    await weeks.talk.say(LEE, words)
    assert len(rows(files(weeks.talk.seen[LEE])[0])) == 3


async def test_another_month_is_a_button_away(weeks: Weeks) -> None:
    await logged(weeks)
    await weeks.talk.say(LEE, "cohort claim")
    assert len(rows(files(weeks.talk.seen[LEE])[0])) == 4
    await weeks.talk.press(LEE, "October 2026")
    assert len(rows(files(weeks.talk.seen[LEE])[0])) == 1
    await weeks.talk.press(LEE, "Excel file")
    assert files(weeks.talk.seen[LEE])[0].name.endswith("october-2026.xlsx")


async def test_days_stay_with_the_hub_at_which_somebody_was_on_that_date(weeks: Weeks) -> None:
    await logged(weeks)
    g = weeks.talk.ground
    sam = await person(weeks, "Sam Patel")
    later = NOON.replace(day=5)
    await Enrolments(g.store).move(
        sam.id, replace(g.entrant("Sam Patel", g.other), school="Fen"), g.lead.id, later
    )
    ann = await person(weeks, "Ann Jones")
    await Enrolments(g.store).leave(ann.id, g.cohort.id, "left", g.lead.id, later)
    await weeks.talk.say(LEE, "cohort claim")
    mine = [(row["Name"], row["Date"], row["School"]) for row in rows(files(weeks.talk.seen[LEE])[0])]
    assert mine == [
        ("Sam Patel", "2026-10-08", "St Anne's"),
        ("Ann Jones", "2026-11-04", "St Anne's"),
        ("Sam Patel", "2026-11-04", "St Anne's"),
    ]
    await weeks.talk.say(FAY, "cohort claim")
    theirs = [(row["Name"], row["Date"]) for row in rows(files(weeks.talk.seen[FAY])[0])]
    assert theirs == [("Kim Lee", "2026-11-06"), ("Sam Patel", "2026-11-06")]


async def test_a_hub_is_named_only_by_who_leads_it(weeks: Weeks) -> None:
    g = weeks.talk.ground
    said = await weeks.talk.submit(LEE, "cohort_claim", {"hub": str(g.other.id), "months": "november"})
    assert "belongs to another hub" in said
    assert "Only hub leads" in await weeks.talk.say(ANN, "cohort claim")
    assert not files(weeks.talk.seen[ANN])


async def test_a_period_that_is_none_is_asked_about(weeks: Weeks) -> None:
    assert "Which months?" in await weeks.talk.say(LEE, "cohort claim the first half")


async def test_the_claim_takes_few_statements_whatever_its_size(weeks: Weeks) -> None:
    await logged(weeks)
    with counted(weeks.talk.ground.store) as sent:
        await weeks.talk.say(LEE, "cohort claim")
    assert len(sent) <= 12


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("", date(2026, 9, 1), date(2027, 8, 31)),
        ("november", date(2026, 11, 1), date(2026, 11, 30)),
        ("sept to dec", date(2026, 9, 1), date(2026, 12, 31)),
        ("for february 2027", date(2027, 2, 1), date(2027, 2, 28)),
        ("spring term", date(2027, 1, 1), date(2027, 3, 25)),
        ("summer", date(2027, 3, 26), date(2027, 8, 31)),
        ("last month", date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_periods(words: str, first: date, last: date) -> None:
    found = period_in(words, _cohort(), TODAY)
    assert found is not None
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "words", ["november 2031", "next november then", "december to november", "friday", "last term"]
)
def test_no_periods(words: str) -> None:
    assert period_in(words, _cohort(), TODAY) is None


def test_terms_leave_no_day_out() -> None:
    autumn, spring, summer = terms(_cohort())
    assert [isinstance(one, Period) for one in (autumn, spring, summer)] == [True] * 3
    assert (autumn.first, summer.last) == (_cohort().starts, _cohort().ends)


def _cohort() -> Cohort:
    return Cohort(1, COHORT_12.name, COHORT_12.starts, COHORT_12.ends, 20)
