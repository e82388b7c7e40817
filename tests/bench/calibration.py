"""Whether a likelihood is what it says, on questions of authors held back: they teach nothing here.

The search learns from the other authors (half a minute), is asked theirs, and is held to their labels.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.model import AskedWording, Entry, Knowledge
from knowledge.search import Finding, FindingKind, Search
from tests.support.transcript import CACHE_DIR

HELD_BACK = frozenset({"11", "12", "13", "14"})
SAYS = frozenset({FindingKind.ANSWER, FindingKind.REQUEST, FindingKind.SMALLTALK})
BUCKETS = 10
FEWEST = 5  # questions in a bucket, for its share to mean anything


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an author held back, and what was found for it."""

    known: bool  # an entry of ours answers it
    right: bool
    finding: Finding


def ask(knowledge: Knowledge) -> list[Asked]:
    """Every question of the authors held back, put to a search that learned from the others."""
    others = tuple(one for one in knowledge.asked if one.author not in HELD_BACK)
    search = Search(replace(knowledge, asked=others), CACHE_DIR / "calibration", tell=print)
    return [_asked(one, search, knowledge) for one in knowledge.asked if one.author in HELD_BACK and one.teaches]


def _asked(one: AskedWording, search: Search, knowledge: Knowledge) -> Asked:
    finding = search.find(one.text)
    said = finding.hits[0].topic.id if finding.hits else ""
    right = finding.kind in SAYS and said in (one.topic, *one.also)
    if one.topic in knowledge.off_topic:
        right = finding.kind is FindingKind.OFFTOPIC
    return Asked(isinstance(knowledge.entries.get(one.topic), Entry), right, finding)


def by_bucket(asked: Iterable[Asked]) -> dict[float, tuple[int, float]]:
    """Lower edge of a tenth of likelihood → how many were said with it, and which share of them was right."""
    found: defaultdict[int, list[bool]] = defaultdict(list)
    for one in asked:
        if one.finding.kind in SAYS:
            found[min(BUCKETS - 1, int(one.finding.score * BUCKETS))].append(one.right)
    return {
        edge / BUCKETS: (len(right), sum(right) / len(right))
        for edge, right in sorted(found.items())
        if len(right) >= FEWEST
    }


def auroc(known: Sequence[float], unknown: Sequence[float]) -> float:
    """How often a known question has a higher score than an unknown one, ties counting half: 0.5 is chance."""
    ordered = np.sort(np.array(unknown))
    below, upto = (np.searchsorted(ordered, known, side=side) for side in ("left", "right"))
    return float((below + upto).mean() / (2 * len(ordered)))


def answered_with(finding: Finding) -> float:
    """How sure an entry was said; below nothing for what was taken for no question about the programme."""
    if finding.hits and isinstance(finding.hits[0].topic, Entry):
        return finding.score
    return -finding.score


def main(knowledge: Knowledge) -> None:
    asked = ask(knowledge)
    right = sum(one.right for one in asked) / len(asked)
    print(
        f"{len(asked)} questions of {len(HELD_BACK)} authors held back: {right:.1%} right first, cards not counted"
    )
    for edge, (count, share) in by_bucket(asked).items():
        print(f"  likelihood from {edge:.1f}: {share:>6.1%} right of {count}")
    known, unknown = ([answered_with(one.finding) for one in asked if one.known is kind] for kind in (True, False))
    print(f"  about the programme against all else, by likelihood: AUROC {auroc(known, unknown):.3f}")
