"""A made-up Cohort 13, set up from its text by commands and the workbook alone, as an officer would."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.__main__ import main
from tests.support.officer import Officer
from tests.support.paths import COHORT, TESTS

NAME = "cohort_13"
SHEET = TESTS / "knowledge" / "sheet" / NAME / "sheet.md"


def begin(folder: Path) -> Path:
    """A deployment's folder with Cohort 12, and Cohort 13 as `sheet new` leaves it, with its workbook."""
    shutil.copytree(COHORT, folder / COHORT.name)
    (folder / "app.yaml").write_text(f"programme: {{knowledge: {COHORT.name}, sheets: {{{NAME}: {SHEET}}}}}\n")
    with configured(folder):
        assert main(["sheet", "new", NAME, "--from", COHORT.name, "--sheet", str(SHEET)]) == 0
        assert main(["sheet", "export", str(folder / f"{NAME}.xlsx"), "--cohort", NAME]) == 0
    return folder


def made(folder: Path) -> Path:
    """Cohort 13's folder, set up and reviewed."""
    begin(folder)
    officer = Officer(folder / f"{NAME}.xlsx")
    set_up(officer)
    officer.sign_all("Una Officer", "29/11/2026")
    officer.save()
    with configured(folder):
        assert main(["sheet", "import", str(folder / f"{NAME}.xlsx")]) == 0
    return folder / NAME


@contextmanager
def configured(folder: Path) -> Iterator[None]:
    """Commands read that folder's app.yaml while the block runs."""
    before = os.environ.get("MASTERY_CONFIG")
    os.environ["MASTERY_CONFIG"] = str(folder / "app.yaml")
    try:
        yield
    finally:
        os.environ.pop("MASTERY_CONFIG")
        if before is not None:
            os.environ["MASTERY_CONFIG"] = before


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
