"""What kind of utterance a message is: an order, a request, a report, a question about something, a refusal, a
correction.

Pure and quick. A write rests on an order, a request or a report; a question or a supposition never carries
anything out.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.language import act_words as words
from bot.language.act_words import Deed
from bot.language.extents import fold


class Mood(StrEnum):
    """How something is said."""

    ORDER = "order"
    REQUEST = "request"
    REPORT = "report"
    QUESTION = "question"
    SUPPOSITION = "supposition"
    REFUSAL = "refusal"
    CORRECTION = "correction"
    OTHER = "other"


MAY_WRITE = frozenset((Mood.ORDER, Mood.REQUEST, Mood.REPORT))
ASKS = frozenset((Mood.QUESTION, Mood.SUPPOSITION))


@dataclass(frozen=True, slots=True)
class Act:
    """mood: how it is said. deed: what the verb asks for, where one was found. object_at: the character behind
    the verb.

    corrects: whether it puts something right that was said before. certain: the order begins the message, so that
    nothing but greetings and courtesies stands before its verb.
    """

    mood: Mood
    deed: Deed | None = None
    object_at: int = 0
    corrects: bool = False
    certain: bool = False

    @property
    def asks(self) -> bool:
        """Whether it is answered, and never carried out."""
        return self.mood in ASKS

    @property
    def may_write(self) -> bool:
        """Whether a record may change on it, if everything else in the message is understood."""
        return self.mood in MAY_WRITE


def _begins(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})(?![\w'])")


LEAD_IN = re.compile(rf"(?:{words.LEAD_INS}|(?P<slip>{words.SLIPS}))(?![\w'])[\s,.;:!…-]*")
ORDERS = tuple((deed, _begins(pattern)) for deed, pattern in words.ORDERS)
ASKED_FOR = re.compile(rf"{words.ASKED_FOR}\s*(?=\S)")
NO_REQUEST = _begins(words.NO_REQUEST)
QUESTION = re.compile(words.QUESTION)
NO_QUESTION = re.compile(words.NO_QUESTION)
ASKS_WITHIN = re.compile(words.ASKS_WITHIN)
SUPPOSITION = re.compile(words.SUPPOSITION)
SUPPOSES_WITHIN = re.compile(words.SUPPOSES_WITHIN)
ASKER = re.compile(r"\b(?:i|we|you|to)\s+")
LONGEST_ASKER = 50  # characters
REFUSAL = re.compile(words.REFUSAL)
REPORT = re.compile(words.REPORT)
DATED = re.compile(words.DATED)
CORRECTION = re.compile(words.CORRECTION)
CLAUSE = re.compile(r"\s*[,.;:!…]+\s+|\s+[-–]\s+|\s+(?:so|and|then|and then|but)\s+")
NOTE_OF_IT = re.compile(r"note\s*:")
"""“16 October workshop, note: with Elm Park”: a part of what is said before, and no order of its own."""
MOST_CLAUSES = 8
LONGEST_LEAD = 8  # lead-ins, one behind the other


@lru_cache(maxsize=512)
def act_in(text: str) -> Act:
    """The act that the text is. Never raises."""
    said = fold(text)
    start, slipped = _after_lead_ins(said, 0)
    corrects = slipped or bool(CORRECTION.search(said))
    return _question(said, start, corrects) or _plain(said, start, corrects)


def _after_lead_ins(said: str, start: int) -> tuple[int, bool]:
    """Behind greetings and courtesies, and whether one of them takes back something."""
    start += len(said[start:]) - len(said[start:].lstrip(" \t\n,.;:!-–([\"'"))
    slipped = False
    for _ in range(LONGEST_LEAD):
        found = LEAD_IN.match(said, start)
        if found is None or found.end() >= len(said):
            break
        start, slipped = found.end(), slipped or found["slip"] is not None
    return start, slipped


def _question(said: str, start: int, corrects: bool) -> Act | None:
    asked = ASKED_FOR.match(said, start)
    if asked and not NO_REQUEST.match(said, asked.end()):
        found = _order(said, asked.end())
        if SUPPOSES_WITHIN.search(said):
            return Act(Mood.SUPPOSITION, found and found[0], asked.end(), corrects)
        return Act(Mood.REQUEST, found[0], found[1], corrects, certain=True) if found else None
    if SUPPOSITION.match(said, start) or SUPPOSES_WITHIN.search(said):
        found = _order(said, start)
        return Act(Mood.SUPPOSITION, found and found[0], found[1] if found else start, corrects)
    begins = QUESTION.match(said, start) and not NO_QUESTION.match(said, start)
    if begins or ASKS_WITHIN.search(said):
        found = _asked_about(said, start)
        return Act(Mood.QUESTION, found and found[0], found[1] if found else start, corrects)
    return None


def _asked_about(said: str, start: int) -> tuple[Deed, int] | None:
    """The verb behind “can I”, “how would you”, “is it possible to”."""
    for asker in ASKER.finditer(said, start, start + LONGEST_ASKER):
        found = _order(said, asker.end())
        if found and found[0] is not Deed.SHOW:
            return found
    return _order(said, start)


def _plain(said: str, start: int, corrects: bool) -> Act:
    if REFUSAL.match(said, start):
        later = _later_order(said, start)
        return later or Act(Mood.REFUSAL, None, start, corrects)
    if found := _order(said, start):
        return Act(Mood.ORDER, found[0], found[1], corrects, certain=True)
    dated = DATED.match(said, start)
    if (REPORT.match(said, start) or (dated and REPORT.match(said, dated.end()))) and not corrects:
        return Act(Mood.REPORT, Deed.LOG, start, certain=True)
    if later := _later_order(said, start):
        return later
    return Act(Mood.CORRECTION if corrects else Mood.OTHER, None, start, corrects)


def _order(said: str, start: int) -> tuple[Deed, int] | None:
    """The family of the verb that stands there, and the place behind the verb."""
    for deed, verb in ORDERS:
        if found := verb.match(said, start):
            return deed, found.end() if " " not in found[0].strip() else _behind_first_word(said, start, found)
    return None


def _behind_first_word(said: str, start: int, found: re.Match[str]) -> int:
    """What stands within “take … off” is the verb's object, so the object begins behind the verb's first word."""
    first = said.find(" ", start)
    inside = said[first : found.end()].split()
    return first if len(inside) > 1 and first > 0 else found.end()


def _later_order(said: str, start: int) -> Act | None:
    """An order in a later clause: “the workshop was called off so scrap that day”."""
    for number, mark in enumerate(CLAUSE.finditer(said, start)):
        if number >= MOST_CLAUSES:
            break
        begin, _ = _after_lead_ins(said, mark.end())
        if NOTE_OF_IT.match(said, begin):
            break
        found = _order(said, begin)
        if found and found[0] is not Deed.SHOW:
            return Act(Mood.ORDER, found[0], found[1], corrects=True)
    return None
