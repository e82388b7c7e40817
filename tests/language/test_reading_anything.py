"""What holds for every message: nothing is dropped, nothing crashes, and what is certain can be said back."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language import DAYS, DUE, MOMENT, SPAN, UNTIL, Reading, Role, in_words, read
from tests.language.contract import HOLIDAYS, YEAR, lines
from tests.support.examples import examples

TODAYS = st.dates(date(2026, 9, 1), date(2027, 8, 31))
FRAMES = st.sampled_from([DAYS, SPAN, DUE, UNTIL, MOMENT])
DATE_WORDS = [
    "monday",
    "tues",
    "wed",
    "thursday",
    "fridays",
    "sat",
    "sun",
    "12",
    "5th",
    "30",
    "31",
    "2026",
    "26",
    "november",
    "oct",
    "may",
    "12/11",
    "5-6/11",
    "2026-11-12",
    "12.11",
    "today",
    "yesterday",
    "tomorrow",
    "ago",
    "week",
    "weeks",
    "fortnight",
    "month",
    "day",
    "days",
    "next",
    "last",
    "this",
    "first",
    "second",
    "third",
    "every",
    "each",
    "of",
    "in",
    "on",
    "the",
    "a",
    "an",
    "two",
    "three",
    "half",
    "term",
    "easter",
    "christmas",
    "am",
    "pm",
    "morning",
    "afternoon",
    "full",
    "whole",
    "9-3",
    "9.30",
    "noon",
    "1/2",
    "½",
    "w/c",
    "before",
    "after",
    "until",
    "from",
    "between",
    "and",
    "&",
    ",",
    "-",
    "to",
    "/",
    ";",
    "(",
    ")",
    "not",
    "or",
    "except",
    "instead",
    "twelve",
    "twelfth",
    "couple",
    "quarter",
    "hours",
    "same",
    "again",
]
OTHER_WORDS = [
    "workshop",
    "pilot",
    "with",
    "at",
    "St",
    "Mary's",
    "Sam",
    "Patel",
    "April",
    "year",
    "5/6",
    "room",
    "3",
    "people",
    "reading",
    "hub",
    "note",
    ":",
    "please",
    "log",
    "I",
    "was",
    "out",
    "planning",
    "Road",
    "Mrs",
    "March",
    "30",
    "children",
]
MESSAGES = st.lists(st.sampled_from(DATE_WORDS + OTHER_WORDS), max_size=14).map(" ".join)
ROWS = st.sampled_from([line.text for line in lines()])


def reading(text: str, today: date) -> Reading:
    return read(text, today, year=YEAR, holidays=HOLIDAYS)


@given(MESSAGES | ROWS | st.text(max_size=60), TODAYS, FRAMES)
@settings(max_examples=examples(600), deadline=None)
def test_every_character_is_accounted_for_once(text: str, today: date, frame: object) -> None:
    found = read(text, today, year=YEAR, holidays=HOLIDAYS, frame=frame)  # type: ignore[arg-type]
    end = 0
    for one in found.stretches:
        assert one.start >= end
        assert not text[end : one.start].strip()
        end = one.end
    assert not text[end:].strip()


@given(MESSAGES | ROWS, TODAYS)
@settings(max_examples=examples(400), deadline=None)
def test_what_makes_a_doubt_is_asked_about_and_what_is_plain_is_in_a_note(text: str, today: date) -> None:
    found = reading(text, today)
    words = [extent for segment in found.segments for extent in segment.words]
    for one in found.stretches:
        if one.role is Role.LEFT:
            assert any(doubt.extent.start <= one.start and one.end <= doubt.extent.end for doubt in found.doubts)
        if one.role in (Role.LEFT, Role.WORD):
            assert any(extent.start <= one.start and one.end <= extent.end for extent in words)


@given(MESSAGES | ROWS, TODAYS, st.integers(2, 4))
@settings(max_examples=examples(400), deadline=None)
def test_capitals_and_spaces_change_nothing(text: str, today: date, spaces: int) -> None:
    plain = text.lower()
    found, wide, loud = (reading(one, today) for one in (plain, plain.replace(" ", " " * spaces), plain.upper()))
    assert found.days == wide.days == loud.days
    assert found.certain == wide.certain == loud.certain


@given(MESSAGES | ROWS, TODAYS)
@settings(max_examples=examples(600), deadline=None)
def test_what_is_certain_can_be_said_back(text: str, today: date) -> None:
    found = reading(text, today)
    if not found.certain or not found.days or len(found.days) > 20:
        return
    again = reading(", ".join(in_words(day) for day in found.days), today)
    assert again.certain
    assert again.days == found.days


@given(MESSAGES, TODAYS)
@settings(max_examples=examples(300), deadline=None)
def test_a_note_is_made_of_what_was_typed(text: str, today: date) -> None:
    for segment in reading(text, today).segments:
        assert all(word in text.split() or word in text for word in segment.note.split())


@given(
    st.sampled_from(["1, ", "9-3 ", '" ', "monday ", "12 nov am and ", "the day after ", "1/2 ", "a week before "])
)
def test_a_long_message_is_read_to_its_end(part: str) -> None:
    text = part * 200
    assert reading(text, date(2026, 11, 16)).stretches[-1].end == len(text.rstrip())
