"""Which sentence of the new sheet has taken the place of which old one: by meaning, by place and by figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from knowledge.search.encoder import Encoder, Floats
from knowledge.search.graph import DEPTHS
from knowledge.sheet_text import SheetSentence

ALIKE = 0.56  # two sentences that say much the same; measured on four made-up sheets, three in quite other words
LEAST = 0.42  # the same, less what it loses for standing elsewhere in its section
SURE = 0.62  # below it, what the old one says in our words is not taken for what the new one says
PART = 0.6  # as alike as one half of a sentence that was split in two is to the whole
OTHER_PLACE = 0.35  # what a sentence loses that stood at one end of its section and stands at the other now
OTHER_SECTION = 0.15


@dataclass(frozen=True, slots=True)
class OldSentence:
    """A sentence of the old sheet. text: empty where only its index is at hand."""

    name: str
    digest: str
    says: str
    text: str = ""

    @property
    def section(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Indices, old and new. whole: one to one. parts: the other halves of what was split in two or was joined.

    unsure: those of `whole` that may be about something else.
    """

    whole: Sequence[tuple[int, int]]
    parts: Sequence[tuple[int, int]]
    unsure: frozenset[tuple[int, int]] = frozenset()


def matched(old: Sequence[OldSentence], new: Sequence[SheetSentence]) -> Pairs:
    """The most alike first; the same words before all. What is like nothing stands in no pair."""
    if not old or not new:
        return Pairs((), ())
    alike = _alike(old, new)
    same = 10 * np.array([[a.digest == b.digest for b in new] for a in old])
    said = alike - OTHER_SECTION * _moved(old, new) + same
    score = np.where(said < ALIKE, 0, alike - _apart(old, new) + same)
    whole: list[tuple[int, int]] = []
    for before, now in _best_first(score):
        if before not in {one for one, _ in whole} and now not in {one for _, one in whole}:
            whole.append((before, now))
    unsure = frozenset(pair for pair in whole if said[pair] < SURE)
    return Pairs(sorted(whole, key=lambda pair: pair[1]), tuple(_parts(alike, whole, old, new)), unsure)


def nearest(texts: Sequence[str], new: Sequence[SheetSentence]) -> list[tuple[float, SheetSentence]]:
    """For each text the new sentence that is most like it, and how alike they are, at most 1."""
    if not texts or not new:
        return []
    alike = _read(texts) @ _read([one.text for one in new]).T / len(DEPTHS)
    return [(float(row.max()), new[int(row.argmax())]) for row in alike]


def _best_first(score: Floats) -> Iterator[tuple[int, int]]:
    for at in np.argsort(-score, axis=None, kind="stable"):
        before, now = divmod(int(at), score.shape[1])
        if score[before, now] < LEAST:
            return
        yield before, now


def _parts(
    alike: Floats,
    whole: Sequence[tuple[int, int]],
    old: Sequence[OldSentence],
    new: Sequence[SheetSentence],
) -> Iterator[tuple[int, int]]:
    """What is left over, where it is like the other side of a pair beside it in its paragraph that has changed."""
    changed = [(before, now) for before, now in whole if old[before].digest != new[now].digest]
    for at in set(range(len(new))) - {now for _, now in whole}:
        beside = [b for b, now in changed if abs(now - at) == 1 and _paragraph(new[now]) == _paragraph(new[at])]
        yield from ((b, at) for b in beside if alike[b, at] == max(alike[beside, at]) >= PART)
    for at in set(range(len(old))) - {before for before, _ in whole}:
        beside = [now for b, now in changed if abs(b - at) == 1 and _paragraph(old[b]) == _paragraph(old[at])]
        yield from ((at, now) for now in beside if alike[at, now] == max(alike[at, beside]) >= PART)


def _paragraph(one: OldSentence | SheetSentence) -> str:
    return one.name.rpartition(".")[0]


def _alike(old: Sequence[OldSentence], new: Sequence[SheetSentence]) -> Floats:
    """How alike the meanings are, at most 1. An old sentence is read in our words, and in its own where known."""
    words = _read([one.text for one in new]).T
    found = _read([one.says for one in old]) @ words
    if any(one.text for one in old):
        found = np.maximum(found, _read([one.text or one.says for one in old]) @ words)
    return np.asarray(found / len(DEPTHS))


def _apart(old: Sequence[OldSentence], new: Sequence[SheetSentence]) -> Floats:
    """What two sentences lose for standing elsewhere."""
    sections = [[one.section for one in side] for side in (old, new)]
    places = [
        np.array([(side[:at].count(name) + 0.5) / side.count(name) for at, name in enumerate(side)])
        for side in sections
    ]
    return np.where(_moved(old, new), OTHER_SECTION, OTHER_PLACE * np.abs(places[0][:, None] - places[1][None]))


def _moved(old: Sequence[OldSentence], new: Sequence[SheetSentence]) -> "np.ndarray[tuple[int, int], Any]":
    return np.array([[one.section != other.section for other in new] for one in old])


def _read(texts: Sequence[str]) -> Floats:
    return _encoder().read(texts)


@cache
def _encoder() -> Encoder:
    return Encoder()
