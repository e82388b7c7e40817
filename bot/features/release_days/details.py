"""Words that answer the bot's own question about a day ("12th january", "half a day, workshop") → what they add.

Every word is read, or nothing is: what is left over makes it no answer. Pure.
"""

import re
from dataclasses import replace
from datetime import date

from bot.core.errors import BotError
from bot.features.release_days.clauses import Said
from bot.features.release_days.domain import LONGEST_NOTE
from bot.features.release_days.log_reading import reading_of
from bot.language.acts import Act, Mood
from bot.language.calendars import Span
from bot.language.mentions import Lean

MOST_WORDS = 12
LEADS_A_NOTE = re.compile(r"^(?:with|at|about|re)\b.+", re.I | re.S)


def details_in(words: str, today: date, year: Span | None, lean: Lean | None = None) -> Said | None:
    """Days, part, purpose and note, as far as they are said; None unless all of it is one of these.

    lean: which way a day without a month is looked for; None: as the words say.
    """
    if not 0 < len(words.split()) <= MOST_WORDS or words.rstrip().endswith("?"):
        return None
    try:
        reading = reading_of(words, today, year, act=Act(Mood.OTHER), lean=lean)
    except BotError:
        return None
    if reading.doubts or len(reading.said) != 1 or reading.said[0].several:
        return None
    said = reading.said[0]
    if not (said.days or said.part or said.purpose):
        return None
    noted = said.note is None or bool(said.guess) or bool(said.purpose and LEADS_A_NOTE.match(said.note))
    return said if noted and len(said.note or "") <= LONGEST_NOTE else None


def merged(known: Said, said: Said) -> Said:
    """What is said now stands before what was known."""
    return replace(
        said,
        days=said.days or known.days,
        part=said.part or known.part,
        purpose=said.purpose or known.purpose,
        note=said.note or known.note,
    )
