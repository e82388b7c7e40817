"""What a reading is for: logged days, a span, a due date, the end of a pause, a moment; each a constant."""

from dataclasses import dataclass

from bot.language.mentions import Lean

SNOOZED = frozenset(("until", "till", "til", "to", "before", "for", "by", "after", "til"))


@dataclass(frozen=True, slots=True)
class Frame:
    """lean: which way dates without a year are looked for; None: as the words say, back where they say nothing.

    leads: words of order that may stand before a date. longest: days of a range. times, durations and spans:
    whether a time of the clock, a length of time and a whole week, month or holiday are answers too.
    """

    name: str
    lean: Lean | None = None
    leads: frozenset[str] = frozenset()
    longest: int = 14
    times: bool = False
    durations: bool = False
    spans: bool = False


DAYS = Frame("days")
SPAN = Frame("span", Lean.FUTURE, longest=70, spans=True)
DUE = Frame("due", Lean.FUTURE, frozenset(("due", "by", "to", "until", "till", "before")))
UNTIL = Frame("until", Lean.FUTURE, SNOOZED, longest=1, durations=True, spans=True)
MOMENT = Frame("moment", Lean.FUTURE, frozenset(("by",)), times=True)
FRAMES = {frame.name: frame for frame in (DAYS, SPAN, DUE, UNTIL, MOMENT)}
