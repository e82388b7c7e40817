"""The workbook goes through LibreOffice, as it does on an officer's desk: what comes back is the same."""

from pathlib import Path

import pytest

from adapters.__main__ import main
from knowledge.sheet.folder import read_files
from tests.knowledge.sheet.conftest import Desk
from tests.support import libreoffice
from tests.support.officer import Officer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(libreoffice.installed() is None, reason=libreoffice.LEFT_OUT),
]


def test_opened_and_saved_it_changes_nothing(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in desk.draft.rglob("*") if path.is_file()}
    book = libreoffice.saved(desk.workbook, tmp_path / "profile")
    assert main(["sheet", "import", str(book)]) == 0
    assert "cohort_13: changed: nothing." in capsys.readouterr().out
    assert {path: path.read_bytes() for path in desk.draft.rglob("*") if path.is_file()} == before


def test_an_answer_changed_in_it_is_the_only_change(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "Qualified Teacher Status (QTS) is essential; “QTS” for short – it’s asked of everybody."
    before = {entry["id"]: entry for _, entry in read_files(desk.draft).all_entries()}
    officer = Officer(desk.workbook)
    place = officer.place("Answers", {"question id": "qts"}, "new answer")
    book = libreoffice.saved(desk.workbook, tmp_path / "profile", ("Answers", *place), words)
    assert main(["sheet", "import", str(book)]) == 0
    assert "cohort_13: changed: 1 answer changed" in capsys.readouterr().out
    after = {entry["id"]: entry for _, entry in read_files(desk.draft).all_entries()}
    assert after["qts"]["answer"] == words
    assert {name for name in after if after[name] != before[name]} == {"qts"}
