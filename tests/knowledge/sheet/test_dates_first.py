"""A sheet with dates before what they are of, years in its headings, and pence: what a new folder makes of it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.load import read_draft
from knowledge.model import Knowledge
from knowledge.quantities import figures
from knowledge.sheet.check_figures import figures_of_answers
from knowledge.sheet.folder import write_files
from knowledge.sheet.start import begun
from tests.support.paths import COHORT

SHEET = """# The Mastery Programme: Cohort 13, 2027/28

## Dates

| Date | What happens |
|---|---|
| Monday 11 January 2027 | Application form goes live |
| Thursday 6 May 2027, 12 noon | Forms close |
| Friday 25 June 2027 | Letters to schools |

Forms can be sent in from 11 January 2027 until noon on 6 May 2027.
A small school has a grant of £1,250. Travel is refunded at 38p a mile after the first 30 miles.

## Year one: learning

You shadow a group of other schools.

## Year two, 2028/29: leading

You lead a group of other schools.
"""


@pytest.fixture(scope="module")
def draft(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("knowledge") / "cohort_13"
    write_files(begun(knowledge, COHORT, SHEET).files, folder)
    return folder


def test_the_window_is_found_whichever_way_the_table_has_it(draft: Path) -> None:
    facts = {name: fact.says for name, fact in read_draft(draft).facts.items()}
    assert (facts["opening_date"], facts["closing_date"]) == ("11 January 2027", "6 May 2027")
    assert facts["closing_time"] == "12 noon"
    assert facts["letters_schools"] == "25 June 2027"


def test_a_name_that_is_made_can_be_brought_back(draft: Path) -> None:
    found = read_draft(draft)
    assert [name for name in found.facts if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []
    assert "leading" in found.sections  # and not “2028”, which every answer that rests there would name


def test_figures_are_written_as_the_sheet_has_them(draft: Path) -> None:
    said = {fact.says for fact in read_draft(draft).facts.values()}
    assert {"£1,250", "38p", "30"} <= said


def test_a_year_that_only_a_heading_has_may_stand_in_an_answer_under_it(draft: Path) -> None:
    found = read_draft(draft)
    assert found.names["second_year"] == "2028/29"
    typed = replace(found.facts["second_year"], review="")  # by an officer, who confirms nothing
    work_groups = found.entries["work-groups-lead"]  # says {second_year}
    for place, slips in (("leading 1.1", 0), ("year 1.1", 1)):
        entry = replace(work_groups, rests_on=(place,))
        facts = {**found.facts, "second_year": typed}
        draft_of_one = replace(found, entries={entry.id: entry}, facts=facts)
        assert len(list(figures_of_answers(draft_of_one))) == slips


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("40p a mile by car", {"40p"}),
        ("at 9 pence", {"9p"}),
        ("at 9pm", {"9pm"}),
        ("Year two has more release days", set()),
        ("two funded release days", {"2"}),
    ],
)
def test_a_figure_has_one_form(text: str, found: set[str]) -> None:
    assert figures(text) == found


def test_a_pair_of_sentences_that_is_in_doubt_gives_no_figure(draft: Path) -> None:
    assert read_draft(draft).facts["release_days"].review == "not in the new sheet"
