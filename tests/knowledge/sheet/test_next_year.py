"""A made-up Cohort 13 is set up from its text by commands and the workbook alone, as an officer would."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from adapters.__main__ import main
from knowledge.facts import KnowledgeError
from knowledge.load import load
from knowledge.model import Knowledge
from tests.knowledge.sheet.officer import Officer
from tests.support.paths import COHORT

pytestmark = pytest.mark.slow  # a workbook takes seconds to write and to read
SHEET = Path(__file__).parent / "cohort_13" / "sheet.md"


@dataclass(frozen=True)
class Desk:
    """A deployment's folder with Cohort 12, and what the commands print."""

    folder: Path

    @property
    def draft(self) -> Path:
        return self.folder / "cohort_13"

    @property
    def workbook(self) -> Path:
        return self.folder / "cohort_13.xlsx"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Cohort 13's folder as `sheet new` leaves it, and its workbook."""
    folder = tmp_path_factory.mktemp("deployment")
    shutil.copytree(COHORT, folder / COHORT.name)
    (folder / "app.yaml").write_text(f"programme: {{knowledge: {COHORT.name}, sheets: {{cohort_13: {SHEET}}}}}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MASTERY_CONFIG", str(folder / "app.yaml"))
        assert main(["sheet", "new", "cohort_13", "--from", COHORT.name, "--sheet", str(SHEET)]) == 0
        assert main(["sheet", "export", str(folder / "cohort_13.xlsx"), "--cohort", "cohort_13"]) == 0
    return Desk(folder)


@pytest.fixture
def desk(begun: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The same in a folder of this test's own."""
    folder = Path(shutil.copytree(begun.folder, tmp_path / "deployment"))
    monkeypatch.setenv("MASTERY_CONFIG", str(folder / "app.yaml"))
    return Desk(folder)


def set_up(officer: Officer) -> None:
    """All that the new sheet asks of its officer."""
    for place, says, declared in (
        ("overview 1.1", "A thirteenth cohort is recruited after earlier ones that went well.", ""),
        ("who 1.3", "Early-career teachers can apply after their induction.", ""),
        ("who 20.1", "Essential: governors or trust agree to the release.", ""),
    ):
        officer.write("Sentences", {"place": place}, in_our_words=says, declared=declared)

    def answer(name: str, text: str, **cells: str) -> None:
        officer.write("Answers", {"question id": name}, new_answer=text, **cells)

    answer(
        "early-career-teachers",
        "Early-career teachers can apply once their induction is complete. Qualified Teacher Status is essential.",
        status="answered",
        sentences="who 1.3; who 4.1",
        looked_for="",
    )
    answer(
        "governors",
        "Your governors or trust need to agree to the release; that is essential. Your headteacher needs to "
        "understand the commitment, too.",
        status="answered",
        sentences="who 20.1; who 19.1",
        looked_for="",
    )
    answer(
        "criteria-essential",
        "Essential are Qualified Teacher Status (QTS), teaching maths regularly to the same class in a primary, "
        "infant, junior or middle school, time, good teaching, being keen on mastery, collaboration, a record in "
        "your own school, communication, understanding learning, wanting to develop, a headteacher who "
        "understands, and the agreement of governors or trust.",
        sentences="; ".join(f"who {at}.1" for at in (4, 6, 8, 10, 12, 14, 15, 16, 17, 18, 19, 20)),
    )
    answer(
        "criteria-desirable",
        "Desirable, not required, are leading maths, {experience_years} years of primary maths teaching, wanting "
        "to become a specialist teacher, a record across several schools, and helping others grow as leaders.",
    )
    answer(
        "sle-mast",
        "The sheet doesn't mention SLE or MaST status. Leading maths is desirable, not required. Your Maths Hub "
        "can tell you.",
        status="not in the sheet",
        sentences="who 5.1",
        looked_for="SLE; MaST",
    )
    answer(
        "role-compared",
        "A Primary Mastery Specialist develops mastery in their own school in the first year and then also works "
        "with other schools for the Maths Hub. The sheet does not compare roles; your Maths Hub can tell you.",
        sentences="overview 2.3; overview 2.4; involve 13.1",
    )
    officer.write("Answers", {"question id": "career-route"}, looked_for="promotion; career path")
    officer.write("Answers", {"question id": "academies"}, looked_for="academ; maintained")
    officer.write("Answers", {"question id": "residentials-compulsory"}, sentences="expectations 4.1; involve 3.1")
    officer.write("Eligibility texts", {"part": "beside"}, text="who 1.1; who 1.2; who 1.3; who 21.1")
    officer.take_out("Eligibility texts", {"part": "pluses, item", "text": "SLE, MaST or similar"})
    officer.write("Eligibility texts", {"part": "review"}, text="reviewed by Una Officer on 2026-11-29")
    officer.add(
        "Eligibility questions",
        id="agreement",
        ask="Do your governors or trust agree to the release?",
        short="Agreement of governors or trust",
        why="The new sheet makes their agreement an essential.",
        section="who",
        about="governors; trust; agreement",
        sentences="who 20.1",
    )
    officer.write("Eligibility options", {"question": "head"}, leads_to="agreement")
    officer.add("Eligibility options", question="agreement", answer="yes", leads_to="summary")
    officer.add(
        "Eligibility options",
        question="agreement",
        answer="no",
        leads_to="summary",
        sort_out="ask your governors or trust before you apply.",
    )
    officer.add(
        "Eligibility options",
        question="agreement",
        answer="not_sure",
        leads_to="summary",
        ask_hub="ask what kind of agreement is meant.",
    )


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
    with pytest.raises(KnowledgeError, match="1 of 199 answers are not reviewed yet, first `qts`"):
        load(desk.draft)
