"""What the workbook of a new cohort proposes, shows and says, so that an officer is not led astray."""

from pathlib import Path

import openpyxl
import pytest

from adapters.__main__ import main
from knowledge.facts import NOT_IN_THE_SHEET
from knowledge.load import read_draft
from knowledge.model import Knowledge
from knowledge.sheet.folder import read_files, write_files
from knowledge.sheet.new_facts import new_facts
from knowledge.sheet.perhaps_now import perhaps_now
from knowledge.sheet_text import SheetSentence
from tests.knowledge.sheet.conftest import Desk
from tests.support.officer import Officer


def sentence(place: int, text: str) -> SheetSentence:
    return SheetSentence("new", f"{place}.1", text, text, place)


def headings(path: Path) -> list[str]:
    return [str(cell.value) for cell in openpyxl.load_workbook(path)["Answers"][1]]


def test_an_answer_without_a_sentence_left_rests_on_the_likeliest(knowledge: Knowledge) -> None:
    new = [
        sentence(1, "Information for schools and their business managers"),
        sentence(2, "Travel to every event is refunded on receipts."),
        sentence(3, "You apply on an online form, together with your headteacher."),
    ]
    assert perhaps_now(knowledge, ["travel-costs", "how-to-apply"], new) == {
        "travel-costs": "new 2.1",
        "how-to-apply": "new 3.1",
    }


def test_a_guess_is_said_to_be_one(desk: Desk) -> None:
    guessed = [one for _, one in read_files(desk.draft).all_entries() if "perhaps now" in one.get("why", "")]
    assert guessed
    assert all(one["rests_on"] == [one["why"].rpartition(": ")[2]] for one in guessed)


def test_facts_are_named_without_dates_and_for_what_they_are() -> None:
    found = new_facts(
        {},
        [
            sentence(1, "Reports of some pages are due by 10 December 2027, 24 March 2028 and 7 July 2028."),
            sentence(2, "Tea is served at 3.45 pm."),
            sentence(3, "Hear by 11 June 2027, and accept by 25 June 2027."),
        ],
    )
    assert not [name for name in found if "2027" in name or "december" in name or "time_time" in name]
    assert not [name for name in found if name.endswith(("_starts", "_ends"))]


def test_a_carried_fact_that_is_emptied_with_its_mark_is_taken_out(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    files = read_files(desk.draft)
    files.facts["facts"]["since_year"]["review"] = NOT_IN_THE_SHEET
    write_files(files, desk.draft)
    officer = Officer(desk.workbook)
    officer.write("Facts", {"name": "since_year"}, reads_as="", review="")
    officer.save()
    main(["sheet", "import", str(desk.workbook), "--dry-run"])
    said = capsys.readouterr().err
    assert "uses {since_year}" in said  # the answers that still name it
    assert not [line for line in said.splitlines() if line.startswith("“Facts”")]


def test_the_workbook_shows_how_an_answer_is_asked_for_and_does_without(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "asked as" in headings(desk.workbook)
    book = openpyxl.load_workbook(desk.workbook)
    book["Answers"].delete_cols(headings(desk.workbook).index("asked as") + 1)
    book.save(desk.workbook)
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    assert "changed: nothing" in capsys.readouterr().out


def test_a_new_answer_with_few_wordings_is_named(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    place = next(iter(read_draft(desk.draft).sheet_index))
    officer = Officer(desk.workbook)
    officer.add(
        "Answers",
        question_id="tea",
        question="Tea",
        status="answered",
        section=place.split()[0],
        when="any time",
        sentences=place,
        new_answer="Tea is for everybody.",
    )
    for wording in ("is there tea", "who gets tea", "tea for all of us"):
        officer.add("Wordings", question_id="tea", wording=wording)
    officer.save()
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    assert "write a dozen: tea (3)" in capsys.readouterr().out
