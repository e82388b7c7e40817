"""Facts of a sheet in other words: each is found by what stands around it, or said to be in doubt."""

from pathlib import Path

import pytest

from knowledge.load import read_draft, waiting
from knowledge.model import Knowledge
from knowledge.sheet.folder import write_files
from knowledge.sheet.start import begun
from tests.support.paths import COHORT

SHEET = """# Mastery Specialists, Cohort 13, 2027/28

## How to get a place

The form goes up on 5 January 2027, and with that applications open.
Applications must be with the hub by 30 April 2027.

## Who

Teachers new to the job may apply with a letter from the head, joined to the form, that induction is due to be over
by 31 July 2027. Anybody who works two days a week or more is welcome.

## Time

A specialist comes to five three-day residentials. The hub pays for eleven days of release. Eleven days' release
is what the first year takes. Some work four days a week.
"""


def facts_of(sheet: str, knowledge: Knowledge, folder: Path) -> Knowledge:
    write_files(begun(knowledge, COHORT, sheet).files, folder / "cohort_13")
    return read_draft(folder / "cohort_13")


@pytest.fixture(scope="module")
def draft(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return facts_of(SHEET, knowledge, tmp_path_factory.mktemp("knowledge"))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("opening_date", "5 January 2027"),
        ("closing_date", "30 April 2027"),
        ("release_days", "eleven"),
        ("residential_length", "three-day"),
        ("residentials", "five"),
    ],
)
def test_a_fact_is_found_by_the_words_around_it(draft: Knowledge, name: str, says: str) -> None:
    assert (draft.facts[name].says, draft.facts[name].review) == (says, "")


def test_nothing_that_was_found_stands_a_second_time(draft: Knowledge) -> None:
    said = [fact.says for fact in draft.facts.values()]
    assert said.count("30 April 2027") == said.count("eleven") == said.count("five") == 1


@pytest.mark.parametrize(
    "closing",
    [
        "Forms are taken until 30 April 2027.",
        "The closing date is 30 April 2027.",
        "Send your application no later than 30 April 2027.",
        "It has to be filled in with the head and returned by 30 April 2027.",
    ],
)
def test_applications_close_in_many_words(knowledge: Knowledge, tmp_path: Path, closing: str) -> None:
    text = SHEET.replace("Applications must be with the hub by 30 April 2027.", closing)
    fact = facts_of(text, knowledge, tmp_path).facts["closing_date"]
    assert (fact.says, fact.review) == ("30 April 2027", "")


def test_two_days_on_which_they_close_are_said_to_be_in_doubt(knowledge: Knowledge, tmp_path: Path) -> None:
    found = facts_of(f"{SHEET}\nApplications close on 7 May 2027.\n", knowledge, tmp_path)
    assert found.facts["closing_date"].review == "in doubt"
    assert any("closing_date" in one and "leave it open" in one for one in waiting(found))


def test_where_no_sentence_says_what_closes_the_date_is_in_doubt(knowledge: Knowledge, tmp_path: Path) -> None:
    text = SHEET.replace("Applications must be with the hub by 30 April 2027.", "Note 30 April 2027 in red.")
    assert facts_of(text, knowledge, tmp_path).facts["closing_date"].review != ""
