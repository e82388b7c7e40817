"""The arithmetic of `make bench`'s calibration: buckets of likelihood, and known told from unknown."""

import pytest

from knowledge.model import Knowledge
from knowledge.search import Finding, FindingKind, Hit
from tests.bench.calibration import FEWEST, Asked, auroc, by_bucket


@pytest.mark.parametrize(
    ("known", "unknown", "share"),
    [([0.9, 0.8], [0.1, 0.2], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([0.3, 0.9], [0.5], 0.5)],
)
def test_known_above_unknown(known: list[float], unknown: list[float], share: float) -> None:
    assert auroc(known, unknown) == share


def test_a_bucket_has_the_share_that_was_right(knowledge: Knowledge) -> None:
    hit = Hit(knowledge.entries["qts"], 0.85)
    said = [Asked(True, right, Finding(FindingKind.ANSWER, (hit,))) for right in [True] * 4 + [False]]
    offered = [Asked(True, False, Finding(FindingKind.ABSTAIN, (hit,)))] * FEWEST
    assert by_bucket(said + offered) == {0.8: (5, 0.8)}
