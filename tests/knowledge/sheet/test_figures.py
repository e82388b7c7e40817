"""Two texts have the same figures, however each writes them."""

import pytest

from knowledge.quantities import figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ten days", {"10"}),
        ("10 days", {"10"}),
        ("three two-day residentials", {"3", "2"}),
        ("two teachers, one of them first", set()),
        ("two days", {"2"}),
        ("by 23 April 2026", {"2026-04-23"}),
        ("by the 23rd of April", {"04-23"}),
        ("April 23, 2026", {"2026-04-23"}),
        ("in 2026/27, 2026-27 or 26/27", {"2026/27"}),
        ("Programme 2027/28 – Cohort 13", {"2027/28", "cohort 13"}),
        ("Cohort 12, the twelfth cohort", {"cohort 12"}),
        ("autumn 2026 and summer term 2027", {"autumn 2026", "summer 2027"}),
        ("September 2026", {"september 2026"}),
        ("since 2014", {"2014"}),
        ("£2,300 or 40%", {"£2300", "40%"}),
        ("twenty-five hours", {"25"}),
    ],
)
def test_a_figure_has_one_form(text: str, found: set[str]) -> None:
    assert figures(text) == found
