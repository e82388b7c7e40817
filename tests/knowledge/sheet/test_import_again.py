"""The same workbook brought in twice changes nothing the second time; and all that is wrong is named at once."""

from pathlib import Path

import pytest

from adapters.__main__ import main
from knowledge.facts import NOT_IN_THE_SHEET, KnowledgeError
from knowledge.load import read_draft
from knowledge.sheet.bring_in import bring_in
from knowledge.sheet.check import check
from knowledge.sheet.folder import read_files, write_files
from knowledge.sheet.workbook_rows import read_workbook
from tests.knowledge.sheet.conftest import Desk
from tests.support.cohort_13 import set_up
from tests.support.officer import Officer

pytestmark = pytest.mark.slow


def texts(folder: Path) -> dict[Path, str]:
    return {path: path.read_text() for path in folder.rglob("*.yaml")}


def test_a_fact_that_was_emptied_may_be_emptied_again(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    files = read_files(desk.draft)
    files.facts["facts"]["spare_days"] = {"says": "ten", "section": "involve", "review": NOT_IN_THE_SHEET}
    write_files(files, desk.draft)
    officer = Officer(desk.workbook)
    officer.add("Facts", name="spare_days", section="involve")
    officer.save()
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    assert "spare_days" not in read_draft(desk.draft).facts
    before = texts(desk.draft)
    capsys.readouterr()
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    assert "changed: nothing." in capsys.readouterr().out
    assert texts(desk.draft) == before


def test_what_was_changed_after_its_review_and_signed_alike_stays_as_it_was(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = Officer(desk.workbook)
    set_up(officer)
    officer.sign_all("Una Officer", "29/11/2026")
    officer.save()
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    officer = Officer(desk.workbook)
    officer.write(
        "Answers", {"question id": "passion"}, new_answer="Being keen on teaching for mastery is essential."
    )
    officer.save()
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    before = texts(desk.draft)
    capsys.readouterr()
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    assert "changed: nothing." in capsys.readouterr().out
    assert texts(desk.draft) == before


def test_a_source_follows_the_sentences(desk: Desk) -> None:
    officer = Officer(desk.workbook)
    officer.write("Answers", {"question id": "pd-lead"}, sentences="who 6.1")
    officer.save()
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    assert read_draft(desk.draft).entries["pd-lead"].section == "who"


def test_a_source_in_which_none_of_its_sentences_stands_gives_way_and_is_named(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = Officer(desk.workbook)
    officer.write("Answers", {"question id": "pd-lead"}, sentences="who 6.1", section="involve")
    officer.save()
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    assert "the source is where the sentences stand: pd-lead: who, not involve" in capsys.readouterr().out
    files = read_files(desk.draft)
    entry = next(one for _, one in files.all_entries() if one["id"] == "pd-lead")
    assert entry["section"] == "who"
    entry["section"] = "involve"
    write_files(files, desk.draft)
    assert any("`pd-lead` names the section `involve` as its source" in one for one in check(desk.draft))


@pytest.mark.parametrize(
    ("sheet", "where", "cells"),
    [
        ("Facts", {"name": "since_year"}, {"section": "nowhere"}),
        ("Answers", {"question id": "same-class"}, {"review": "fine"}),
        ("Eligibility questions", {"id": "class"}, {"sentences": "who 99.1"}),
        ("Eligibility questions", {"id": "class"}, {"short": "x" * 61}),
        ("Facts", {"name": "closing_date"}, {"date": "soon"}),
    ],
)
def test_what_cannot_be_read_hides_nothing_else(
    desk: Desk, sheet: str, where: dict[str, str], cells: dict[str, str]
) -> None:
    officer = Officer(desk.workbook)
    first = officer.write(sheet, where, **cells)
    other = officer.write("Answers", {"question id": "passion"}, new_answer="Yes, passion is essential.")
    officer.save()
    with pytest.raises(KnowledgeError) as refused:
        bring_in(read_workbook(desk.workbook), desk.draft, dry_run=True)
    said = str(refused.value).splitlines()
    assert any(f"“{sheet}”, row {first}, " in one for one in said)
    assert any(f"“Answers”, row {other}, “new answer”: `passion` opens with a yes" in one for one in said)
    assert said[-1].startswith("2 to put right.")
