"""What the search makes of people's own words; none of these wordings stands in the knowledge base."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.model import Knowledge
from knowledge.search import Finding, FindingKind, PastTurn, Search
from knowledge.search.clauses import parts_of
from knowledge.search.leaning import asks_why, leans_on_what_was_said

MEANT = {
    # everyday words for the sheet's
    "number of days they'd have to find cover for me, year one": "release-days-year-one",
    "how frequently would I be sleeping in a hotel for this": "residentials-number",
    "my gaffer has to agree to let me go, doesn't she": "head-guarantees-release",
    "I'm class teacher, someone else runs maths, pointless applying?": "subject-leader",
    # typing slips, no punctuation, abbreviations
    "wen is teh closeing date for aplications": "closing-date",
    "do u need qts": "qts",
    "is sle a must": "sle-mast",
    # negations and false premises
    "I won't have to have worked with other schools already will I": "track-record-across-schools",
    "so the deadline's the end of May, yes?": "closing-date",
    "it's 15 days of release this year isn't it": "release-days-year-one",
    # said plainly not to be in the sheet
    "they'd not mind that I'm only in wednesday to friday?": "part-time",
    "is there a panel that grills you": "interview",
    "I'd be doing this from a school in Swansea": "nations",
}
WISHES = {
    "put me down for half a day last thursday, hub stuff": "release_log",
    "give me a nudge a week ahead of each residential": "reminder_on",
    "could a real person get back to me": "handoff",
    "check whether somebody like me would be eligible": "eligibility_start",
}


def ids(finding: Finding) -> list[str]:
    return [hit.topic.id for hit in finding.hits]


def told(search: Search, *turns: str) -> Finding:
    """The last of several turns of one conversation."""
    before: list[PastTurn] = []
    for turn in turns[:-1]:
        before.append(PastTurn(turn, tuple(ids(search.find(turn, before)))))
    return search.find(turns[-1], before)


@pytest.mark.parametrize("text", MEANT)
def test_a_question_in_ones_own_words_is_understood(search: Search, text: str) -> None:
    assert MEANT[text] in ids(search.find(text))


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_is_told_from_a_question(search: Search, text: str) -> None:
    finding = search.find(text)
    assert (finding.kind, ids(finding)[0]) == (FindingKind.REQUEST, WISHES[text])


@pytest.mark.parametrize(
    ("turns", "meant"),
    [
        (["how many release days are there", "and the second year?"], "release-days-later"),
        (["do I need my own class", "is that essential"], "same-class"),
        (["how many residentials are there", "are they compulsory"], "residentials-compulsory"),
        (["is there an interview", "what about the closing date"], "closing-date"),
        (["how many residentials are there", "do I need to be the maths lead"], "subject-leader"),
    ],
)
def test_a_follow_up_is_read_with_what_it_follows(search: Search, turns: Sequence[str], meant: str) -> None:
    assert ids(told(search, *turns))[0] == meant


def test_why_is_about_what_was_just_said(search: Search) -> None:
    finding = told(search, "do I need my own class", "why?")
    assert (finding.kind, ids(finding)) == (FindingKind.REASON, ["same-class"])
    assert told(search, "hello", "why?").kind is not FindingKind.REASON


def test_two_questions_in_one_message_are_both_answered(search: Search) -> None:
    finding = search.find("When is the closing date, and who pays for my cover in the first year?")
    assert finding.kind is FindingKind.ANSWER
    assert set(ids(finding)) == {"closing-date", "funding-year-one"}


def test_a_long_story_is_read_for_what_it_asks(search: Search) -> None:
    story = (
        "Hi there, I've been at my school for six years now and I love it. We had a new head in September "
        "who is very keen on maths. I've mostly had year 5 but now I'm in year 3. Anyway my question is this. "
        "How many times would I be away overnight?"
    )
    assert ids(search.find(story))[0] == "residentials-number"


def test_a_part_may_lean_on_the_part_before_it(search: Search) -> None:
    assert "release-days-later" in ids(search.find("So I get ten days this year. After that how many do I get?"))


@pytest.mark.parametrize("text", ["who won the cup final", "a recipe for flapjack", "hub caps for a corsa"])
def test_other_subjects_are_not_answered(search: Search, text: str) -> None:
    assert search.find(text).kind in {FindingKind.OFFTOPIC, FindingKind.ABSTAIN}


def test_likelihoods_are_shares_of_one(search: Search, knowledge: Knowledge) -> None:
    for entry in list(knowledge.entries.values())[::10]:
        finding = search.find(entry.phrasings[0])
        assert 0 < finding.score <= 1
        assert entry.id in ids(finding)


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("and the second year?", True),
        ("why", True),
        ("is it free", True),
        ("how many release days do I get", False),
    ],
)
def test_what_leans_on_the_turn_before(text: str, leans: bool) -> None:
    assert leans_on_what_was_said(text) is leans


@pytest.mark.parametrize(
    ("text", "why"), [("why?", True), ("But why", True), ("how come", True), ("why ten days and not five", False)]
)
def test_a_bare_why(text: str, why: bool) -> None:
    assert asks_why(text) is why


def test_a_message_is_parted_where_it_asks_anew() -> None:
    assert parts_of("when does it close and who do I send it to") == ["when does it close", "who do I send it to"]
    assert parts_of("bread and butter pudding") == ["bread and butter pudding"]
    assert len(parts_of("is it on? " * 100)) == 12


def test_whoever_waits_for_the_learning_is_told_and_nobody_waits_twice(data: Knowledge, tmp_path: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        Search(data, tmp_path, tell=said.append)
    assert [line.split(": ")[1] for line in said] == ["half a minute, after a change only."]
