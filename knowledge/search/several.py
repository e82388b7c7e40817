"""A message that asks more than one thing, or whose decisive clause is not its first → one or two answers."""

from collections.abc import Collection, Sequence

import numpy as np

from knowledge.model import Entry, EntryStatus
from knowledge.search.clauses import asks, behind_a_but, clauses_of, sides_of
from knowledge.search.deciding import Decider
from knowledge.search.finding import Finding, FindingKind, Hit, PastTurn
from knowledge.search.follow_ups import FollowUps, Meant
from knowledge.search.leaning import with_what_they_lean_on
from knowledge.search.ranking import Ranker, Ranking
from knowledge.search.thresholds import Thresholds

MOST_ANSWERS = 2
MOST_FACETS = 3
WHOLE = 0.6  # what a long message counts for as a whole, beside the parts of it that ask


class SeveralAsked:
    """Reads the parts of a message by themselves, beside the whole."""

    def __init__(
        self,
        ranker: Ranker,
        decider: Decider,
        follow_ups: FollowUps,
        limits: Thresholds,
        compares: Collection[str],
    ) -> None:
        """compares: the ids of entries that tell two things apart by themselves."""
        self._ranker, self._decider, self._follow_ups = ranker, decider, follow_ups
        self._limits, self._compares = limits, compares

    def compared(self, question: str) -> Finding | None:
        """Both of two things that are named to be told apart, unless one entry compares them itself."""
        if not (sides := sides_of(question)):
            return None
        if self._likeliest(question).topic.id in self._compares:
            return None
        hits = [self._likeliest(side) for side in sides]
        apart = hits[0].topic is not hits[1].topic
        sure = min(hit.score for hit in hits) >= self._limits.choice_each
        return Finding(FindingKind.ANSWER, tuple(hits)) if apart and sure else None

    def facets(self, question: str) -> Finding | None:
        """ "Reports: how many, when, and who writes them": the subject named, then nothing but facets of it."""
        entries = self._follow_ups.listed(question)
        hits = tuple(Hit(entry, self._limits.named) for entry in entries[:MOST_FACETS])
        return Finding(FindingKind.ANSWER, hits) if hits else None

    def several(self, question: str, parts: Sequence[str], masked: Collection[str]) -> Finding:
        """Two answers when two parts ask different things and are sure; else the whole, led by what it asks."""
        leaned = with_what_they_lean_on(parts)
        asked = [(part, self._ranker.rank(whole)) for part, whole in zip(parts, leaned, strict=True) if asks(part)]
        hits, whole = self._sure(asked, masked), self._ranker.rank(question)
        if len(hits) > 1:
            led_by = [one for one in self._decider.likeliest(whole, Entry, 1) if self._leads(one)]
            both = {hit.topic.id: hit for hit in (*led_by, *hits)}
            return Finding(FindingKind.ANSWER, tuple(both.values())[:MOST_ANSWERS])
        if not asked:
            return self._decider.decide(whole, masked)
        rankings = [ranking for _, ranking in asked]
        led = np.mean([ranking.likely for ranking in rankings], axis=0, dtype=np.float32)
        likely = np.float32(WHOLE) * whole.likely + np.float32(1 - WHOLE) * led
        nearest = max(whole.nearest, *(ranking.nearest for ranking in rankings))
        return self._decider.decide(Ranking(likely, nearest), masked)

    def _leads(self, hit: Hit) -> bool:
        """What was added for this cohort is known by few words: the whole may speak for it where no part does."""
        return isinstance(hit.topic, Entry) and hit.topic.is_added and hit.score >= self._limits.request

    def _sure(self, asked: Sequence[tuple[str, Ranking]], masked: Collection[str]) -> list[Hit]:
        """What each part means, if that is sure; or a facet of what the part before it means: "… and who pays"."""
        hits: dict[str, Hit] = {}
        before: list[PastTurn] = []
        for part, ranking in asked:
            found = self._decider.decide(ranking, masked)
            meant = self._follow_ups.meant(part, before) if before else None
            if meant and meant[0] is Meant.ENTRY and isinstance(meant[1], Entry):
                found = Finding(FindingKind.ANSWER, (Hit(meant[1], self._limits.named),))
            if found.kind is FindingKind.ANSWER and found.score >= self._limits.further_part:
                hits.setdefault(found.hits[0].topic.id, found.hits[0])
                before = [PastTurn(part, (found.hits[0].topic.id,))]
        return list(hits.values())

    def with_its_clauses(self, question: str, found: Finding, masked: Collection[str]) -> Finding:
        """The answer, and one more where another clause is surely about something else.

        "I lead maths and teach Year 3 but have never led training": what decides it stands behind the "but". That
        the sheet is silent of what is only told beside the question need not be said.
        """
        if found.kind is not FindingKind.ANSWER or len(found.hits) >= MOST_ANSWERS:
            return found
        if found.score >= self._limits.settled:
            return found
        decisive, said = behind_a_but(question), found.hits[0].topic.id
        least = (
            self._limits.told_clause_beside
            if found.score < self._limits.further_part
            else self._limits.told_clause
        )
        for clause in filter(None, (decisive, *clauses_of(question))):
            one = self._decider.decide(self._ranker.rank(clause), masked)
            if clause != decisive and (one.score < least or _is_silent(one)):
                continue
            if (
                one.kind is FindingKind.ANSWER
                and one.score >= self._limits.further_part
                and one.hits[0].topic.id != said
            ):
                return Finding(FindingKind.ANSWER, (*found.hits, one.hits[0]), found.barred)
        return found

    def _likeliest(self, text: str) -> Hit:
        return self._decider.likeliest(self._ranker.rank(text), Entry, 1)[0]


def _is_silent(found: Finding) -> bool:
    """Whether there is nothing but that the sheet does not say."""
    return any(isinstance(hit.topic, Entry) and hit.topic.status is EntryStatus.NOT_IN_SHEET for hit in found.hits)
