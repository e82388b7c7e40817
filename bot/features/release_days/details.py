"""Words that answer the bot's own question about a day ("12th january", "half a day, workshop") → what they add.

Every word is read, or nothing is: what is left over makes it no answer. Pure.
"""

import re
from dataclasses import replace
from datetime import date

from bot.core.errors import BotError
from bot.features.release_days.clauses import Said
from bot.features.release_days.domain import LONGEST_NOTE, Purpose
from bot.features.release_days.log_reading import reading_of
from bot.features.release_days.purposes import NAME, TERMS
from bot.language.acts import Act, Mood
from bot.language.calendars import Span
from bot.language.mentions import Lean
from bot.language.reading import read
from bot.language.tokens import tokenise
from bot.language.words import word_set

MOST_WORDS = 12
ADDS_NOTHING = word_set(
    "it it's that was is were the a an my our this thing one ones stuff do bit please pls just for on"
)
ALIKE = word_set("same as usual everyone everybody else others all like always before normal that day last time")
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


def purpose_alone(words: str, today: date) -> tuple[Purpose, bool] | None:
    """“The hub thing, collaboration”, “the assignment one”: one purpose, and words that add nothing to it.

    Whether it is plainly said; “the same as everybody else” beside it is a reason to show it first. None for more.
    """
    terms = [one for each in read(words, today, terms=TERMS).segments for one in each.terms if one.kind == NAME]
    named = {Purpose[one.value] for one in terms}
    named = named - {Purpose.WORKSHOP} if Purpose.PILOT_WORKSHOP in named else named
    inside = [range(one.extent.start, one.extent.end) for one in terms]
    beside = {
        one.text for one in tokenise(words) if one.text.isalnum() and not any(one.start in each for each in inside)
    }
    if len(named) != 1 or not beside <= ADDS_NOTHING | ALIKE:
        return None
    return named.pop(), beside <= ADDS_NOTHING


def merged(known: Said, said: Said) -> Said:
    """What is said now stands before what was known."""
    return replace(
        said,
        days=said.days or known.days,
        part=said.part or known.part,
        purpose=said.purpose or known.purpose,
        note=said.note or known.note,
    )
