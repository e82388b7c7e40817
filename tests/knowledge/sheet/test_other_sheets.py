"""Kinds of text that other sheets have: tables, dates in figures, ranges, asides about another cohort."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from knowledge.facts import KnowledgeError, Phase
from knowledge.load import load, read_draft, waiting
from knowledge.model import Knowledge
from knowledge.quantities import figures, figures_of_fact, small_figures, time_of
from knowledge.sheet.check import SheetFile, check
from knowledge.sheet.folder import write_files
from knowledge.sheet.start import LOOK_FIRST, begun
from knowledge.sheet_text import sentences
from tests.support.paths import COHORT

SHEET = """# Mastery Programme 2027/28, Cohort 13

## Dates

| What | When |
|---|---|
| Forms are there (applications open) | Monday 4 January 2027 |
| Applications close | 12 noon, Friday 7 May 2027 |
| Letters to schools | by 2/7/27 |
| First residential | 5–7 October 2027 |

## Money

| | First year, 2027/28 | From September 2028 |
|---|---|---|
| Days out of class | 12 | agreed each July |
| Days that the hub funds | 8 | all |

Each specialist comes to two three-day residentials and writes a 1,500-word report.
PD Lead accreditation is no longer part of the programme.

## Questions

Can I try again? I was turned down for Cohort 12. Yes. Cohort 12 forms are not kept. Cohort 12 is over.
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("by 2/7/27", {"2027-07-02"}),
        ("on 2.7.2027.", {"2027-07-02"}),
        ("5–7 October 2027", {"2027-10-05", "2027-10-07"}),
        ("30 September to 2 October 2027", {"2027-09-30", "2027-10-02"}),
        ("a 1,500-word report", {"1500"}),
        ("two three-day residentials", {"2", "3"}),
        ("12 noon, Friday 14 May 2027", {"12 noon", "2027-05-14"}),
        ("from 4 to 5.30pm", {"4pm", "5.30pm"}),
        ("Residential 1 and Part 2", set()),
    ],
)
def test_figures_of_other_sheets(text: str, found: set[str]) -> None:
    assert figures(text) == found


def test_a_fact_may_have_what_none_need_have() -> None:
    assert small_figures("no more than two applicants, told each July") == {"2", "july"}
    assert figures_of_fact("July") == {"july"}
    assert figures_of_fact("two") == {"2"}


def test_a_row_with_a_label_is_one_sentence_and_a_row_of_two_lists_is_two() -> None:
    table = "| Stage | Day |\n|---|---|\n| Applications close | noon, 7 May 2027 |\n| Interviews | June |\n"
    text = f"\n## Dates\n\n{table}"
    assert [one.text for one in sentences(text, {"dates": "Dates"})] == [
        "Applications close: noon, 7 May 2027",
        "Interviews: June",
    ]
    lists = "\n## Who\n\n| Essential | Desirable |\n|---|---|\n| QTS | Leading maths |\n| Time to do it | |\n"
    assert [one.text for one in sentences(lists, {"who": "Who"})] == [
        *("Essential", "Desirable", "QTS", "Leading maths", "Time to do it"),
    ]


def test_of_more_columns_each_value_has_its_columns_heading() -> None:
    found = [one.text for one in sentences(SHEET, {"money": "Money"})]
    assert found[0] == "Days out of class – First year, 2027/28: 12; From September 2028: agreed each July"


@pytest.fixture(scope="module")
def draft(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("knowledge") / "cohort_13"
    write_files(begun(knowledge, COHORT, SHEET).files, folder)
    return folder


def test_the_cohort_is_the_titles_and_no_asides(draft: Path) -> None:
    found = read_draft(draft)
    assert (found.names["cohort"], found.sheet) == ("Cohort 13", "Cohort 13 information sheet")
    assert found.names["last_cohort"] == "Cohort 12"


def test_the_windows_dates_are_those_that_open_and_close_applications(draft: Path) -> None:
    facts = {name: fact.says for name, fact in read_draft(draft).facts.items()}
    assert (facts["opening_date"], facts["closing_date"]) == ("4 January 2027", "7 May 2027")
    assert facts["residentials"] == "two"
    assert facts["second_year"] == "2028/29"  # “From September 2028”
    assert facts["first_residential_starts"] == "5 October 2027"
    assert facts["first_residential_ends"] == "7 October 2027"
    assert facts["letters_schools"] == "2 July 2027"


def test_what_stands_nowhere_in_the_new_sheet_is_said_apart_and_not_served(draft: Path) -> None:
    found = read_draft(draft)
    marked = {name for name, fact in found.facts.items() if fact.review == "not in the new sheet"}
    assert marked == {"since_year", "release_days", "residential_terms", "experience_years"}
    assert found.facts["residential_length"].says == "three-day"
    assert any("facts: since_year, " in one and "not in the new sheet" in one for one in waiting(found))
    with pytest.raises(KnowledgeError):
        load(draft)


@pytest.mark.parametrize(
    ("said", "hour"),
    [("12 noon", 12), ("4pm", 16), ("11.30 am", 11), ("16:00", 16), ("4–5pm", None), ("4 May", None)],
)
def test_a_time_of_day_is_read(said: str, hour: int | None) -> None:
    assert (found.hour if (found := time_of(said)) else None) == hour


def test_after_the_closing_time_of_the_last_day_applications_are_closed(draft: Path) -> None:
    window = read_draft(draft).window
    day = date(2027, 5, 7)
    assert window.closes_at == time(12)
    assert window.at(datetime(2027, 5, 7, 11, 59, tzinfo=UTC)).phase(day) is Phase.LAST_DAY
    assert window.at(datetime(2027, 5, 7, 12, 0, tzinfo=UTC)).phase(day) is Phase.CLOSED


def test_cohorts_before_and_after_need_no_fact(draft: Path) -> None:
    assert not [one for one in check(draft, SheetFile("new.md", SHEET)) if "cohort 12" in one]


def test_what_most_likely_contradicts_the_sheet_says_why(knowledge: Knowledge) -> None:
    text = SHEET.replace("## Money", "## What are the benefits of participating in this programme?")
    why = begun(knowledge, COHORT, text).states["pd-lead"][1]
    assert why.startswith(f"{LOOK_FIRST}: benefits 8.1 says “not” in one of the sheets only")


def test_answers_stand_in_the_section_of_their_sentence(draft: Path) -> None:
    assert all(entry.rests_on[0].split()[0] == entry.section for entry in read_draft(draft).entries.values())
