"""Short words after an answer: a facet, a year, a doubt, a wish for more; what was taken back is not said."""

from collections.abc import Sequence

import pytest

from knowledge.model import Knowledge
from knowledge.search import Finding, FindingKind, PastTurn, Search
from tests.knowledge.test_search import ids


def after(search: Search, entry: str, text: str, *earlier: str) -> Finding:
    """What `text` means once these entries were answered, the one named first last."""
    return search.find(text, [PastTurn("…", (one,)) for one in (*earlier, entry)])


FACETS = {
    ("residentials-number", "where?"): "residential-venues",
    ("residentials-number", "and when are they"): "residential-dates",
    ("residential-dates", "how long is each one"): "residential-length",
    ("residentials-number", "ok and who pays for the hotel"): "travel-to-residentials",
    ("residential-venues", "and if I can't make one?"): "missing-a-residential",
    ("release-days-year-one", "who pays for that"): "funding-year-one",
    ("release-days-year-one", "and the second year?"): "release-days-later",
    ("release-days-year-one", "no, I meant the following year"): "release-days-later",
    ("funding-later-years", "no sorry i meant the first year"): "funding-year-one",
    ("release-days-later", "who decides that figure?"): "release-days-later",
    ("closing-date", "and opens?"): "window-opens",
    ("application-form-where", "does the head sign it"): "apply-with-headteacher",
    ("what-happens-next", "when?"): "when-hear-decision",
    ("work-groups-when", "on my own??"): "work-groups-lead",
    ("headteacher-role", "any paperwork?"): "reports-required",
    ("reports-required", "how often, and to whom does it go?"): "reports-how-often",
    ("residentials-number", "how far away are they?"): "residential-venues",
    ("residentials-number", "roughly when in the year"): "residential-dates",
    ("residentials-number", "what if im ill"): "missing-a-residential",
    ("residentials-number", "who foots the bill"): "travel-to-residentials",
    ("residentials-number", "do i have to go"): "residentials-compulsory",
    ("residentials-number", "is it overnight"): "nights-away",
    ("residentials-number", "are they included in the ten?"): "residentials-in-the-ten-days",
    ("release-days-year-one", "what are they for"): "release-days-for",
    ("release-days-year-one", "is that fixed?"): "subject-to-funding",
    ("release-days-year-one", "which days"): "release-days-pattern",
    ("funding-year-one", "and after that?"): "funding-later-years",
    ("funding-year-one", "how is it paid"): "supply-rate",
    ("closing-date", "where is the form"): "application-form-where",
    ("closing-date", "when will i know"): "when-hear-decision",
    ("closing-date", "then what"): "what-happens-next",
    ("reports-required", "who reads them"): "report-details",
    ("work-groups-lead", "which schools?"): "outreach-schools",
    ("travel-costs", "even to the residentials"): "travel-to-residentials",
    ("release-days-year-one", "and the year after, how many then"): "release-days-later",
    ("residential-dates", "last one"): "residential-dates",
    ("residential-venues", "and the last one?"): "residential-dates",
    ("residentials-number", "the second one"): "residential-dates",
    ("residential-dates", "how long do they last"): "residential-length",
    ("early-career-teachers", "I'm in my first year though"): "early-career-teachers",
    ("early-career-teachers", "but she's in her second year"): "early-career-teachers",
}


@pytest.mark.parametrize(("entry", "text"), FACETS)
def test_a_facet_is_asked_of_what_was_spoken_of(search: Search, entry: str, text: str) -> None:
    finding = after(search, entry, text)
    assert (finding.kind, ids(finding)) == (FindingKind.ANSWER, [FACETS[entry, text]])


def test_a_subject_spoken_of_before_decides_between_two(search: Search) -> None:
    assert ids(after(search, "travel-costs", "how many?", "work-groups-what")) == ["how-many-schools"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("are you sure?", FindingKind.AGAIN),
        ("u sure", FindingKind.AGAIN),
        ("are you sure? my head said it was fifteen every year", FindingKind.AGAIN),
        ("where were we", FindingKind.RECALL),
        ("sorry, say that again?", FindingKind.RECALL),
        ("shorter pls", FindingKind.SIMPLY),
        ("explain it simply", FindingKind.SIMPLY),
        ("why?", FindingKind.REASON),
    ],
)
def test_words_about_the_answer_itself(search: Search, text: str, kind: FindingKind) -> None:
    finding = after(search, "release-days-year-one", text)
    assert (finding.kind, ids(finding)) == (kind, ["release-days-year-one"])


def test_more_is_what_the_sheet_has_beside_it(search: Search, knowledge: Knowledge) -> None:
    finding = after(search, "pd-lead", "tell me more")
    assert (finding.kind, tuple(ids(finding))) == (FindingKind.MORE, knowledge.entries["pd-lead"].related)


def test_what_only_shows_something_is_shown_again(search: Search) -> None:
    finding = after(search, "release_balance", "are you sure? I thought it was more")
    assert (finding.kind, ids(finding)) == (FindingKind.REQUEST, ["release_balance"])


@pytest.mark.parametrize(
    "turns",
    [["I'm an ect, can I apply", "ok im not an ECT"], ["can a ta apply", "no, not that", "can I apply then"]],
)
def test_what_was_taken_back_is_not_said_twice(search: Search, turns: Sequence[str]) -> None:
    before: list[PastTurn] = []
    for text in turns:
        finding = search.find(text, before)
        before.append(PastTurn(text, tuple(ids(finding)), finding.barred))
    assert not set(before[0].about) & set(before[-1].about)


def test_another_topic_drops_the_context(search: Search) -> None:
    assert ids(after(search, "residentials-number", "do I need to be the maths lead")) == ["subject-leader"]


def test_a_clause_that_says_something_else_is_not_cut_off(search: Search) -> None:
    assert ids(after(search, "facilitate-workshops", "the pilot workshop thing, who comes to it")) != [
        "workshops-how-often"
    ]


def test_thanks_in_between_change_nothing(search: Search) -> None:
    turns = [PastTurn("how many residentials", ("residentials-number",)), PastTurn("ta", ("thanks",))]
    assert ids(search.find("and where?", turns)) == ["residential-venues"]
