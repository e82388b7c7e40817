"""Two texts have the same figures, however each writes them."""

from datetime import date

import pytest

from knowledge.facts import ApplicationWindow, fill
from knowledge.quantities import figures, figures_of_fact, small_figures


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
        ("the third visit, in the ninth week", set()),
        ("the tenth visit", {"10th"}),
    ],
)
def test_a_figure_has_one_form(text: str, found: set[str]) -> None:
    assert figures(text) == found


def test_a_fact_may_be_an_ordinal_that_none_need_be() -> None:
    assert small_figures("the third visit") == figures_of_fact("third") == {"3th"}


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("12 March 2031", "13 March 2031", "12 and 13 March 2031"),
        ("31 March 2031", "1 April 2031", "31 March and 1 April 2031"),
        ("31 December 2031", "1 January 2032", "31 December 2031 and 1 January 2032"),
    ],
)
def test_two_days_have_their_month_and_their_year_once(first: str, last: str, said: str) -> None:
    window = ApplicationWindow(date(2031, 1, 1), date(2031, 2, 1))
    found = fill("On {first} and {last}, at Hull.", {"first": first, "last": last}, window, date(2031, 1, 5))
    assert found == f"On {said}, at Hull."
