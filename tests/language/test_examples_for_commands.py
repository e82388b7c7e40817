"""How each command calls the reader: one example a command, as short as the command's own code should be."""

from datetime import UTC, date, datetime, time

from bot.language import PartOfDay, Role, Span, Terms, read, read_due, read_moment, read_span, read_until
from tests.language.contract import HOLIDAYS, YEAR

TODAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
PURPOSES = Terms.of([("pilot workshop", "purpose", "pilot_workshop"), ("workshop", "purpose", "workshop")])


def test_releaseday_log_takes_each_segment_with_its_part_purpose_and_note() -> None:
    reading = read("19 nov am workshop, 20 nov pm pilot workshop at Aintree", TODAY, year=YEAR, terms=PURPOSES)
    assert reading.certain
    assert [(one.days, one.part, one.terms[0].value, one.note) for one in reading.segments] == [
        ((date(2026, 11, 19),), PartOfDay.MORNING, "workshop", "workshop"),
        ((date(2026, 11, 20),), PartOfDay.AFTERNOON, "pilot_workshop", "pilot workshop at Aintree"),
    ]


def test_releaseday_log_asks_with_the_ready_answers() -> None:
    reading = read("Thursday 11 November workshop", TODAY, year=YEAR, holidays=HOLIDAYS)
    assert not reading.certain
    assert reading.question
    assert [choice.days for choice in reading.doubts[0].choices] == [
        (date(2026, 11, 11),),
        (date(2026, 11, 12),),
    ]


def test_releaseday_delete_finds_the_one_day_that_is_meant() -> None:
    assert read("friday", TODAY, year=YEAR).day == date(2026, 11, 13)
    assert read("monday and friday", TODAY, year=YEAR).day is None


def test_cohort_residential_takes_the_span_and_the_command_cuts_the_venue_off_first() -> None:
    said, _, venue = "31 May-1 June 2027 at Confirm House (Leeds)".partition(" at ")
    assert read_span(said, TODAY, year=YEAR).span == Span(date(2027, 5, 31), date(2027, 6, 1))
    assert venue == "Confirm House (Leeds)"
    assert read_span("Monday 17-18 June 2027", TODAY, year=YEAR).question


def test_cohort_report_takes_the_day_that_it_is_due() -> None:
    reading = read_due("due first Friday in December", TODAY, year=YEAR, holidays=HOLIDAYS)
    assert reading.certain
    assert reading.day == date(2026, 12, 4)
    assert not reading.note


def test_cohort_holidays_takes_a_span() -> None:
    reading = read_span("Monday 26/10 to Friday 30/10", date(2026, 10, 16), year=YEAR)
    assert reading.certain
    assert reading.span == Span(date(2026, 10, 26), date(2026, 10, 30))


def test_reminders_snooze_takes_the_end_and_never_falls_back_to_a_default() -> None:
    reading = read_until("until after half term", TODAY, holidays=HOLIDAYS)
    assert reading.until == date(2027, 2, 20)
    assert read_until("until easter", TODAY).until is None, "not on record: it is asked"
    assert read_until("until easter", TODAY).question


def test_cohort_announce_takes_the_moment_and_whom_from_the_terms() -> None:
    moment = read_moment("at 9 tomorrow", NOW, usual=time(8))
    assert moment.at == datetime(2026, 11, 17, 9, tzinfo=UTC)
    assert not moment.reading.note, "words that are left would be an audience: look them up, or refuse"
    assert read_moment("to headteachers at 9 tomorrow", NOW, usual=time(8)).reading.note == "to headteachers"


def test_an_answer_of_the_desk_is_looked_through_for_dates() -> None:
    reading = read("It closes on 23 April 2027, for 30 places.", TODAY)
    dates = [reading.text[one.start : one.end] for one in reading.stretches if one.role is Role.DATE]
    assert dates == ["on 23 April 2027"]
    assert reading.days == (date(2027, 4, 23),)
