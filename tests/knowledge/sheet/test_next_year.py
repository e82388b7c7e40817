"""A made-up Cohort 13 is set up from its text by commands and the workbook alone, as an officer would."""

from datetime import date

import pytest

from adapters.__main__ import main
from knowledge.facts import KnowledgeError
from knowledge.load import load
from knowledge.model import Knowledge
from knowledge.sheet.bring_in import bring_in
from knowledge.sheet.workbook_rows import read_workbook
from tests.knowledge.sheet.conftest import Desk
from tests.support.cohort_13 import set_up
from tests.support.officer import Officer

pytestmark = pytest.mark.slow  # a workbook takes seconds to write and to read


def test_a_workbook_that_nobody_touched_changes_nothing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in desk.draft.rglob("*") if path.is_file()}
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    assert "cohort_13: changed: nothing." in capsys.readouterr().out
    assert {path: path.read_bytes() for path in desk.draft.rglob("*") if path.is_file()} == before


def test_cohort_13_is_set_up_by_commands_and_the_workbook(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    officer = Officer(desk.workbook)
    set_up(officer)
    officer.sign_all("Una Officer", "29/11/2026")
    officer.save()
    assert officer.edits < 80
    assert main(["sheet", "import", str(desk.workbook), "--dry-run"]) == 0
    assert "Every answer is reviewed." in capsys.readouterr().out
    with pytest.raises(KnowledgeError):
        load(desk.draft)
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    assert "still open" not in capsys.readouterr().out
    assert main(["sheet", "check", "cohort_13"]) == 0
    _is_cohort_13(load(desk.draft))


def test_an_answer_that_is_refused_is_all_that_is_named(desk: Desk) -> None:
    """Not each of the answers that were signed beside it."""
    officer = Officer(desk.workbook)
    set_up(officer)
    row = officer.write(
        "Answers", {"question id": "qts"}, new_answer="Yes, you need Qualified Teacher Status (QTS)."
    )
    officer.sign_all("Una Officer", "29/11/2026")
    officer.save()
    with pytest.raises(KnowledgeError) as refused:
        bring_in(read_workbook(desk.workbook), desk.draft, dry_run=True)
    assert str(refused.value).splitlines() == [
        f"“Answers”, row {row}, “new answer”: `qts` opens with a yes, a no or an apology; open with the fact.",
        "1 to put right. Nothing was changed.",
    ]


def _is_cohort_13(knowledge: Knowledge) -> None:
    """Nothing of Cohort 12 is left in it."""
    for entry in knowledge.entries.values():
        for day in (date(2026, 12, 1), date(2027, 2, 1), date(2027, 4, 22), date(2027, 5, 1)):
            said = knowledge.answer(entry, day)
            for of_12 in ("Cohort 12", "2026/27", "ten days", "three", "23 April", "SLE or MaST, being"):
                assert of_12 not in said, (entry.id, said)
    assert "agreement" in knowledge.dialog.questions
    assert len(knowledge.dialog.pluses.items) == 5
    assert "early career" not in knowledge.entries["early-career-teachers"].looked_for


def test_what_is_changed_after_its_review_is_open_again(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    officer = Officer(desk.workbook)
    set_up(officer)
    officer.sign_all("Una Officer", "29/11/2026")
    officer.save()
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    officer.write("Answers", {"question id": "qts"}, new_answer="Qualified Teacher Status (QTS) is essential.")
    officer.save()
    capsys.readouterr()
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    assert "changed after its review: qts" in capsys.readouterr().out
    with pytest.raises(KnowledgeError, match="1 of 213 answers are not reviewed yet, first `qts`"):
        load(desk.draft)
