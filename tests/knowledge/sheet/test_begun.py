"""What `sheet new` makes of a made-up Cohort 13: facts from its text, answers carried over and marked."""

from pathlib import Path

import pytest

from knowledge.facts import KnowledgeError
from knowledge.load import load, read_draft
from knowledge.model import Knowledge, ReviewState
from knowledge.sheet.folder import write_files
from knowledge.sheet.start import begun
from tests.support.paths import COHORT

SHEET = Path(__file__).parent / "cohort_13" / "sheet.md"


@pytest.fixture(scope="module")
def draft(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("knowledge") / "cohort_13"
    write_files(begun(knowledge, COHORT, SHEET.read_text(encoding="utf-8")).files, folder)
    return folder


def test_the_facts_are_found_in_the_new_text(draft: Path) -> None:
    facts = {name: fact.says for name, fact in read_draft(draft).facts.items()}
    assert facts == {
        "cohort": "Cohort 13",
        "cohort_ordinal": "thirteenth",
        "opening_date": "15 December 2026",
        "closing_date": "22 April 2027",
        "since_year": "2014",
        "development_year": "2027/28",
        "second_year": "2028/29",
        "release_days": "twelve",
        "residentials": "four",
        "residential_length": "two-day",
        "residential_terms": "autumn 2027, winter 2028, spring 2028 and summer 2028",
        "experience_years": "four",
    }


def test_nothing_is_served_before_it_is_reviewed(draft: Path) -> None:
    states = {entry.id: entry.review.state for entry in read_draft(draft).entries.values()}
    assert states["sle-mast"] is ReviewState.GONE
    assert states["early-career-teachers"] is ReviewState.TO_REVIEW
    assert ReviewState.KEPT not in states.values()
    with pytest.raises(KnowledgeError, match="199 of 199 answers are not reviewed yet"):
        load(draft)
