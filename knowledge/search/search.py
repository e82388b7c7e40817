"""Question → what it means: entries to answer with, a choice, a request, small talk, or an honest no."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.model import Entry, Knowledge, Request, SmallTalk, Topic
from knowledge.search.clauses import asks, parts_of
from knowledge.search.deciding import Decider
from knowledge.search.encoder import Encoder
from knowledge.search.finding import Finding, FindingKind, Hit, PastTurn
from knowledge.search.follow_ups import FollowUps, Meant
from knowledge.search.leaning import (
    asks_why,
    is_of_them,
    leans_on_what_was_said,
    opens_as_a_follow_up,
    points_back,
    takes_back,
    turns_to_something_else,
    without_taking_back,
)
from knowledge.search.manners import peeled
from knowledge.search.normalise import split
from knowledge.search.ranking import MOST_REMEMBERED, Ranker, Ranking
from knowledge.search.several import MOST_ANSWERS, SeveralAsked
from knowledge.search.thresholds import Thresholds
from knowledge.search.training import silent

POINTED = 0.4  # what “is that …” gives to the entry that was just said
MOST_UNKNOWN = 2  # words: more of them are a sentence, which the reading may still understand
MONEY = re.compile(r"£(?!\s*\d)")
KIND_OF_MEANT = {
    Meant.ENTRY: FindingKind.ANSWER,
    Meant.AGAIN: FindingKind.AGAIN,
    Meant.RECALL: FindingKind.RECALL,
    Meant.SIMPLY: FindingKind.SIMPLY,
}


class Search:
    """Learns the knowledge base once (seconds; or takes what cache_dir holds), then finds in milliseconds."""

    def __init__(
        self,
        knowledge: Knowledge,
        cache_dir: Path | None = None,
        thresholds: Thresholds | None = None,
        tell: Callable[[str], None] = silent,
        encoder: Encoder | None = None,
    ) -> None:
        """tell: is given a sentence before the learning, for whoever waits. encoder: one that others use, too."""
        self._knowledge = knowledge
        self._limits = thresholds or Thresholds()
        self._ranker = Ranker(knowledge, cache_dir, tell=tell, encoder=encoder)
        self._follow_ups = FollowUps(knowledge, self._ranker.words)
        self._decider = Decider(self._ranker, self._limits)
        self._parts = SeveralAsked(
            self._ranker, self._decider, self._follow_ups, self._limits, knowledge.follow_ups.compares
        )
        self._found_alone = lru_cache(MOST_REMEMBERED)(self._find_alone)

    def find(self, question: str, before: Sequence[PastTurn] = (), masked: Collection[str] = ()) -> Finding:
        """What `question` means after the turns `before` it, oldest first. Never raises, whatever the text.

        masked: requests that are not for who asks; what remains is as likely as it is among the rest.
        """
        before = [turn for turn in before if self._is_about_something(turn)]
        if self._follow_ups.leans_on_nothing(question):
            before = []
        if before and (meant := self._follow_ups.meant(question, before)):
            both = self._each_in_context(question, before, masked) if meant[0] is Meant.ENTRY else None
            return both if both and len(both.hits) > 1 else self._as_meant(*meant)
        if before and asks_why(question) and (entry := self._just_said(before[-1])):
            return Finding(FindingKind.REASON, (Hit(entry, self._limits.named),))
        if not (asked := peeled(question)):
            return self._manners(question)
        barred = self._barred(asked, before)
        found = self._find(asked, before, [*masked, *barred])
        if found.kind is FindingKind.SMALLTALK and asked != question:
            found = Finding(FindingKind.SMALLTALK, self._of_the_whole(question, asked))
        return replace(found, barred=barred) if barred else found

    def _find(self, question: str, before: Sequence[PastTurn], masked: Collection[str]) -> Finding:
        if before and takes_back(question):
            question = without_taking_back(question)
            return self._decider.decide(self._in_context(question, self._ranker.rank(question), before), masked)
        question = question.replace("£", " £ money ") if MONEY.search(question) else question
        if before and (self._leans(question) or self._is_of_what_is_new(question, before)):
            return self._decider.decide(self._in_context(question, self._ranker.rank(question), before), masked)
        if before and (both := self._each_in_context(question, before, masked)):
            return both
        return self._found_alone(question, tuple(masked))

    def _leans(self, question: str) -> bool:
        """Whether the question asks one thing, and needs what was said before it."""
        if not leans_on_what_was_said(question) or self._unknown_word(question) or len(parts_of(question)) > 1:
            return False
        return not self._parts.compared(question) and not self._stands_alone(question, self._ranker.rank(question))

    def _is_of_what_is_new(self, question: str, before: Sequence[PastTurn]) -> bool:
        """ "Do they have to go away, too?" after an answer that is new: nobody has asked that of it before."""
        return self._follow_ups.is_new(before) and is_of_them(question) and len(parts_of(question)) == 1

    def _each_in_context(
        self, question: str, before: Sequence[PastTurn], masked: Collection[str]
    ) -> Finding | None:
        """Two things asked of what was said before: "what notice then? and does it cost us anything"."""
        parts = [part for part in parts_of(question) if asks(part)]
        if len(parts) < 2 or not leans_on_what_was_said(parts[0]):
            return None
        if self._found_alone(question, tuple(masked)).score >= self._limits.settled:
            return None
        found = [self._part_in_context(part, before, masked) for part in parts]
        sure = [one for one in found if one.kind is FindingKind.ANSWER and one.score >= self._limits.choice_each]
        hits = {one.hits[0].topic.id: one.hits[0] for one in sure}
        return Finding(FindingKind.ANSWER, tuple(hits.values())[:MOST_ANSWERS]) if hits else None

    def _part_in_context(self, part: str, before: Sequence[PastTurn], masked: Collection[str]) -> Finding:
        meant = self._follow_ups.meant(part, before)
        if meant and meant[0] is Meant.ENTRY:
            return self._as_meant(*meant)
        return self._decider.decide(self._in_context(part, self._ranker.rank(part), before), masked)

    def _find_alone(self, question: str, masked: tuple[str, ...]) -> Finding:
        """What it means by itself. It is always the same, so the latest are remembered."""
        if self._unknown_word(question):
            return Finding(FindingKind.UNKNOWN_WORD, ())
        if both := self._parts.facets(question) or self._parts.compared(question):
            return both
        parts = parts_of(question)
        if len(parts) > 1:
            found = self._parts.several(question, parts, masked)
        else:
            found = self._decider.decide(self._ranker.rank(question), masked)
        return self._parts.with_its_clauses(question, found, masked)

    @property
    def topics(self) -> Sequence[Topic]:
        """Everything that can be found, in the order of a ranking."""
        return self._ranker.topics

    def knows(self, word: str) -> bool:
        """Whether any wording holds the word, or one that it is a slip or an abbreviation of."""
        return self._ranker.knows(word)

    def rankings(self, question: str, before: Sequence[PastTurn] = ()) -> list[Ranking]:
        """Every way of reading the question: whole, by its parts, and after what was said before."""
        asked = peeled(question) or question
        before = [turn for turn in before if self._is_about_something(turn)]
        found = [self._ranker.rank(part) for part in dict.fromkeys((asked, *parts_of(asked)))]
        if before:
            alone = self._ranker.rank(without_taking_back(asked))
            found += [alone, self._in_context(without_taking_back(asked), alone, before)]
        return found

    def spoken_of(self, before: Sequence[PastTurn]) -> list[str]:
        """The ids of what the turns were about, the latest first, each with the same thing in the other year."""
        topics = {**self._knowledge.entries, **self._knowledge.requests}
        said = [name for turn in reversed(before) for name in turn.about if name in topics]
        pairs = self._knowledge.follow_ups.years.pairs
        other = {one: two for pair in pairs for one, two in (pair, pair[::-1])}
        return list(dict.fromkeys(one for name in said for one in (name, other.get(name, name))))

    def _is_about_something(self, turn: PastTurn) -> bool:
        """Whether later words can lean on the turn; "thanks" in between changes nothing."""
        return any(name in self._knowledge.entries or name in self._knowledge.requests for name in turn.about)

    def _as_meant(self, meant: Meant, topic: Entry | Request) -> Finding:
        """A follow-up that the data names. What was asked for last and only shows something is shown again."""
        hit = Hit(topic, self._limits.named)
        if isinstance(topic, Request):
            return Finding(FindingKind.REQUEST, (hit,))
        if meant is Meant.MORE:
            beside = (self._knowledge.entries[name] for name in topic.related)
            return Finding(FindingKind.MORE, tuple(Hit(one, self._limits.named) for one in beside))
        return Finding(KIND_OF_MEANT[meant], (hit,))

    def _barred(self, question: str, before: Sequence[PastTurn]) -> tuple[str, ...]:
        """What is not meant: what was just taken back, and what was before while the talk is still about that."""
        if not before:
            return ()
        if takes_back(question):
            return tuple(dict.fromkeys((*before[-1].about, *before[-1].barred)))
        return before[-1].barred if leans_on_what_was_said(question) else ()

    def _manners(self, text: str) -> Finding:
        """Nothing but manners: the likeliest small talk. Signs without a word must be a wording themselves."""
        (best,) = self._decider.likeliest(self._ranker.rank(text), SmallTalk, 1)
        if not any(map(str.isalnum, text)) and text.strip() not in best.topic.phrasings:
            return Finding(FindingKind.OFFTOPIC, (best,))
        return Finding(FindingKind.SMALLTALK, (best,))

    def _of_the_whole(self, text: str, asked: str) -> tuple[Hit, ...]:
        """The likeliest small talk, where manners stood around it: "thanks, that's clear" thanks."""
        likely = (self._ranker.rank(text).likely + self._ranker.rank(asked).likely) / np.float32(2)
        return self._decider.likeliest(Ranking(likely, 1.0), SmallTalk, 1)

    def _unknown_word(self, question: str) -> bool:
        """A lone word that stands in no wording, such as a postcode: there is nothing to go by."""
        words = split(question)
        return bool(words) and len(words) <= MOST_UNKNOWN and not any(map(self._ranker.knows, words))

    def _just_said(self, last: PastTurn) -> Entry | None:
        return next(
            (self._knowledge.entries[name] for name in last.about if name in self._knowledge.entries), None
        )

    def _stands_alone(self, question: str, alone: Ranking) -> bool:
        """Words such as "it" lean in general; a question that is sure of itself needs nothing from before.

        One that opens as a follow-up does, unless somebody has asked just that with nothing before it.
        """
        sure = float(alone.likely.max())
        if opens_as_a_follow_up(question) or points_back(question):
            return sure >= self._limits.opener_stands_alone and alone.nearest >= self._limits.opener_wording
        return sure >= self._limits.stands_alone

    def _in_context(self, question: str, alone: Ranking, before: Sequence[PastTurn]) -> Ranking:
        """The question by itself, in one breath with what was said before, and asked of what that was about."""
        limits, last = self._limits, before[-1]
        together = self._ranker.rank(f"{last.text} {question}")
        own = limits.turned_alone if turns_to_something_else(question) else limits.follow_up_alone
        likely = np.float32(own) * alone.likely + np.float32(1 - own) * together.likely
        if subject := self._follow_ups.subject(before):
            asked_of_it = self._ranker.rank(f"{question} {subject.words}").likely
            likely = likely * np.float32(1 - limits.of_subject) + asked_of_it * np.float32(limits.of_subject)
            of_it = np.array([topic.id in subject.entries for topic in self._ranker.topics])
            likely = np.where(of_it, likely * np.float32(limits.same_subject_ratio), likely)
            likely = likely / likely.sum()
        if entry := self._just_said(last):
            at = self._ranker.topics.index(entry)
            if points_back(question):
                likely = likely * np.float32(1 - POINTED)
                likely[at] += np.float32(POINTED)
            else:
                likely[at] *= np.float32(limits.repeated)
                likely = likely / likely.sum()
        return Ranking(likely, max(alone.nearest, together.nearest))
