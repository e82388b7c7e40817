"""What a lead says of somebody's days without a command: “log a workshop for Finn on 6 November”."""

import re
from dataclasses import replace

from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn
from bot.features.lead_days import on_behalf, views
from bot.features.lead_days.commands import days_of, log_for, people
from bot.features.lead_days.named import GIVES, Named, given_in, may_name, named_in, taken_off
from bot.features.lead_days.on_behalf import KIND, as_theirs, told
from bot.features.release_days import context
from bot.features.release_days.answering import LOOKS_BACK, ORDERED, answered, propose, read_log
from bot.features.release_days.clauses import LogReading
from bot.features.release_days.commands_correct import DAY_WORDS, OTHER_THINGS
from bot.features.release_days.granting import granted
from bot.features.release_days.wishes import wish_in
from bot.identity.repository import People
from bot.language.act_words import Deed
from bot.language.acts import Act, Mood, act_in
from bot.language.tokens import tokenise

SENT_TO_ME = re.compile(r"^\W*(?:(?:please|pls|can you|could you)\s+)*(?:send|e-?mail|give|get)\b.*\bme\b", re.I)
"""“Send Finn's days to me” is a question of what is on record."""
CORRECTS = frozenset((Deed.CHANGE, Deed.DELETE, Deed.NOTE, Deed.RESTORE))
LIST = re.compile(r"\b(?:days?|logged|release|used|taken|record)\b", re.I)
ELSEWHERE = re.compile(
    r"\b(?:reports?|residentials?\s+(?:\d|one|two|three)|code|announce\w*|remind\w*|message|tell|"
    r"school|e-?mail|name|hub|question|answer)\b",
    re.I,
)
"""Words of a lead's other things."""


@middleware(
    "days of a specialist",
    order=85,
    because="before one's own days are read: a lead who is a specialist, too, names whom they log for",
    role=Role.LEAD,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    if Role.LEAD in roles(turn.person) and (reply := await _said(turn, context.typed(turn, text))):
        return replace(reply, personal=True)
    return await call_next()


async def _said(turn: Turn, text: str) -> Reply | None:
    act = act_in(text)
    if not may_name(text):
        return await _of_the_last(turn, text, act)
    if not _about_days(text, act):
        return None
    there = await people(turn)
    if not act.asks and act.mood is not Mood.REFUSAL:
        if (given := given_in(text, there)) and (DAY_WORDS.search(given.rest) or _dated(given.rest)):
            return await _given(turn, given)
        if act.deed is Deed.DELETE and (taken := taken_off(text, there)):
            return await _taken(turn, taken)
    named = named_in(text, there)
    return await _named(turn, named, act) if named else await _of_nobody(turn, act)


def _about_days(text: str, act: Act) -> bool:
    """Quick: whether a day may be meant, before any name is looked up."""
    if ELSEWHERE.search(text):
        return False
    return act.deed in (Deed.LOG, *CORRECTS) or bool(LIST.search(text)) or _dated(text) or bool(GIVES.match(text))


async def _named(turn: Turn, named: Named, act: Act) -> Reply | None:
    rest = named.rest
    if act.mood is Mood.REFUSAL:
        return None
    if act.asks:
        return await _asked(turn, named, act)
    if named.reports:
        return await _reported(turn, named)
    if act.deed is Deed.LOG and (DAY_WORDS.search(rest) or _dated(rest)):
        return await log_for(turn, named)
    if act.deed in CORRECTS and not OTHER_THINGS.search(rest) and (DAY_WORDS.search(rest) or _dated(rest)):
        return await _corrected(turn, named)
    if (act.deed in (None, Deed.SHOW) or SENT_TO_ME.match(rest)) and LIST.search(rest):
        return await days_of(turn, named.people)
    return None


async def _asked(turn: Turn, named: Named, act: Act) -> Reply | None:
    """“What has Finn logged”: the list. “Can I log a day for Finn”: how."""
    if act.deed is Deed.LOG and not LOOKS_BACK.match(named.rest) and len(named.people) == 1:
        (person,) = named.people
        how = (
            f"Yes: say for example “log a workshop for {person.name} on 6 November”. They are told, and either of "
            "you can undo it."
        )
        return Reply((Text(how), Actions((views.log_button(person),))), KIND)
    if LIST.search(named.rest) or not named.rest.strip(" ?"):
        return await days_of(turn, named.people)
    return None


async def _reported(turn: Turn, named: Named) -> Reply | None:
    """“Finn was out on 6 November, workshop”: shown first, for a lead tells of it and orders nothing."""
    if len(named.people) != 1:
        return None
    (person,) = named.people
    theirs = as_theirs(turn, person, named.rest)
    reading = await read_log(theirs, named.rest, Act(Mood.REPORT, Deed.LOG))
    if not reading.days or not any(one.purpose for one in reading.said):
        return None
    return await told(person, _shown(theirs, reading))


async def _shown(theirs: Turn, reading: LogReading) -> Reply:
    if reading.certain:
        return await propose(theirs, reading.records())
    return await answered(theirs, reading)


async def _given(turn: Turn, given: Named) -> Reply | None:
    """“Give Finn half a day for Friday”: shown first, for it may be to come or over."""
    if len(given.people) != 1:
        return await log_for(turn, given)
    (person,) = given.people
    theirs = as_theirs(turn, person, given.rest)
    reading = await read_log(theirs, given.rest, ORDERED)
    return await told(person, _shown(theirs, reading))


async def _taken(turn: Turn, taken: Named) -> Reply | None:
    """“Take Friday off Finn” deletes that day; where no day is named, which one is asked."""
    if OTHER_THINGS.search(taken.rest) or not (DAY_WORDS.search(taken.rest) or _dated(taken.rest)):
        return None
    if len(taken.people) != 1 or _dated(taken.rest):
        rest = re.sub(r"^(?:please\s+)?(?:take|get|knock)\b", "delete", taken.rest, flags=re.I)
        return await _corrected(turn, replace(taken, rest=rest))
    (person,) = taken.people
    return views.which_day(person, await context.on_record(as_theirs(turn, person)))


async def _corrected(turn: Turn, named: Named) -> Reply | None:
    if len(named.people) != 1:
        return await days_of(turn, named.people)
    (person,) = named.people
    theirs = as_theirs(turn, person, named.rest)
    wish = wish_in(named.rest, act_in(named.rest))
    return await told(person, granted(theirs, wish)) if wish else None


async def _of_the_last(turn: Turn, text: str, act: Act) -> Reply | None:
    """“Change that to the morning”, right after somebody's day was logged or shown."""
    person_id = on_behalf.spoken_of_whom(turn)
    if person_id is None or act.deed not in CORRECTS or OTHER_THINGS.search(text):
        return None
    wish = wish_in(text, act)
    person = await People(turn.store).by_id(person_id)
    if wish is None or person is None:
        return None
    person = await on_behalf.person_of(turn, {"person": str(person.id)})
    return await told(person, granted(as_theirs(turn, person, text), wish))


async def _of_nobody(turn: Turn, act: Act) -> Reply | None:
    """A day is ordered for a name that nobody has here; a lead who is a specialist may mean their own."""
    if act.deed is not Deed.LOG or not act.may_write or Role.SPECIALIST in roles(turn.person):
        return None
    reading = await _read_nothing(turn)
    if not reading:
        return None
    text = Text("There's nobody of that name at your hub. Whose day is it? Nothing was logged.")
    return Reply((text, Actions((Button("Show it", "say", {"text": "cohort days"}),))), KIND)


async def _read_nothing(turn: Turn) -> bool:
    """Whether the message names a day or what it was for, so that it is about a release day."""
    return bool(DAY_WORDS.search(context.typed(turn, "")))


def _dated(text: str) -> bool:
    return any(
        token.weekday is not None or token.month is not None or token.relative is not None or token.ordinal
        for token in tokenise(text)
    )
