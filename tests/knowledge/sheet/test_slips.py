"""Thirty slips of an officer in workbooks: each is named by sheet, row and column, and nothing is changed."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from adapters.__main__ import main
from tests.support.officer import Officer
from tests.support.paths import COHORT

pytestmark = pytest.mark.slow

ANSWERS: list[tuple[str, str, Any]] = [  # question id, column, what is written there
    ("release-days-year-one", "status", "sure"),
    ("release-days-later", "section", "money"),
    ("qts", "sentences", "who 99.1"),
    ("subject-leader", "sentences", ""),
    ("passion", "new answer", ""),
    ("collaboration", "question", "x" * 61),
    ("communication", "related", "nothing-there"),
    ("school-types", "when", "someday"),
    ("same-class", "review", "fine"),
    ("good-teaching", "review", "reviewed"),
    ("desire-to-develop", "question", ""),
]
LATER: list[tuple[str, str, Any]] = [  # what only shows once all cells can be read
    ("travel-costs", "new answer", "The hub pays for 12 visits."),
    ("funding-later-years", "new answer", "Your Maths Hub funds {nothing_there}."),
    ("funding-year-one", "new answer", "It is fully funded."),
    ("part-time", "new answer", "Part-time teachers are welcome. Ask your Maths Hub."),
    ("passion", "new answer", "You are not eligible without passion."),
    ("qts", "new answer", "Yes, Qualified Teacher Status is essential."),
    ("communication", "new answer", " ".join(["word"] * 70)),
    ("collaboration", "new answer", "Applications close on {closing_date}."),
    ("good-teaching", "new answer", "There are {residentials} observations."),
    ("subject-leader", "new answer", "It goes on for fifteen days."),
    ("website-link", "new answer", "The sheet doesn't say. Your Maths Hub can: cohort12@hub.example."),
]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(COHORT, tmp_path / COHORT.name)
    (tmp_path / "app.yaml").write_text(f"programme: {{knowledge: {COHORT.name}}}\n")
    monkeypatch.setenv("MASTERY_CONFIG", str(tmp_path / "app.yaml"))
    assert main(["sheet", "export", str(tmp_path / "words.xlsx")]) == 0
    return tmp_path


def refused(desk: Path, officer: Officer, capsys: pytest.CaptureFixture[str]) -> str:
    before = {path: path.read_bytes() for path in (desk / COHORT.name).rglob("*.yaml")}
    officer.save()
    capsys.readouterr()
    assert main(["sheet", "import", str(desk / "words.xlsx")]) == 1
    assert {path: path.read_bytes() for path in (desk / COHORT.name).rglob("*.yaml")} == before
    return capsys.readouterr().err


def test_slips_in_cells_are_all_named_at_once(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    officer, wanted = Officer(desk / "words.xlsx"), list[str]()
    for name, column, value in ANSWERS:
        row = officer.write("Answers", {"question id": name}, **{column.replace(" ", "_"): value})
        told = "reviewed by" if value == "reviewed" else column
        wanted.append(f"“Answers”, row {row}, “{told}”: ")
    for sheet, where, cells, column in (
        ("Facts", {"name": "closing_date"}, {"date": "31 Nov"}, "date"),
        ("Facts", {"name": "release_days"}, {"reads_as": ""}, "reads as"),
        ("Facts", {"name": "cohort"}, {"section": "nowhere"}, "section"),
        ("Sentences", {"place": "who 4.1"}, {"in_our_words": ""}, "in our words"),
        ("Sentences", {"place": "who 9.1"}, {"declared": "perhaps"}, "declared"),
        ("Eligibility questions", {"id": "qts"}, {"ask": ""}, "ask"),
        ("Eligibility questions", {"id": "class"}, {"section": "here"}, "section"),
        ("Eligibility options", {"question": "time", "answer": "yes"}, {"leads_to": "nowhere"}, "leads to"),
        ("Eligibility texts", {"part": "title"}, {"text": ""}, "text"),
    ):
        wanted.append(f"“{sheet}”, row {officer.write(sheet, where, **cells)}, “{column}”: ")
    row = officer.add("Wordings", question_id="nobody", wording="who am I")
    wanted.append(f"“Wordings”, row {row}, “question id”: ")
    said = refused(desk, officer, capsys)
    assert [one for one in wanted if one not in said] == []


def test_slips_of_what_is_said_are_all_named_at_once(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    officer, wanted = Officer(desk / "words.xlsx"), list[str]()
    for name, column, value in LATER:
        row = officer.write("Answers", {"question id": name}, **{column.replace(" ", "_"): value})
        wanted.append(f"“Answers”, row {row}, “{column}”: ")
    row = officer.write("Eligibility texts", {"part": "decides"}, text="Maths Hubs decide, within six weeks.")
    wanted.append(f"“Eligibility texts”, row {row}, “text”: ")
    row = officer.write("Eligibility questions", {"id": "time"}, shows="Nights: three nights away\nRelease: some")
    wanted.append(f"“Eligibility questions”, row {row}, “shows”: ")
    said = refused(desk, officer, capsys)
    assert [one for one in wanted if one.rsplit(",", 1)[0] not in said] == []
    assert f"row {row}, “shows”: “three nights away…” has 3 of its own; name a fact in braces." in said
    assert "cohort's number in “cohort12@hub.example”; write {cohort_number} for it" in said
