"""An announcement that is ordered without its text, for a time that nobody can read, or again and again. Pure."""

import re
from dataclasses import dataclass

from bot.features.announcements.parsing import POLITE

EVERY = re.compile(
    r"\b(?:every|each)\s+(?:other\s+)?(?:day|morning|week|fortnight|month|mon|tue|wed|thu|fri|sat|sun)\w*|"
    r"\b(?:daily|weekly|monthly|(?:mon|tues|wednes|thurs|fri)days)\b",
    re.I,
)
ORDERED = re.compile(
    rf"{POLITE}(?:send|put|post|get|write|plan|schedule|prepare|do|line\s+up|set\s+up)\s+(?:out\s+)?"
    r"(?:(?:an?|the|another|one|my|our|some)\s+)(?:(?:usual|same|short|quick|new|little|group)\s+)*"
    r"(?:messages?|announcements?|reminders?|notices?|notes?|e-?mails?|texts?)\b(?P<rest>.*)$",
    re.I | re.S,
)
IT = re.compile(
    rf"{POLITE}(?:and\s+|ok\s+)*(?:schedule|plan|send|post)\s+(?:it|that|this|one)\s+(?:(?:to\s+)?go\s+)?(?:out\s+)?"
    r"(?P<when>(?:for|on|at|first|next|tomorrow|tonight|later|in)\b.*)$",
    re.I | re.S,
)
SAYING = re.compile(
    r"^(?P<when>.*?)\b(?:saying|that\s+says|to\s+say)\b[\s:,]*(?:that\s+)?(?P<text>\S.*)$", re.I | re.S
)
ONCE = "I send an announcement once, at a time that you name. I can't repeat one."
WHAT = "What shall I write? Nothing was sent."
NO_DRAFT = "No draft is waiting here, so nothing was sent. What shall I write?"


@dataclass(frozen=True, slots=True)
class HalfOrdered:
    """question: what is missing. when: as it was said. text: what is to be sent, where that was said."""

    question: str
    when: str = ""
    text: str = ""


def half_ordered(words: str) -> HalfOrdered | None:
    """None for words that order no announcement."""
    found, it = ORDERED.match(words), IT.match(words)
    if found is None and it is None:
        return None
    if EVERY.search(words):
        return HalfOrdered(f"{ONCE} {WHAT}")
    if found is None:
        return HalfOrdered(NO_DRAFT, it["when"] if it else "")
    said = SAYING.match(found["rest"])
    if said:
        return HalfOrdered(WHAT, said["when"].strip(), said["text"].strip())
    return HalfOrdered(WHAT)
