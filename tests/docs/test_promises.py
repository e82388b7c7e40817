"""docs/promises.md: what is kept and what once failed name tests that exist; what is not kept gives a reason."""

import re

from tests.support.paths import ROOT

ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (yes|no) \| (.+) \|$", re.MULTILINE)
MENDED = re.compile(r"^\| (\d+) \| ([^|]+) \| ((?:`test_\w+`(?:, )?)+) \|$", re.MULTILINE)
REACHED = 25
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
