"""Short words that lean on the turn before: "and the second year?", "is that essential", "why"."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from knowledge.follow_up_words import Subject
from knowledge.model import Entry, Knowledge, Request
from knowledge.search.finding import PastTurn
from knowledge.search.manners import peeled
from knowledge.search.normalise import split, squash

LONGEST_LEAN = 9  # words; a longer message says what it is about
LONGEST_OPENED = 14  # the same for one that opens with "and", "ok" or the like
FEW = 2  # words: so few of them say nothing by themselves
OPENS = re.compile(
    r"^(?:and|but|so|then|or|ok(?:ay)?|what about|how about|what if|why|how come|really|even|also|"
    r"same|after that|before that)\b",
    re.IGNORECASE,
)
POINTS = re.compile(
    r"\b(?:that|those|these|this|it|its|they|them|one|ones|both|either|there|then)\b", re.IGNORECASE
)
WHY = re.compile(
    r"^(?:(?:but|and|so)\s+)?(?:why(?:\s+(?:not|so|though|thats|(?:is\s+)?(?:that|this)))?|whys that|how come|"
    r"says who|what for|for what reason|what(?:s| is) the reason)$"
)
POINTS_BACK = re.compile(
    r"^(?:(?:and|so|but)\s+)?(?:is|are|was|were|does|do)\s+(?:that|this|it|they|those|these)\b", re.IGNORECASE
)
TURNS = re.compile(r"^(?:and\s+)?(?:what|how) about\b", re.IGNORECASE)
TAKES_BACK = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|but|well|sorry|yeah|hmm)\W+)*(?:(?:no|nope|nah)\b(?!\s+(?:need|one|idea|cost))(?=\W*\w)|"
    r"(?:that(?:s| is|'s|’s)\s+)?not\s+(?:that|what)\b|i\s+meant\b|i(?:['’]?m| am)\s+not\s+an?\b)",
    re.IGNORECASE,
)
TAKEN_BACK = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|but|well|sorry|yeah|hmm|oh|no|nope|nah|not that|not what i (?:meant|asked)|"
    r"i (?:really |actually )?meant(?: to (?:say|ask))?|that['’]?s not it|wait|actually)\b\W*)+",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"(?<=[.?!])\s+|,\s*")
SHORTEST_QUESTION = 5  # words; a longer one brings a subject of its own


def leans_on_what_was_said(text: str) -> bool:
    """Whether the words make little sense without the turn before."""
    words = split(text)
    if opens_as_a_follow_up(text):
        return len(words) <= LONGEST_OPENED
    return len(words) <= LONGEST_LEAN and (len(words) <= FEW or bool(POINTS.search(text)))


def opens_as_a_follow_up(text: str) -> bool:
    """Whether the first word says that this goes on from before: "and", "what about", "why"."""
    return bool(OPENS.match(text))


def turns_to_something_else(text: str) -> bool:
    """Whether the words may bring up another subject: "what about the closing date"."""
    return bool(TURNS.match(text))


def asks_why(text: str) -> bool:
    """Whether the text is nothing but "why?" in one of its forms."""
    return bool(WHY.match(squash(text)))


def takes_back(text: str) -> bool:
    """Whether the answer before was not meant: "no, I meant the second year", "I'm not an ECT"."""
    return bool(TAKES_BACK.match(text))


def points_back(text: str) -> bool:
    """Whether the text asks something about what was just said: "is that essential", "are they free"."""
    return len(split(text)) <= SHORTEST_QUESTION and bool(POINTS_BACK.match(text))


def without_taking_back(text: str) -> str:
    """What is meant instead: "no sorry, I meant the second year" → "the second year"."""
    return TAKEN_BACK.sub("", text).strip(" ,.!") or text


def with_what_they_lean_on(parts: Sequence[str]) -> list[str]:
    """Each part, and before a part that leans ("after that, how many?") the part that it leans on."""
    leaning = [leans_on_what_was_said(part) and opens_as_a_follow_up(part) for part in parts]
    return [f"{parts[at - 1]} {part}" if at and leaning[at] else part for at, part in enumerate(parts)]


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


class FollowUps:
    """What short words mean after an answer, by the data alone; what they leave open is for the ranking."""

    def __init__(self, knowledge: Knowledge, read: Callable[[str], Sequence[str]]) -> None:
        """read: a text → its words, abbreviations written out and slips mended."""
        self._read = read
        self._topics: Mapping[str, Entry | Request] = {**knowledge.entries, **knowledge.requests}
        self._words = words = knowledge.follow_ups
        self._named: Mapping[tuple[str, str], Entry] = {
            (entry.id, squash(said)): knowledge.entries[follow.entry]
            for entry in knowledge.entries.values()
            for follow in entry.follow_ups
            for said in follow.phrasings
        }
        self._facets: dict[str, str] = {}
        for name, said in words.facets.items():
            for core in filter(None, map(self._core, (name, *said))):
                self._facets.setdefault(core, name)  # of two facets, the one that is named first
        self._spelled_out = {squash(one): name for name, said in words.facets.items() for one in (name, *said)}
        asides = (
            *((words.sure, Meant.AGAIN), (words.simply, Meant.SIMPLY), (words.more, Meant.MORE)),
            (words.recall, Meant.RECALL),
        )
        self._asides = [
            ({self._core(said) for said in one.words} - {""}, {squash(said) for said in one.words}, meant)
            for one, meant in asides
        ]
        self._alone = frozenset(map(squash, words.alone))
        self._first, self._later = (
            {self._core(one) for one in said} for said in (words.years.first, words.years.later)
        )

    def meant(self, text: str, before: Sequence[PastTurn]) -> tuple[Meant, Entry | Request] | None:
        """What the words mean right after those turns, if the data says so; None where it does not."""
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
            entry = self._other_year(core, before) or self._by_facet(part, before) or self._by_name(core, before)
            if entry:
                return Meant.ENTRY, self._topics[self._further(entry, parts) or entry]
        return None

    def leans_on_nothing(self, text: str) -> bool:
        """Whether the data names it as asked of the programme, whatever was spoken of before."""
        return squash(peeled(text)) in self._alone

    def subject(self, before: Sequence[PastTurn]) -> Subject | None:
        """What the turns were about: of the last entry's subjects the one that was spoken of before, too."""
        found = self._subjects(before)
        return found[0] if found else None

    def _named_after(self, last: PastTurn, text: str) -> Entry | None:
        found = (self._named.get((topic, squash(text))) for topic in last.about)
        return next((entry for entry in found if entry), None)

    def _aside(self, text: str) -> Meant | None:
        """ "Are you sure?", also with a reason before or behind it: "are you sure? my head said ten"."""
        said = squash(text)
        for cores, whole, meant in self._asides:
            if said in whole or self._core(text) in cores:
                return meant
            doubts = [one for one in whole if " " in one] if meant in SHOWN_AGAIN else []
            if any(said.startswith(f"{one} ") or said.endswith(f" {one}") for one in doubts):
                return meant
        return None

    def _by_facet(self, text: str, before: Sequence[PastTurn]) -> str | None:
        """The entry of the subject that was spoken of, for a message that is nothing but a facet of it."""
        about = (one for last in range(len(before), 0, -1) for one in self._subjects(before[:last]))
        return next(
            (one.by_facet[name] for one in about for name in self._facets_of(text, one) & one.by_facet.keys()),
            None,
        )

    def _facets_of(self, text: str, subject: Subject) -> set[str]:
        """The facets that the words are, also where they name the subject itself: "where is the form"."""
        core = self._core(text)
        own = {word for one in subject.named for word in self._read(one)}
        without = " ".join(word for word in core.split() if word not in own)
        found = (self._spelled_out.get(squash(text)), self._facets.get(core), self._facets.get(without))
        return set(filter(None, found[:1] if found[0] else found))

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
        named = next((one for one in self._words.subjects if core in map(self._core, one.named)), None)
        said = set(before[-1].about)
        facets = [name for one in self._subjects(before) for name, entry in one.by_facet.items() if entry in said]
        if named is None or not said.isdisjoint(named.entries):
            return None
        return next((named.by_facet[facet] for facet in facets if facet in named.by_facet), None)

    def _other_year(self, core: str, before: Sequence[PastTurn]) -> str | None:
        """The same thing in the other year, where nothing but a year is named: of the latest turn that has one."""
        for turn in reversed(before):
            for first, later in self._words.years.pairs:
                if core in self._later and first in turn.about:
                    return later
                if core in self._first and later in turn.about:
                    return first
        return None

    def _subjects(self, before: Sequence[PastTurn]) -> list[Subject]:
        """The subjects of what was said last; those of the turns before it first, the latest of them most."""
        *earlier, last = before
        about = [subject for subject in self._words.subjects if subject.entries & set(last.about)]
        said = [set(turn.about) for turn in reversed(earlier)]
        return sorted(about, key=lambda subject: [not subject.entries & names for names in said])

    def _core(self, text: str) -> str:
        """The words that say something by themselves, in order."""
        return " ".join(word for word in self._read(text) if word not in self._words.fillers)
