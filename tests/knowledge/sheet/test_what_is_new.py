"""What is new in a sheet is declared in the workbook: follow-ups on a new subject, and a list that is empty."""

from collections.abc import Sequence

import openpyxl
import pytest

from adapters.__main__ import main
from knowledge.facts import KnowledgeError
from knowledge.load import read_draft
from knowledge.search import PastTurn
from knowledge.search.follow_ups import FollowUps, Meant
from knowledge.search.normalise import split
from knowledge.sheet.bring_in import bring_in
from knowledge.sheet.folder import read_files
from knowledge.sheet.workbook_rows import read_workbook
from tests.knowledge.sheet.conftest import Desk
from tests.support.officer import Officer

pytestmark = pytest.mark.slow  # a workbook takes seconds to write and to read

CALLS = {
    "mentor-calls": ("How often one speaks", "You speak with the mentor after school.", "how often do we speak"),
    "mentor-cost": ("What the mentor costs", "The mentor is there without a charge.", "what does the mentor cost"),
}


def with_a_new_subject(desk: Desk) -> Officer:
    officer = Officer(desk.workbook)
    for name, (title, answer, wording) in CALLS.items():
        officer.add(
            "Answers",
            question_id=name,
            question=title,
            status="answered",
            section="who",
            when="any time",
            sentences="who 1.3",
            new_answer=answer,
            review="reviewed",
            reviewed_by="Una Officer",
            reviewed_on="29/11/2026",
        )
        for text in (wording, f"{wording} then", f"tell me {wording}"):
            officer.add("Wordings", question_id=name, wording=text)
    officer.add(
        "Subjects",
        subject="the mentor",
        named="mentor; my mentor",
        asked="how often",
        question_id="mentor-calls",
    )
    officer.add("Subjects", subject="the mentor", asked="who pays", question_id="mentor-cost")
    return officer


def test_a_new_subject_is_followed_up(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """“Who pays for that?” right after an answer about it; and the row is there in the next export."""
    with_a_new_subject(desk).save()
    assert main(["sheet", "import", str(desk.workbook)]) == 0
    assert "2 rows of subjects changed" in capsys.readouterr().out
    words = FollowUps(read_draft(desk.draft), split)
    before = [PastTurn("how often do we speak", ("mentor-calls",))]
    meant = words.meant("and who pays for that?", before)
    assert meant is not None
    assert (meant[0], meant[1].id) == (Meant.ENTRY, "mentor-cost")
    assert main(["sheet", "export", str(desk.workbook)]) == 0
    rows = read_workbook(desk.workbook).rows["Subjects"]
    assert [(row["subject"], row["asked"], row["question id"]) for row in rows] == [
        ("the mentor", "how often", "mentor-calls"),
        ("the mentor", "who pays", "mentor-cost"),
    ]
    assert (
        bring_in(read_workbook(desk.workbook), desk.draft, dry_run=True).changed["rows of subjects changed"] == 0
    )


def test_the_workbook_says_what_each_value_of_asked_covers(desk: Desk) -> None:
    said = [str(row[1]) for row in openpyxl.load_workbook(desk.workbook)["Start here"].iter_rows(values_only=True)]
    for facet, words in read_draft(desk.draft).follow_ups.facets.items():
        [line] = [one for one in said if f"“{facet}” under “asked”" in one]
        assert words[0] in line


def test_a_subject_that_is_there_already_is_made_richer(desk: Desk) -> None:
    officer = with_a_new_subject(desk)
    officer.add("Subjects", subject="the reports", asked="how long", question_id="mentor-calls")
    officer.save()
    bring_in(read_workbook(desk.workbook), desk.draft, dry_run=False)
    (reports,) = (one for one in read_draft(desk.draft).follow_ups.subjects if one.words == "the reports")
    assert (reports.by_facet["how long"], reports.by_facet["when"]) == ("mentor-calls", "reports-how-often")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"subject": "the mentor", "asked": "whence", "question_id": "mentor-calls"}, "asked"),
        ({"subject": "the mentor", "asked": "who pays", "question_id": "mentor-calls"}, "asked"),
        ({"subject": "the mentor", "asked": "where", "question_id": "mentor-cals"}, "question id"),
        ({"asked": "where", "question_id": "mentor-calls"}, "subject"),
    ],
)
def test_a_slip_of_a_subject_is_named(desk: Desk, cells: dict[str, str], column: str) -> None:
    officer = with_a_new_subject(desk)
    row = officer.add("Subjects", **cells)
    officer.save()
    with pytest.raises(KnowledgeError) as refused:
        bring_in(read_workbook(desk.workbook), desk.draft, dry_run=True)
    assert str(refused.value).startswith(f"“Subjects”, row {row}, “{column}”: ")


def emptied(desk: Desk, parts: Sequence[str]) -> None:
    officer = Officer(desk.workbook)
    for part in parts:
        officer.write("Eligibility texts", {"part": part}, text="")
    officer.save()


def test_a_sheet_that_asks_for_no_evidence_has_no_list_of_it(desk: Desk) -> None:
    emptied(desk, ("evidence, item", "evidence, intro", "evidence, sentences"))
    bring_in(read_workbook(desk.workbook), desk.draft, dry_run=False)
    dialog = read_draft(desk.draft).dialog
    assert (dialog.evidence.intro, dialog.evidence.items, dialog.evidence.rests_on) == ("", (), ())
    assert dialog.pluses.items
    assert read_files(desk.draft).walk["evidence"]["items"] == []


def test_a_list_with_items_needs_its_introduction(desk: Desk) -> None:
    emptied(desk, ("evidence, intro",))
    with pytest.raises(KnowledgeError, match=r"“Eligibility texts”, row \d+, “text”: evidence, intro is empty"):
        bring_in(read_workbook(desk.workbook), desk.draft, dry_run=True)
