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
    with pytest.raises(KnowledgeError, match="213 of 213 answers are not reviewed yet"):
        load(draft)


def test_a_sheet_in_quite_other_words_is_read_by_what_it_counts(draft: Path) -> None:
    """Two residentials of three days, after four of two; two years where there were four; another window."""
    sheet = Path(__file__).parent / "cohort_14" / "sheet.md"
    made = begun(read_draft(draft), draft, sheet.read_text(encoding="utf-8"), SHEET.read_text(encoding="utf-8"))
    assert {name: fact.get("day") or fact["says"] for name, fact in made.files.facts["facts"].items()} == {
        "cohort": "Cohort 14",
        "cohort_ordinal": "fourteenth",
        "opening_date": "2027-10-04",
        "closing_date": "2028-01-28",
        "since_year": "2014",
        "development_year": "2028/29",
        "second_year": "2029/30",
        "release_days": "fifteen",
        "residentials": "two",
        "residential_length": "three-day",
        "residential_terms": "autumn 2028 and spring 2029",
        "experience_years": "two",
    }


def test_without_the_old_text_a_facts_name_and_words_say_what_it_counts(knowledge: Knowledge) -> None:
    """Three residentials of two days become two of three: each figure is in both sentences."""
    sheet = Path(__file__).parent / "cohort_14" / "sheet.md"
    facts = begun(knowledge, COHORT, sheet.read_text(encoding="utf-8")).files.facts["facts"]
    said = {name: facts[name]["says"] for name in ("release_days", "residentials", "residential_length")}
    assert said == {"release_days": "fifteen", "residentials": "two", "residential_length": "three-day"}


def test_dates_that_contradict_each_other_leave_a_folder_that_can_be_read(knowledge: Knowledge) -> None:
    """A sheet that names no closing date: the old window stays, and `check` says that no sentence has it."""
    text = SHEET.read_text(encoding="utf-8").replace("**22 April 2027**", "a day to be named")
    days = {name: fact.get("day") for name, fact in begun(knowledge, COHORT, text).files.facts["facts"].items()}
    assert str(days["opening_date"]) < str(days["closing_date"])
