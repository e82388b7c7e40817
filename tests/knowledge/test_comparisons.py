"""Two things that are named to be told apart: both are answered, unless one entry compares them itself."""

import pytest

from knowledge.search import FindingKind, Search
from knowledge.search.clauses import sides_of
from tests.knowledge.test_search import ids


@pytest.mark.parametrize(
    ("message", "sides"),
    [
        ("what's the difference between a workshop and a work group?", ("a workshop", "a work group")),
        ("workshops or work groups?", ("workshops", "work groups")),
        ("pilot workshop vs work group", ("pilot workshop", "work group")),
        ("compare the first year with the second", ("the first year", "the second")),
        ("do I apply and what happens then", None),
        ("my head and I have talked about it at some length", None),
        ("when does it close", None),
    ],
)
def test_the_sides_of_a_comparison(message: str, sides: tuple[str, str] | None) -> None:
    assert sides_of(message) == sides


@pytest.mark.parametrize(
    ("message", "entries"),
    [
        ("difference between a pilot workshop and a work group", {"pilot-workshop", "work-groups-what"}),
        ("residential venues or residential dates", {"residential-venues", "residential-dates"}),
        ("difference between year one and year two", {"compare-years"}),
        ("essential or desirable", {"essential-or-desirable"}),
    ],
)
def test_both_siblings_are_answered(search: Search, message: str, entries: set[str]) -> None:
    finding = search.find(message)
    assert (finding.kind, set(ids(finding))) == (FindingKind.ANSWER, entries)
