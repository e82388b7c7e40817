"""“10 November, sorry, 11 November”: words in the middle that take back what stands before them.

They join nothing. Whether the second takes the place of the first, or both are meant, only the speaker knows.
"""

import re
from collections.abc import Sequence
from datetime import date

from bot.language.doubts import About, Choice, Doubt, listed
from bot.language.extents import Extent
from bot.language.scanning import Role
from bot.language.segments import Segment
from bot.language.words import Kind

SECOND_THOUGHT = re.compile(
    r"(?<![\w'’])(?:(?:i['’]?m\s+|so\s+)?sorry|soz|apologies|apols|my\s+(?:mistake|bad|error|apologies)|(?:i\s+)?"
    r"(?:mean|meant)|correction|(?:scratch|strike|scrap|ignore)\s+that|(?:or\s+)?rather(?!\s+than)|"
    r"make\s+(?:it|that)|(?:hang|hold)\s+on|wait|oops\w*|whoops|nope|nah|actually|in\s+fact|e+r+m*|u+m+|"
    r"typo|silly\s+me|d['’]?oh|should\s+(?:be|have\s+been|say))(?![\w'’])",
    re.I,
)
SAYS_WHEN = {Role.DATE: "day", Role.PART: "how much", Role.AMOUNT: "how much", Role.TIME: "time"}


def second_thought(
    text: str, stretches: Sequence[tuple[int, int, Role, Kind]], segments: Sequence[Segment]
) -> Doubt | None:
    """The question, where such words stand between two dates, parts of a day, amounts or times of one kind."""
    said = [(start, end, SAYS_WHEN[role]) for start, end, role, _ in stretches if role in SAYS_WHEN]
    for found in SECOND_THOUGHT.finditer(text) if len(said) > 1 else ():
        before = {what for _, end, what in said if end <= found.start()}
        after = {what for start, _, what in said if start >= found.end()}
        if before & after:
            question = f"“{found[0]}”: do you mean what comes before it, or after it?"
            extent = Extent(found.start(), found.end())
            return Doubt(About.SECOND_THOUGHT, question, extent, _either_side(segments, extent))
    return None


def _either_side(segments: Sequence[Segment], middle: Extent) -> tuple[Choice, ...]:
    """The days that come after and those before, where each side has some and none is on both."""
    after: list[date] = []
    before: list[date] = []
    for one in segments:
        apart = len(one.days) == len(one.dates)
        for at, extent in enumerate(one.dates):
            side = after if extent.start >= middle.end else before
            side += one.days[at : at + 1] if apart else one.days
    if not after or not before or set(after) & set(before):
        return ()
    return tuple(Choice(listed(days), days) for days in (tuple(after), tuple(before)))
