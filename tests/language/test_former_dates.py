"""Dates as people in England write them; today is Tuesday 24 November 2026."""

from datetime import date

import pytest

from bot.language.dates import in_words
from bot.language.former_dates import Lean, NotADay, days_in

TODAY = date(2026, 11, 24)
DONE = {
    "today": ["24 Nov 26"],
    "yesterday": ["23 Nov 26"],
    "the day before yesterday": ["22 Nov 26"],
    "friday": ["20 Nov 26"],
    "last friday": ["20 Nov 26"],
    "last tuesday": ["17 Nov 26"],
    "this monday": ["23 Nov 26"],
    "mon and tue": ["23 Nov 26", "24 Nov 26"],
    "6 november": ["6 Nov 26"],
    "Fri 6th of November": ["6 Nov 26"],
    "nov 6": ["6 Nov 26"],
    "6/11": ["6 Nov 26"],
    "06.11.26": ["6 Nov 26"],
    "2026-11-06": ["6 Nov 26"],
    "12 and 13 November": ["12 Nov 26", "13 Nov 26"],
    "12-14 nov": ["12 Nov 26", "13 Nov 26", "14 Nov 26"],
    "12, 13 and 19 November 2026": ["12 Nov 26", "13 Nov 26", "19 Nov 26"],
    "14 Jan": ["14 Jan 27"],
    "30 september": ["30 Sep 26"],
    "two weeks ago": ["10 Nov 26"],
    "3 days ago": ["21 Nov 26"],
    "29 feb 2028": ["29 Feb 28"],
}
TO_COME = {
    "friday": ["27 Nov 26"],
    "tuesday": ["24 Nov 26"],
    "next tuesday": ["1 Dec 26"],
    "friday week": ["4 Dec 26"],
    "a week on friday": ["4 Dec 26"],
    "tomorrow": ["25 Nov 26"],
    "3/4": ["3 Apr 27"],
}


def short(days: tuple[date, ...]) -> list[str]:
    return [f"{day.day} {day:%b %y}" for day in days]


@pytest.mark.parametrize("text", DONE)
def test_what_was_done_lies_behind(text: str) -> None:
    assert short(days_in(f"log {text} workshop", TODAY, Lean.PAST).days) == DONE[text]


@pytest.mark.parametrize("text", TO_COME)
def test_what_is_to_come_lies_ahead(text: str) -> None:
    assert short(days_in(text, TODAY, Lean.FUTURE).days) == TO_COME[text]


@pytest.mark.parametrize("text", ["31 november", "30/2", "32 march 2026", "2026-13-01", "40 to 2 november"])
def test_what_is_no_day_is_refused_by_name(text: str) -> None:
    with pytest.raises(NotADay):
        days_in(text, TODAY, Lean.PAST)


@pytest.mark.parametrize(
    "text", ["half a workshop", "0.5 please", "1.5 days", "50% done", "ratio 1:2", "year 5", "may I ask", ""]
)
def test_other_words_name_no_day(text: str) -> None:
    assert days_in(text, TODAY, Lean.PAST).days == ()


def test_the_words_around_a_date_stay() -> None:
    assert (
        days_in("log half on friday 6 november pilot workshop", TODAY, Lean.PAST).rest
        == "log half on pilot workshop"
    )


def test_a_day_is_said_back_in_words() -> None:
    assert in_words(date(2026, 4, 3)) == "Friday 3 April 2026"
