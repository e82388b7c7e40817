"""A ranking → what is said: one answer, a choice of two, a request, small talk, or that nothing is known."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from knowledge.model import Entry, OffTopic, Request, SmallTalk
from knowledge.search.finding import Finding, FindingKind, Hit
from knowledge.search.ranking import Ranker, Ranking
from knowledge.search.thresholds import Thresholds

MOST_CHOICES = 3
LEAST_LEFT = 0.05  # of what the masked topics leave: of less, nothing is made a likelihood
KIND_OF = {
    Entry: FindingKind.ANSWER,
    Request: FindingKind.REQUEST,
    SmallTalk: FindingKind.SMALLTALK,
    OffTopic: FindingKind.OFFTOPIC,
}


class Decider:
    """Holds a ranking's likelihoods to the thresholds."""

    def __init__(self, ranker: Ranker, limits: Thresholds) -> None:
        self._ranker, self._limits = ranker, limits
        self._of_kind = {
            kind: np.flatnonzero([isinstance(topic, kind) for topic in ranker.topics]) for kind in KIND_OF
        }

    def decide(self, ranking: Ranking, masked: Collection[str]) -> Finding:
        """First what kind of thing it is, by all of its topics together; then the likeliest topic of that kind."""
        if masked:
            ranking = self._without(ranking, masked)
        limits, shares = self._limits, {kind: self._share(ranking, kind) for kind in KIND_OF}
        kind = max(shares, key=shares.__getitem__)
        (best,) = self.likeliest(ranking, kind, 1)
        entries = self.likeliest(ranking, Entry, MOST_CHOICES)
        if ranking.nearest < limits.nearest_wording:
            return self._unknown(shares, entries, best)
        if kind is SmallTalk and shares[kind] < limits.manners:
            return self.decide(ranking, self._ids(SmallTalk))
        if kind is Request and best.score < limits.request:
            return self.decide(ranking, self._ids(Request))
        if kind is Entry:
            return self._answer(shares, entries)
        if kind is OffTopic and shares[kind] < limits.off_topic:
            return self._unknown(shares, entries, best)
        return Finding(KIND_OF[kind], (best, *entries) if kind is Request else (best,))

    def _without(self, ranking: Ranking, masked: Collection[str]) -> Ranking:
        """The ranking without these topics."""
        there = np.array([topic.id not in masked for topic in self._ranker.topics], dtype=np.float32)
        likely = ranking.likely * there
        return Ranking(likely / max(likely.sum(), np.float32(LEAST_LEFT)), ranking.nearest)

    def _answer(self, shares: Mapping[type, float], entries: Sequence[Hit]) -> Finding:
        """The likeliest entry; two where they hold most of the likelihood and neither is sure; else none."""
        first, second = entries[0], entries[1] if len(entries) > 1 else entries[0]
        if first.score >= self._limits.outright:
            return Finding(FindingKind.ANSWER, (first,))
        if (
            first.score + second.score >= self._limits.pair_together
            and second.score >= first.score * self._limits.pair_ratio
        ):
            return Finding(FindingKind.CHOICE, (first, second))
        if first.score >= self._limits.answer:
            return Finding(FindingKind.ANSWER, (first,))
        return self._unknown(shares, entries, first)

    def _unknown(self, shares: Mapping[type, float], entries: Sequence[Hit], off_topic: Hit) -> Finding:
        """Nothing is likely enough to be said: another subject, or something of the programme that is not here."""
        if shares[OffTopic] > shares[Entry] * self._limits.off_topic_ratio:
            return Finding(FindingKind.OFFTOPIC, (off_topic,))
        return Finding(FindingKind.ABSTAIN, tuple(entries[:MOST_CHOICES]))

    def _share(self, ranking: Ranking, kind: type) -> float:
        """How likely any topic of that kind is."""
        return float(ranking.likely[self._of_kind[kind]].sum())

    def likeliest(self, ranking: Ranking, kind: type, count: int) -> tuple[Hit, ...]:
        """The likeliest topics of that kind, the best first."""
        places = self._of_kind[kind]
        best = places[np.argsort(-ranking.likely[places])[:count]]
        return tuple(Hit(self._ranker.topics[at], float(ranking.likely[at])) for at in best)

    def _ids(self, kind: type) -> list[str]:
        return [self._ranker.topics[at].id for at in self._of_kind[kind]]
