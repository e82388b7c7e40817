"""A message that names a day on record, and that nobody else could read: the day is shown, and nothing is done."""

import re
from dataclasses import replace
from datetime import date

from bot.core.permissions import Role
from bot.core.reply import Reply
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn
from bot.features.release_days import context, correcting
from bot.features.release_days.answering import answered, read_log
from bot.features.release_days.domain import ReleaseDayInput
from bot.features.release_days.purposes import TERMS
from bot.language.acts import Act, Mood, act_in
from bot.language.calendars import Span
from bot.language.reading import read

MOST_WORDS = 12
NAMES_A_DAY = re.compile(r"\d\s*(?:st|nd|rd|th)?\s*(?:of\s+)?[a-z]{3}|\d/\d|[a-z]{3}\s+\d", re.I)
AWAY = re.compile(
    r"\b(?:i['’]?m|i\s+am|i['’]?ll\s+be|i\s+was|i['’]?ve\s+been)\s+(?:going\s+to\s+be\s+)?(?:out|off|away)\b", re.I
)
UNWELL = re.compile(r"\b(?:sick|ill|unwell|poorly|maternity|paternity|leave|holiday|funeral)\b", re.I)
INSTEAD = re.compile(r"(?P<new>\S.*?)\s+(?:instead\s+of|rather\s+than|and\s+not|not)\s+(?P<old>\S.*)", re.I | re.S)
OF_SOMETHING_ELSE = re.compile(
    r"\b(?:reports?|residentials?|deadline|appl\w+|clos\w+|opens?|due|remind\w*|interview\w*|half[ -]?term|"
    r"holidays?)\b",
    re.I,
)


def may_name_a_day(text: str) -> bool:
    """Quick: a date or “I'm off” in a short message, and no word of what else has dates."""
    short = len(text.split()) <= MOST_WORDS
    return short and bool(NAMES_A_DAY.search(text) or AWAY.search(text)) and not OF_SOMETHING_ELSE.search(text)


@middleware(
    "own day by its date",
    order=3,
    because="below everything that reads a message: the search takes every date for one of the programme's",
    role=Role.SPECIALIST,
    may_take=may_name_a_day,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“9 dec still on?”, “9 dec might be cancelled”, where a day of one's own is on record for it."""
    if turn.person is None or turn.person.enrolment is None or not may_name_a_day(text):
        return await call_next()
    dated = NAMES_A_DAY.search(text)
    return (await _on_record(turn, text) if dated else None) or await _to_log(turn, text) or await call_next()


async def _on_record(turn: Turn, text: str) -> Reply | None:
    """The one day on record that is named, or what it becomes where another stands “instead of” it."""
    swap = INSTEAD.fullmatch(text.strip(" .!"))
    days = _days(turn, swap["old"] if swap else text)
    found = [one for one in await context.on_record(turn) if one.day in days] if len(days) == 1 else []
    if len(found) != 1:
        return None
    (entry,) = found
    new = _days(turn, swap["new"]) if swap else ()
    if len(new) == 1 and not act_in(text).asks:
        wanted = ReleaseDayInput(new[0], entry.part, entry.purpose, entry.note)
        return replace(correcting.shown(entry, wanted), personal=True)
    return replace(correcting.what_is_wrong(entry, "What would you like to do with it?"), personal=True)


async def _to_log(turn: Turn, text: str) -> Reply | None:
    """“I was off school on 10 November”, “1 July, workshop, there till lunch”: shown or asked, never logged."""
    if "?" in text or act_in(text).asks or UNWELL.search(text):
        return None
    reading = await read_log(turn, context.typed(turn, text), Act(Mood.OTHER))
    purpose = any(one.purpose or one.several for one in reading.said)
    days = reading.days or any(doubt.choices for doubt in reading.doubts)
    reading = replace(reading, said=tuple(replace(one, note=None) for one in reading.said))
    return await answered(turn, reading) if days and (purpose or AWAY.search(text)) else None


def _days(turn: Turn, text: str) -> tuple[date, ...]:
    cohort = context.cohort(turn)
    return read(text, turn.today, year=Span(cohort.starts, cohort.ends), terms=TERMS).days
