"""“The same on the 20th”, “and the 21st too”, right after a day was logged: as that day was."""

import re
from dataclasses import replace

from bot.core.reply import Reply
from bot.core.turn import Turn
from bot.features.release_days import context
from bot.features.release_days.answering import log_or_ask, propose
from bot.features.release_days.clauses import Said
from bot.features.release_days.details import details_in
from bot.features.release_days.spoken_of import just_spoken_of, last_spoken_of
from bot.language.calendars import Span
from bot.language.mentions import Lean
from bot.language.tokens import tokenise

SAME = re.compile(
    r"^(?:(?:and|please|also|pls)[\s,]+)*(?P<verb>(?:log|put(?: down)?|add|record)\s+)?(?:the\s+)?"
    r"same(?:\s+(?:again|thing))*(?:\s+(?:for|on))?\s+(?P<days>\S.*)$|"
    r"^(?:and|also|plus)\s+(?:on\s+)?(?P<too>\S(?:.*\S)?)"
    r"(?:\s+(?:too|as well|also)|(?<=\d)|(?<=day)|(?<=st|nd|rd|th)|"
    r"(?<=shop|tudy|tion|ntal|ning|noon)|(?<=am|pm))[\s.!]*$",
    re.I,
)


async def same_again(turn: Turn, text: str) -> Reply | None:
    """“The same on the 20th”, right after a day was logged: part and purpose are those of that day."""
    found = SAME.match(text)
    last = await last_spoken_of(turn) if found and just_spoken_of(turn) else ()
    if found is None or len(last) != 1:
        return None
    cohort, days = context.cohort(turn), found["days"] or found["too"]
    bare = any(one.ordinal for one in tokenise(days))  # “the 20th”, after the 13th was logged, is the next one
    since, lean = (last[0].day, Lean.FUTURE) if bare else (turn.today, None)
    said = details_in(days, since, Span(cohort.starts, cohort.ends), lean=lean)
    if said and not said.days and said.part and not said.note and not found["verb"]:  # “and afternoon workshop”
        return await propose(
            turn, replace(said, days=(last[0].day,), purpose=said.purpose or last[0].purpose).records()
        )
    if said is None or not said.days or said.part or said.purpose or said.note:
        return None
    wanted = Said(said.days, last[0].part, last[0].purpose, None).records()
    return await log_or_ask(turn, wanted) if found["verb"] and not bare else await propose(turn, wanted)
