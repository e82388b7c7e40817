"""Two things in one message, facets of a subject that is named, and the clause that decides what is asked."""

import pytest

from knowledge.search import FindingKind, PastTurn, Search
from knowledge.search.clauses import behind_a_but, clauses_of, parts_of
from tests.knowledge.test_search import ids

BOTH = {
    "how often do reports need doing and who reads them": ["reports-how-often", "report-details"],
    "When in the autumn is the first residential, and where is it held?": [
        "residential-dates",
        "residential-venues",
    ],
    "when's the deadline and when do we hear back?": ["closing-date", "when-hear-decision"],
    "how long is the form and where is it": ["form-questions", "application-form-where"],
}
LISTED = {
    "residentials - how many and how long": ["residentials-number", "residential-length"],
    "reports: how many, when, and who writes them": ["reports-how-often", "reports-required"],
    "the reports: how often, and who reads them?": ["reports-how-often", "report-details"],
}


@pytest.mark.parametrize("message", BOTH)
def test_both_of_two_things_are_answered(search: Search, message: str) -> None:
    """Also where the second is only a facet of the first: “and who reads them”."""
    found = search.find(message)
    assert (found.kind, ids(found)) == (FindingKind.ANSWER, BOTH[message])


@pytest.mark.parametrize("message", LISTED)
def test_a_subject_and_nothing_but_facets_of_it(search: Search, message: str) -> None:
    found = search.find(message)
    assert (found.kind, ids(found)) == (FindingKind.ANSWER, LISTED[message])


AFTER = {
    ("residentials-number", "where are they then? and who pays for the hotel"): [
        "residential-venues",
        "travel-to-residentials",
    ],
    ("reports-required", "how often then? and who reads them"): ["reports-how-often", "report-details"],
    ("reports-required", "do I as head have to sign them all"): ["reports-required"],
}


@pytest.mark.parametrize(("entry", "message"), AFTER)
def test_both_of_two_things_are_asked_of_what_was_said_before(search: Search, entry: str, message: str) -> None:
    found = search.find(message, [PastTurn("…", (entry,))])
    assert (found.kind, ids(found)) == (FindingKind.ANSWER, AFTER[entry, message])


def test_a_clause_behind_a_but_is_answered_too(search: Search) -> None:
    message = "I lead maths and have QTS but I've never worked with other schools, is that a problem?"
    assert ids(search.find(message)) == ["qts", "track-record-across-schools"]


def test_that_the_sheet_is_silent_of_what_is_only_told_is_not_said(search: Search) -> None:
    found = search.find("Our trust is tiny so I've never supported another school. Deal breaker?")
    assert ids(found) == ["track-record-across-schools"]


def test_what_stands_behind_a_but_decides() -> None:
    said = "I've got QTS, I'm maths lead but I have never led any training - is that a problem"
    assert behind_a_but(said) == "I have never led any training"
    assert behind_a_but("when does it close? but how") == ""
    assert clauses_of("when does it close?") == []
    assert clauses_of("We are a small village school. Can we apply on our own? I have to book a holiday") == [
        "We are a small village school",
        "Can we apply on our own",
    ]
    assert parts_of("what's it cost & what's it for") == ["what's it cost", "what's it for"]
