"""Every line of the contract table is read as the table says; adding a line needs no code."""

import pytest

from tests.language.contract import Line, lines, what_is

LINES = lines()


def test_there_are_enough_lines_and_none_twice() -> None:
    assert len(LINES) >= 600
    assert len({(line.kind, line.today, line.text) for line in LINES}) == len(LINES)


@pytest.mark.parametrize("line", LINES, ids=str)
def test_it_is_read_as_the_table_says(line: Line) -> None:
    assert what_is(line) == line.right
