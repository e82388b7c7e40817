"""A sum of money that a question names tells which answers it may be about."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge.facts import Phase
from knowledge.model import Entry, Knowledge
from knowledge.search.money import MOST_ENTRIES, Sums


def saying(knowledge: Knowledge, texts: dict[int, str]) -> list[Entry]:
    """The first entries, with these texts in place of some answers."""
    entries = list(knowledge.entries.values())[:10]
    for at, text in texts.items():
        entries[at] = replace(entries[at], answers=dict.fromkeys(Phase, text))
    return entries


@pytest.mark.parametrize("text", ["can we use the £400 for supply", "what are the 400 pounds for", "400 quid?"])
def test_the_answers_that_name_the_sum_get_half(knowledge: Knowledge, text: str) -> None:
    sums = Sums(knowledge, saying(knowledge, {2: "The school is paid £400.", 5: "Up to £2,580 are paid."}))
    likely = np.full(10, 0.1, dtype=np.float32)
    weighed = sums.weighed(text, likely)
    assert int(weighed.argmax()) == 2
    assert float(weighed[2]) == pytest.approx(0.55)
    assert float(weighed.sum()) == pytest.approx(1)


@pytest.mark.parametrize("text", ["how much is the grant", "is it £39", "400 teachers"])
def test_without_a_sum_that_is_known_nothing_changes(knowledge: Knowledge, text: str) -> None:
    sums = Sums(knowledge, saying(knowledge, {2: "The school is paid £400."}))
    likely = np.full(10, 0.1, dtype=np.float32)
    assert sums.weighed(text, likely) is likely


def test_a_sum_that_many_answers_name_tells_nothing(knowledge: Knowledge) -> None:
    sums = Sums(knowledge, saying(knowledge, dict.fromkeys(range(MOST_ENTRIES + 1), "The school is paid £400.")))
    likely = np.full(10, 0.1, dtype=np.float32)
    assert sums.weighed("what is the £400 for", likely) is likely
