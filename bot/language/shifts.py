"""How far something is to move from where it stands: “a week later”, “back by two days”. Pure."""

import re
from dataclasses import dataclass

from bot.language.extents import Extent

SHIFT = re.compile(
    r"(?:\b(?P<before>back|forward|on|by|later|earlier)\s+)?(?:by\s+)?\b(?P<count>a|an|one|two|three|four|1|2|"
    r"3|4|another)\s+(?P<unit>day|week|fortnight)s?"
    r"(?:'s|s')?\s*\b(?P<after>later|earlier|back|forward|on|sooner|ahead|before|after)?\b",
    re.I,
)
EARLIER, LATER = (
    frozenset(("earlier", "forward", "sooner", "before")),
    frozenset(("later", "back", "on", "after", "ahead")),
)
COUNTS = {"a": 1, "an": 1, "one": 1, "1": 1, "another": 1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
LENGTHS = {"day": 1, "week": 7, "fortnight": 14}
EITHER_WAY = frozenset(("forward", "ahead"))
"""To some a meeting moved forward is earlier, to others later."""


@dataclass(frozen=True, slots=True)
class Shift:
    """days: later, or earlier below zero. either: it may be the other way, too. extent: where it stands."""

    days: int
    either: bool
    extent: Extent


def shift_of(found: re.Match[str], usual: int = 1) -> int:
    """The days of a match of SHIFT. usual: the sign where no way was said."""
    words = {(found["before"] or "").lower(), (found["after"] or "").lower()}
    sign = -1 if words & EARLIER else 1 if words & LATER else usual
    return sign * COUNTS[found["count"].lower()] * LENGTHS[found["unit"].lower()]


def shift_in(text: str) -> Shift | None:
    """The only one that a text speaks of; None for none, for several, and for one that says no way."""
    every = [found for found in SHIFT.finditer(text) if found["before"] or found["after"]]
    if len(every) != 1:
        return None
    words = {(every[0]["before"] or "").lower(), (every[0]["after"] or "").lower()}
    return Shift(shift_of(every[0]), bool(words & EITHER_WAY), Extent(*every[0].span()))
