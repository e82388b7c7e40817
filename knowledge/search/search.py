"""Question → what it means: entries to answer with, a choice, a request, small talk, or an honest no."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.model import Entry, Knowledge, OffTopic, Request, SmallTalk
from knowledge.search.clauses import asks, parts_of
from knowledge.search.finding import Finding, FindingKind, Hit, PastTurn
from knowledge.search.follow_ups import (
    FollowUps,
    asks_why,
    leans_on_what_was_said,
    opens_as_a_follow_up,
    points_back,
    takes_back,
    turns_to_something_else,
)
from knowledge.search.manners import peeled
from knowledge.search.normalise import split
from knowledge.search.ranking import Ranker, Ranking
from knowledge.search.training import silent

MOST_CHOICES = 3
MOST_LOOKED_AT = 6
MOST_ANSWERS = 2
POINTED = 0.3  # what “is that …” gives to the entry that was just said
MOST_UNKNOWN = 2  # words: more of them are a sentence, which the reading may still understand
MONEY = re.compile(r"£(?!\s*\d)")
LEAST_LEFT = 0.05  # of what the masked topics leave: of less, nothing is made a likelihood
WHOLE = 0.6  # what a long message counts for as a whole, beside the parts of it that ask


KIND_OF = {
    Entry: FindingKind.ANSWER,
    Request: FindingKind.REQUEST,
    SmallTalk: FindingKind.SMALLTALK,
    OffTopic: FindingKind.OFFTOPIC,
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the search stops being sure; found on questions of authors held back."""

    known: float = 0.30  # nearest wording below this: nothing here is about it
    sure: float = 0.45  # a topic above this needs no second look
    both: float = 0.5  # two entries that hold this much together are both shown
    tie: float = 0.4  # if the second has this share of the first
    least: float = 0.16  # an entry that is less likely is only offered
    act: float = 0.45  # a request, small talk or another subject that is less sure gives way to entries
    shared: float = 0.55  # all other subjects together: what is none of them in particular is still one of them
    alone: float = 0.6  # a question this sure needs nothing from the turn before
    turned: float = 0.65  # what "what about …" counts for by itself; it may turn to another subject
    named: float = 0.95  # a follow-up that the data names is as good as pressed
    manners: float = 0.7  # small talk that is less sure, of more than manners, is taken for something else
    second: float = 0.60  # a further part of a message must be this sure to be answered too


class Search:
    """Learns the knowledge base once (seconds; or takes what cache_dir holds), then finds in milliseconds."""

    def __init__(
        self,
        knowledge: Knowledge,
        cache_dir: Path | None = None,
        thresholds: Thresholds | None = None,
        tell: Callable[[str], None] = silent,
    ) -> None:
        """tell: is given a sentence before the learning, for whoever waits."""
        self._knowledge = knowledge
        self._limits = thresholds or Thresholds()
        self._ranker = Ranker(knowledge, cache_dir, tell=tell)
        self._follow_ups = FollowUps(knowledge)

    def find(self, question: str, before: Sequence[PastTurn] = (), masked: Collection[str] = ()) -> Finding:
        """What `question` means after the turns `before` it. Never raises, whatever the text.

        masked: requests that are not for who asks; what remains is as likely as it is among the rest.
        """
        if before and (entry := self._named_follow_up(question, before[-1])):
            return Finding(FindingKind.ANSWER, (Hit(entry, self._limits.named),))
        if before and takes_back(question):
            masked = [*masked, *before[-1].about]
        if before and asks_why(question) and (entry := self._just_said(before[-1])):
            return Finding(FindingKind.REASON, (Hit(entry, self._limits.named),))
        if not (asked := peeled(question)):
            return self._manners(question)
        question = asked.replace("£", " £ money ") if MONEY.search(asked) else asked
        if self._unknown_word(question):
            return Finding(FindingKind.UNKNOWN_WORD, ())
        parts = parts_of(question)
        if len(parts) > 1:
            return self._several(question, parts, masked)
        alone = self._ranker.rank(question)
        if before and leans_on_what_was_said(question) and not self._stands_alone(question, alone):
            return self._decide(self._together(question, alone, before[-1]), masked)
        return self._decide(alone, masked)

    def _manners(self, text: str) -> Finding:
        """Nothing but manners: the likeliest small talk. Signs without a word must be a wording themselves."""
        ranked = zip(self._ranker.topics, self._ranker.rank(text).likely, strict=True)
        best = max((Hit(topic, float(one)) for topic, one in ranked if isinstance(topic, SmallTalk)), key=_score)
        if not any(map(str.isalnum, text)) and text.strip() not in best.topic.phrasings:
            return Finding(FindingKind.OFFTOPIC, (best,))
        return Finding(FindingKind.SMALLTALK, (best,))

    def _unknown_word(self, question: str) -> bool:
        """A lone word that stands in no wording, such as a postcode: there is nothing to go by."""
        words = split(question)
        return bool(words) and len(words) <= MOST_UNKNOWN and not any(map(self._ranker.knows, words))

    def _named_follow_up(self, question: str, last: PastTurn) -> Entry | None:
        named = (self._follow_ups.named(topic, question) for topic in last.about)
        return next((entry for entry in named if entry), None)

    def _just_said(self, last: PastTurn) -> Entry | None:
        return next(
            (self._knowledge.entries[name] for name in last.about if name in self._knowledge.entries), None
        )

    def _stands_alone(self, question: str, alone: Ranking) -> bool:
        """Words such as "it" lean in general; a question that is sure of itself needs nothing from before."""
        leans = opens_as_a_follow_up(question) or points_back(question)
        return float(alone.likely.max()) >= self._limits.alone and not leans

    def _together(self, question: str, alone: Ranking, last: PastTurn) -> Ranking:
        """The question by itself and read in one breath with what was said before it."""
        together = self._ranker.rank(f"{last.text} {question}")
        own = np.float32(self._limits.turned if turns_to_something_else(question) else 0.5)
        likely = own * alone.likely + (1 - own) * together.likely
        if points_back(question) and (entry := self._just_said(last)):
            likely = likely * np.float32(1 - POINTED)
            likely[self._ranker.topics.index(entry)] += np.float32(POINTED)
        return Ranking(likely, max(alone.nearest, together.nearest))

    def _several(self, question: str, parts: Sequence[str], masked: Collection[str]) -> Finding:
        """Two answers when two parts ask different things and are sure; else the whole, led by what it asks."""
        parts_as_meant = zip(parts, _with_what_they_lean_on(parts), strict=True)
        asked = [self._ranker.rank(leaned) for part, leaned in parts_as_meant if asks(part)]
        found = [self._decide(ranking, masked) for ranking in asked]
        hits = {
            one.hits[0].topic.id: one.hits[0]
            for one in found
            if one.kind is FindingKind.ANSWER and one.score >= self._limits.second
        }
        if len(hits) > 1:
            return Finding(FindingKind.ANSWER, tuple(hits.values())[:MOST_ANSWERS])
        whole = self._ranker.rank(question)
        if not asked:
            return self._decide(whole, masked)
        led = np.mean([ranking.likely for ranking in asked], axis=0, dtype=np.float32)
        likely = np.float32(WHOLE) * whole.likely + np.float32(1 - WHOLE) * led
        return self._decide(Ranking(likely, max(whole.nearest, *(ranking.nearest for ranking in asked))), masked)

    def _without(self, ranking: Ranking, masked: Collection[str]) -> Ranking:
        """The ranking without these topics."""
        there = np.array([topic.id not in masked for topic in self._ranker.topics], dtype=np.float32)
        likely = ranking.likely * there
        return Ranking(likely / max(likely.sum(), np.float32(LEAST_LEFT)), ranking.nearest)

    def _decide(self, ranking: Ranking, masked: Collection[str]) -> Finding:
        if masked:
            ranking = self._without(ranking, masked)
        hits = tuple(
            Hit(self._ranker.topics[at], float(ranking.likely[at])) for at in ranking.best(MOST_LOOKED_AT)
        )
        best = hits[0]
        entries = tuple(hit for hit in hits if isinstance(hit.topic, Entry))
        kind = KIND_OF[type(best.topic)]
        if ranking.nearest < self._limits.known:
            return self._unknown(entries, best)
        if kind is FindingKind.ANSWER:
            return self._answer(ranking, entries)
        if kind is FindingKind.OFFTOPIC and self._share(ranking, OffTopic) >= self._limits.shared:
            return Finding(kind, (best,))
        if kind is FindingKind.SMALLTALK and best.score < self._limits.manners:
            return self._decide(
                ranking, [topic.id for topic in self._ranker.topics if isinstance(topic, SmallTalk)]
            )
        if best.score >= self._limits.act:
            others = entries[:MOST_CHOICES] if kind is FindingKind.REQUEST else ()
            return Finding(kind, (best, *others))
        if entries and self._share(ranking, Entry) >= self._limits.act:
            return self._answer(ranking, entries)
        return self._unknown(entries, best)

    def _answer(self, ranking: Ranking, entries: Sequence[Hit]) -> Finding:
        """The likeliest entry; two where they hold most of the likelihood and neither is sure; else none."""
        first, second = entries[0], entries[1] if len(entries) > 1 else entries[0]
        if first.score >= self._limits.sure:
            return Finding(FindingKind.ANSWER, (first,))
        if self._share(ranking, OffTopic) >= self._limits.shared:
            return self._unknown((), first)
        if first.score + second.score >= self._limits.both and second.score >= first.score * self._limits.tie:
            return Finding(FindingKind.CHOICE, (first, second))
        if first.score >= self._limits.least:
            return Finding(FindingKind.ANSWER, (first,))
        return self._unknown(entries, first)

    def _share(self, ranking: Ranking, kind: type[Entry] | type[OffTopic]) -> float:
        """How likely any topic of that kind is."""
        return float(ranking.likely[[isinstance(topic, kind) for topic in self._ranker.topics]].sum())

    def _unknown(self, entries: Sequence[Hit], best: Hit) -> Finding:
        if entries:
            return Finding(FindingKind.ABSTAIN, tuple(entries[:MOST_CHOICES]))
        return Finding(FindingKind.OFFTOPIC, (best,))


def _score(hit: Hit) -> float:
    return hit.score


def _with_what_they_lean_on(parts: Sequence[str]) -> list[str]:
    """Each part, and before a part that leans ("after that, how many?") the part that it leans on."""
    leaning = [leans_on_what_was_said(part) and opens_as_a_follow_up(part) for part in parts]
    return [f"{parts[at - 1]} {part}" if at and leaning[at] else part for at, part in enumerate(parts)]
