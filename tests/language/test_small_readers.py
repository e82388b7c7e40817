"""Numerals, times of the clock, names that a caller knows, and how holidays get their names."""

from datetime import date, time
from fractions import Fraction

import pytest

from bot.language import HolidayCalendar, PartOfDay, Span, Terms, in_words, number, read, read_time
from bot.language.calendars import easter
from tests.language.contract import HOLIDAYS, YEAR

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("three", 3),
        ("12", 12),
        ("2½", Fraction(5, 2)),
        ("2 ½", Fraction(5, 2)),
        ("½", Fraction(1, 2)),
        ("half", Fraction(1, 2)),
        ("1.5", Fraction(3, 2)),
        ("one and a half", Fraction(3, 2)),
        ("a couple", 2),
        ("a couple of", 2),
        ("a dozen", 12),
        ("twenty-one", 21),
        ("Twenty One", 21),
        ("thirty", 30),
        ("a", 1),
        ("zero", 0),
        ("few", None),
        ("many", None),
        ("", None),
        ("three blind mice", None),
    ],
)
def test_a_numeral_says_its_value(written: str, value: Fraction | None) -> None:
    assert number(written) == value


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("8am", time(8)),
        ("08:30", time(8, 30)),
        ("15.30", time(15, 30)),
        ("noon", time(12)),
        ("at 9", time(9)),
        ("half past nine", time(9, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("at 3", None),
        ("13pm", None),
        ("25:00", None),
        ("half past", None),
        ("9-3", None),
        ("8am on Monday", None),
    ],
)
def test_a_time_is_read_where_nothing_else_stands(written: str, at: time | None) -> None:
    assert read_time(written) == at


def test_a_name_that_is_known_is_no_date() -> None:
    terms = Terms.of([("April Jones", "name", "7"), ("pilot workshop", "purpose", "pilot"), ("Mon", "name", "8")])
    reading = read("Thursday April Jones and Mon, pilot workshop", TODAY, year=YEAR, terms=terms)
    assert reading.certain
    assert reading.days == (date(2026, 11, 12),)
    assert [(term.kind, term.value) for term in reading.segments[0].terms] == [
        ("name", "7"),
        ("name", "8"),
        ("purpose", "pilot"),
    ]
    assert reading.note == "April Jones and Mon, pilot workshop"


def test_a_doubt_comes_with_its_ready_answers() -> None:
    reading = read("Thu 11 Nov workshop", TODAY, year=YEAR)
    (doubt,) = reading.doubts
    assert [choice.label for choice in doubt.choices] == [
        "Wed 11 Nov 2026",
        "Thu 12 Nov 2026",
    ]
    assert reading.question == ("11 Nov is a Wednesday. Do you mean Wed 11 Nov 2026 or Thu 12 Nov 2026?")
    assert doubt.extent.of(reading.text) == "Thu 11 Nov"


def test_each_segment_has_its_own_part_and_words() -> None:
    reading = read("19 nov am workshop, 20 nov pm pilot workshop w/ Café", TODAY, year=YEAR)
    assert [(segment.part, segment.note) for segment in reading.segments] == [
        (PartOfDay.MORNING, "workshop"),
        (PartOfDay.AFTERNOON, "pilot workshop w/ Café"),
    ]


def test_holidays_are_named_by_when_they_lie() -> None:
    names = [name for name, _ in HOLIDAYS.named]
    assert names == ["october half term", "christmas", "february half term", "easter", "may half term"]
    early = HolidayCalendar.of([(date(2027, 7, 21), date(2027, 8, 31)), (date(2026, 11, 27), date(2026, 11, 27))])
    assert {name for name, _ in early.named} == {"october half term", "summer"}


@pytest.mark.parametrize(("year", "day"), [(2026, (4, 5)), (2027, (3, 28)), (2028, (4, 16)), (2035, (3, 25))])
def test_easter_sunday(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


def test_a_span_never_runs_backwards() -> None:
    with pytest.raises(ValueError, match="before"):
        Span(date(2026, 11, 2), date(2026, 11, 1))


def test_a_day_is_said_back_in_words() -> None:
    assert in_words(date(2026, 4, 3)) == "Fri 3 Apr 2026"


def test_a_short_year_is_of_the_nearest_century() -> None:
    assert read("8/8/74", TODAY).days == (date(1974, 8, 8),)
    assert read("8/8/27", TODAY).days == (date(2027, 8, 8),)
