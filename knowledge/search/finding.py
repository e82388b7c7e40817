"""What a search finds, and what it is told of the turns before."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.model import Topic


class FindingKind(StrEnum):
    """What to do with the hits of a finding."""

    ANSWER = "answer"  # say every hit, one or two entries
    CHOICE = "choice"  # too close to call: offer the hits
    REASON = "reason"  # "why?" about the first hit, which was just answered
    AGAIN = "again"  # "are you sure?" about the first hit, which was just answered
    RECALL = "recall"  # "where were we?", "say that again" about the first hit, which was just answered
    SIMPLY = "simply"  # the first hit, which was just answered, is wanted in few words
    MORE = "more"  # what there is beside the answer that was just given
    REQUEST = "request"  # the first hit is a wish for a function; entries that it might be instead follow
    SMALLTALK = "smalltalk"
    ABSTAIN = "abstain"  # about the programme and unknown; hits are the nearest entries
    OFFTOPIC = "offtopic"
    UNKNOWN_WORD = "unknown word"  # nothing but a word that no wording holds; there are no hits


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic and how likely it is what was meant, 0 to 1."""

    topic: Topic
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    kind: FindingKind
    hits: tuple[Hit, ...]
    barred: tuple[str, ...] = ()  # topics that the person has said are not meant

    @property
    def score(self) -> float:
        return self.hits[0].score if self.hits else 0.0


@dataclass(frozen=True, slots=True)
class PastTurn:
    """An earlier turn of the same conversation: its words, what they were taken for, and what was not meant.

    cohort: the name of the cohort that it asked about, where it said so.
    """

    text: str
    about: tuple[str, ...]
    barred: tuple[str, ...] = ()
    cohort: str = ""
