"""Sheets that open in ways that no sheet did before: a folder is begun, and its cohort is the title's."""

import tempfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart

from adapters.__main__ import main
from knowledge.load import read_draft
from knowledge.model import Knowledge
from knowledge.sheet.folder import write_files
from knowledge.sheet.start import begun
from knowledge.sheet.workbook import START, TABLES
from tests.support.paths import COHORT

BELOW = """
Applications open on 5 January 2027 and close on 30 April 2027.

## Who

Teachers with Qualified Teacher Status may apply.
"""
OPENINGS = [
    "Eleven cohorts have come and gone.",
    "12 cohorts are behind us, and one is ahead.",
    "After cohorts 9, 10 and 11 this is the next.",
    "The first cohort met long ago, the last one in 2026.",
    "Cohort XIII begins here.",
    "Two cohorts a year were once trained; now it is one.",
    "Our thirteenth cohort follows the twelfth cohort.",
    "Hundreds of teachers, ninety schools, no cohorts.",
]


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_folder_is_begun_whatever_the_sheet_opens_with(
    knowledge: Knowledge, tmp_path: Path, opening: str
) -> None:
    text = f"# The programme, Cohort 13, 2027/28\n\n## About\n\n{opening}\n{BELOW}"
    write_files(begun(knowledge, COHORT, text).files, tmp_path / "cohort_13")
    found = read_draft(tmp_path / "cohort_13")
    assert (found.names["cohort"], found.names["cohort_ordinal"]) == ("Cohort 13", "thirteenth")
    assert found.names["last_cohort"] == "Cohort 12"


@pytest.mark.parametrize("opening", OPENINGS[:3])
def test_without_a_number_in_its_title_a_folder_is_begun_too(
    knowledge: Knowledge, tmp_path: Path, opening: str
) -> None:
    text = f"# The programme\n\n## About\n\n{opening}\n{BELOW}"
    write_files(begun(knowledge, COHORT, text).files, tmp_path / "cohort_13")
    assert read_draft(tmp_path / "cohort_13").names["cohort"].startswith("Cohort ")


def test_what_nobody_foresaw_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A workbook whose first page is a chart has no cell to read."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.create_chartsheet(START).add_chart(BarChart())
    for table in TABLES:
        book.create_sheet(table.name).append(table.headings)
    book.save(tmp_path / "words.xlsx")
    (tmp_path / "app.yaml").write_text(f"programme: {{knowledge: {COHORT}}}\n")
    monkeypatch.setenv("MASTERY_CONFIG", str(tmp_path / "app.yaml"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)  # read from TMPDIR again
    assert main(["sheet", "import", str(tmp_path / "words.xlsx")]) == 1
    said = capsys.readouterr().err
    assert "could not finish" in said
    assert "Traceback" not in said
    [kept] = tmp_path.glob("mastery-*.txt")
    assert str(kept) in said
    assert "Traceback" in kept.read_text()
