"""What short words mean after an answer, by the data: "and the second year?", "is that essential", "why"."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from knowledge.follow_up_words import Subject
from knowledge.model import Entry, Knowledge, Request
from knowledge.search.finding import PastTurn
from knowledge.search.leaning import LONGEST_LEAN, without_taking_back
from knowledge.search.manners import peeled
from knowledge.search.new_answers import scarcity
from knowledge.search.normalise import split, squash

CLAUSE = re.compile(r"(?<=[.?!])\s+|,\s*")
LISTED = re.compile(r"\W*(?P<subject>[\w' ]{3,40}?)\s*(?::|,| [-–—])\s+(?P<facets>.+)", re.DOTALL)
BETWEEN_FACETS = re.compile(r"[,;?]\s*(?:and\s+)?|\s+(?:and|&)\s+")
ONE_OF_SEVERAL = ("the first", "the second", "the third", "the last")  # facets, and no years
MOST_REMEMBERED = 2_000  # texts whose words were read


def _clauses(text: str) -> list[str]:
    """The whole, then its first clause and its last: "how often, and to whom does it go"."""
    parts = [part for part in CLAUSE.split(text) if part.strip()]
    return [text, parts[0], parts[-1]] if len(parts) > 1 else [text]


class Meant(StrEnum):
    """What short words make of the answer before them."""

    ENTRY = "another entry"
    AGAIN = "said again"
    SIMPLY = "in short"
    MORE = "what there is beside it"
    RECALL = "said once more"


SHOWN_AGAIN = frozenset({Meant.AGAIN, Meant.RECALL})


@dataclass(frozen=True, slots=True, eq=False)
class _KnownSubject:
    """A subject, the ids of its entries, and the words that name it."""

    subject: Subject
    entries: frozenset[str]
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Aside:
    """doubts: of its wordings, those that also count with a reason before or behind them."""

    meant: Meant
    cores: frozenset[str]
    whole: frozenset[str]
    doubts: tuple[str, ...]


class FollowUps:
    """What short words mean after an answer, by the data alone; what they leave open is for the ranking."""

    def __init__(self, knowledge: Knowledge, read: Callable[[str], Sequence[str]]) -> None:
        """read: a text → its words, abbreviations written out and slips mended."""
        self._read = read
        self._core = lru_cache(MOST_REMEMBERED)(self._core_of)
        self._aside = lru_cache(MOST_REMEMBERED)(self._aside_in)
        self._facets_of = lru_cache(MOST_REMEMBERED)(self._facets_in)
        self._may_follow = lru_cache(MOST_REMEMBERED)(self._may_follow_anything)
        self._topics: Mapping[str, Entry | Request] = {**knowledge.entries, **knowledge.requests}
        self._words = words = knowledge.follow_ups
        self._named: Mapping[tuple[str, str], Entry] = {
            (entry.id, squash(said)): knowledge.entries[follow.entry]
            for entry in knowledge.entries.values()
            for follow in entry.follow_ups
            for said in follow.phrasings
        }
        self._said_after = {said for _, said in self._named}
        self._new = {name: knowledge.entries[name] for name in scarcity(knowledge)}
        self._facets: dict[str, str] = {}
        for name, said in words.facets.items():
            for core in filter(None, map(self._core, (name, *said))):
                self._facets.setdefault(core, name)  # of two facets, the one that is named first
        self._spelled_out = {squash(one): name for name, said in words.facets.items() for one in (name, *said)}
        self._one_of_several = {said for said, name in self._spelled_out.items() if name in ONE_OF_SEVERAL}
        asides = (
            *((words.sure, Meant.AGAIN), (words.simply, Meant.SIMPLY), (words.more, Meant.MORE)),
            (words.recall, Meant.RECALL),
        )
        self._asides = [self._aside_of(aside.words, meant) for aside, meant in asides]
        self._known = [self._known_subject(one) for one in words.subjects]
        self._by_core: dict[str, _KnownSubject] = {}
        for known in self._known:
            for name in known.subject.named:
                self._by_core.setdefault(self._core(name), known)  # of two subjects, the one that stands first
        self._alone = frozenset(map(squash, words.alone))
        self._first, self._later = (
            {self._core(one) for one in said} for said in (words.years.first, words.years.later)
        )

    def meant(self, text: str, before: Sequence[PastTurn]) -> tuple[Meant, Entry | Request] | None:
        """What the words mean right after those turns, if the data says so; None where it does not."""
        if not self._may_follow(text):
            return None
        if named := self._named_after(before[-1], text):
            return Meant.ENTRY, named
        last = next((self._topics[name] for name in before[-1].about if name in self._topics), None)
        if last is None:
            return None
        if (aside := self._aside(text)) and (aside in SHOWN_AGAIN or isinstance(last, Entry)):
            return aside, last
        if len(split(text)) > LONGEST_LEAN:
            return None
        parts = _clauses(without_taking_back(text))
        for part in parts if self._nothing_but_facets(parts) else parts[:1]:
            core = self._core(part)
            one_of_several = self._by_facet(part, before) if squash(part) in self._one_of_several else None
            entry = one_of_several or self._other_year(core, before)
            entry = entry or self._by_facet(part, before) or self._by_name(core, before)
            if entry:
                return Meant.ENTRY, self._topics[self._further(entry, parts) or entry]
        return None

    def _may_follow_anything(self, text: str) -> bool:
        """Whether there is any turn after which `meant` finds something: of most questions there is none."""
        if squash(text) in self._said_after or self._aside(text):
            return True
        if len(split(text)) > LONGEST_LEAN:
            return False
        cores = {part: self._core(part) for part in _clauses(without_taking_back(text))}
        named = self._first | self._later | self._by_core.keys()
        return any(
            core in named or any(self._facets_of(part, one) for one in self._known) for part, core in cores.items()
        )

    def listed(self, text: str) -> list[Entry]:
        """ "Reports: how many, when": each facet's entry, where a subject and nothing but facets are named."""
        if not (found := LISTED.match(text)) or not (known := self._by_core.get(self._core(found["subject"]))):
            return []
        parts = [part for part in BETWEEN_FACETS.split(found["facets"]) if part.strip(" ?.!")]
        facets = [self._facets_of(part, known) & known.subject.by_facet.keys() for part in parts]
        if not all(facets):
            return []
        names = dict.fromkeys(known.subject.by_facet[min(one)] for one in facets)
        return [topic for name in names if isinstance(topic := self._topics[name], Entry)]

    def leans_on_nothing(self, text: str) -> bool:
        """Whether the data names it as asked of the programme, whatever was spoken of before."""
        return squash(peeled(text)) in self._alone

    def subject(self, before: Sequence[PastTurn]) -> Subject | None:
        """What the turns were about: of the last entry's subjects the one that was spoken of before, too.

        An answer of this cohort's own that no subject has is one itself, together with its neighbours.
        """
        found = self._subjects(before)
        return found[0].subject if found else self._its_own(before)

    def is_new(self, before: Sequence[PastTurn]) -> bool:
        """Whether the last answer is of this cohort's own, so that little is known of how people go on from it."""
        return bool(before) and any(name in self._new for name in before[-1].about)

    def _its_own(self, before: Sequence[PastTurn]) -> Subject | None:
        name = next((name for name in before[-1].about if name in self._new), None)
        if name is None:
            return None
        entry = self._new[name]
        beside = (one.id for one in self._new.values() if one.section == entry.section)
        return Subject(entry.title, {}, more=tuple(dict.fromkeys((*entry.related, *beside))))

    def _aside_of(self, words: Sequence[str], meant: Meant) -> _Aside:
        cores, whole = frozenset(map(self._core, words)) - {""}, frozenset(map(squash, words))
        doubts = tuple(one for one in whole if " " in one) if meant in SHOWN_AGAIN else ()
        return _Aside(meant, cores, whole, doubts)

    def _known_subject(self, subject: Subject) -> _KnownSubject:
        own = frozenset(word for one in subject.named for word in self._read(one))
        return _KnownSubject(subject, subject.entries, own)

    def _named_after(self, last: PastTurn, text: str) -> Entry | None:
        said = squash(text)
        found = (self._named.get((topic, said)) for topic in last.about)
        return next((entry for entry in found if entry), None)

    def _aside_in(self, text: str) -> Meant | None:
        """ "Are you sure?", also with a reason before or behind it: "are you sure? my head said ten"."""
        said, core = squash(text), self._core(text)
        for one in self._asides:
            if said in one.whole or core in one.cores:
                return one.meant
            if any(said.startswith(f"{doubt} ") or said.endswith(f" {doubt}") for doubt in one.doubts):
                return one.meant
        return None

    def _by_facet(self, text: str, before: Sequence[PastTurn]) -> str | None:
        """The entry of the subject that was spoken of, for a message that is nothing but a facet of it."""
        about = (one for last in range(len(before), 0, -1) for one in self._subjects(before[:last]))
        by_facet = ((one.subject.by_facet, self._facets_of(text, one)) for one in about)
        return next((entries[name] for entries, said in by_facet for name in said & entries.keys()), None)

    def _facets_in(self, text: str, known: _KnownSubject) -> frozenset[str]:
        """The facets that the words are, also where they name the subject itself: "where is the form"."""
        core = self._core(text)
        without = " ".join(word for word in core.split() if word not in known.own)
        found = (self._spelled_out.get(squash(text)), self._facets.get(core), self._facets.get(without))
        return frozenset(filter(None, found[:1] if found[0] else found))

    def _nothing_but_facets(self, parts: Sequence[str]) -> bool:
        """Whether every clause is a facet, a year or says nothing: "how often, and to whom does it go"."""
        cores = [self._core(part) for part in parts[1:]]
        return all(not one or one in self._facets or one in self._first | self._later for one in cores)

    def _further(self, entry: str, parts: Sequence[str]) -> str | None:
        """What another clause asks of it: "and the year after, how many then"."""
        found = (self._by_facet(part, [PastTurn("", (entry,))]) for part in parts[1:])
        return next((one for one in found if one), None)

    def _by_name(self, core: str, before: Sequence[PastTurn]) -> str | None:
        """The same facet of another subject, where nothing else is named: "even to the residentials"."""
        named, said = self._by_core.get(core), set(before[-1].about)
        if named is None or not said.isdisjoint(named.entries):
            return None
        about = (one.subject.by_facet for one in self._subjects(before))
        facets = [name for entries in about for name, entry in entries.items() if entry in said]
        by_facet = named.subject.by_facet
        return next((by_facet[facet] for facet in facets if facet in by_facet), None)

    def _other_year(self, core: str, before: Sequence[PastTurn]) -> str | None:
        """The same thing in the other year, where nothing but a year is named: of the latest turn that has one."""
        for turn in reversed(before):
            for first, later in self._words.years.pairs:
                if core in self._later and first in turn.about:
                    return later
                if core in self._first and later in turn.about:
                    return first
        return None

    def _subjects(self, before: Sequence[PastTurn]) -> list[_KnownSubject]:
        """The subjects of what was said last; those of the turns before it first, the latest of them most."""
        *earlier, last = before
        about = [one for one in self._known if not one.entries.isdisjoint(last.about)]
        said = [turn.about for turn in reversed(earlier)]
        return sorted(about, key=lambda one: [one.entries.isdisjoint(names) for names in said])

    def _core_of(self, text: str) -> str:
        """The words that say something by themselves, in order."""
        return " ".join(word for word in self._read(text) if word not in self._words.fillers)
