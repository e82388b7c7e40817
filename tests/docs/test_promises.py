"""docs/promises.md: what is kept and what once failed name tests that exist; what is not kept gives a reason."""

import ast
import re

from tests.support.paths import ROOT

ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (yes|no) \| (.+) \|$", re.MULTILINE)
MENDED = re.compile(r"^\| (\d+) \| ([^|]+) \| ((?:`test_\w+`(?:, )?)+) \|$", re.MULTILINE)
REACHED = 25
ALONE = "`make test-all` alone"
SHORTEST_REASON = 40  # characters


def test_each_kept_promise_names_a_test_and_each_other_gives_a_reason() -> None:
    rows = ROW.findall((ROOT / "docs" / "promises.md").read_text(encoding="utf-8"))
    there = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [int(number) for number, *_ in rows] == list(range(1, 26))
    kept = [(number, told) for number, _, _, said, told in rows if said == "yes"]
    for number, told in kept:
        (name,) = re.findall(r"`(test_\w+)`", told)
        assert re.search(rf"def {name}\(", there), (number, name)
    for number, _, _, said, told in rows:
        assert said == "yes" or len(told) >= SHORTEST_REASON, number
    assert len(kept) >= REACHED


def test_whatever_once_failed_names_the_tests_that_hold_it() -> None:
    rows = MENDED.findall((ROOT / "docs" / "promises.md").read_text(encoding="utf-8"))
    there = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [int(number) for number, *_ in rows] == list(range(1, 37))
    missing = [
        (number, name)
        for number, _, told in rows
        for name in re.findall(r"`(test_\w+)`", told)
        if not re.search(rf"def {name}\(", there)
    ]
    assert missing == []


def test_what_no_landing_runs_is_said_to_be_so() -> None:
    """`make test-ci` leaves out what is marked slow; the page names those of its tests that this is true of."""
    page = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
    said = {name for line in page.splitlines() if ALONE in line for name in re.findall(r"`(test_\w+)`", line)}
    named = set(re.findall(r"`(test_\w+)`", page))
    assert said == named & slow()


def slow() -> set[str]:
    """Tests that are marked slow as a whole, by their own mark or their module's."""
    found = set[str]()
    for path in (ROOT / "tests").rglob("test_*.py"):
        module = ast.parse(path.read_text(encoding="utf-8"))
        marked = any(isinstance(one, ast.Assign) and "mark.slow" in ast.unparse(one) for one in module.body)
        for one in module.body:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                marks = {ast.unparse(mark) for mark in one.decorator_list}
                if marked or "pytest.mark.slow" in marks:
                    found.add(one.name)
    return found
