"""What is said of a residential without a command: who comes, “I'm vegetarian”, “only on the first day”."""

import re
from dataclasses import replace

from bot.core.identity import HubCohort
from bot.core.permissions import Role, roles
from bot.core.reply import Reply, Text
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn
from bot.features.residential_sheet import views
from bot.features.residential_sheet.chosen import one_of, there_at
from bot.features.residential_sheet.commands import sheet
from bot.features.residential_sheet.places import place_words, words_of
from bot.features.residential_sheet.repository import ResidentialSheets
from bot.features.residentials.domain import (
    LONGEST_WORDS,
    RESIDENTIAL,
    NoSuchResidential,
    ResidentialState,
)
from bot.features.residentials.own_words import number_in
from bot.features.residentials.repository import Residentials
from bot.features.residentials.to_come import one_to_come
from bot.features.residentials.views_needs import KEPT, KIND, answer_form
from bot.hubs import resolving
from bot.language.acts import Mood, act_in

WHO_COMES = re.compile(
    r"\bwho(?:['’]s| is| are|s)?\s+(?:all\s+)?(?:coming|going|attending|not coming|missing)\b|"
    r"\bwho (?:can(?:['’]t|not)?|cannot) (?:come|make)\b|"
    r"\b(?:residential|attendance|dietary|diet)\s+(?:sheet|list|needs|requirements)\b",
    re.I,
)
COMES = re.compile(
    r"^(?:(?:hi|hello|so|and|also|just to say|fyi)[\s,]+)*(?:is\s+|has\s+|can\s+)?(?P<who>[^\W\d_][\w'’-]*"
    r"(?:\s+(?!(?:is|isn|isnt|are|aren|can|cant|cannot|will|won|wont|says?|said|told|tells|thinks?|now|still|not|coming)\b)[^\W\d_][\w'’-]*)?)"
    r"(?:\s+(?:says?|said|told me|tells me|thinks?)(?:\s+that)?\s+(?:he|she|they))?"
    r"(?:\s+(?:is|isn['’]?t|is not|['’]s|will be|won['’]?t be|are|aren['’]?t))?\s*(?:['’]s\s+)?(?:not\s+|"
    r"now\s+|still\s+)*"
    r"(?:coming|attending|going to (?:come|make|attend|miss)|can(?:not|['’]?t| not)?\s+(?:now\s+)?(?:come|"
    r"make|attend|go)|"
    r"won['’]?t (?:come|make|attend|be (?:there|at))|will (?:come|miss|be (?:there|at))|said (?:yes|"
    r"no))\b(?P<rest>.*)$",
    re.I,
)
"""“Ben can't make residential 2”, “Ben is coming after all”, “is Ben coming?”."""
ASKED_OF_ONE = re.compile(r"^(?:is|has|can|will)\s", re.I)
NEEDS = re.compile(
    r"^(?:please\s+)?(?:(?:tell (?:my|the) (?:hub|lead)|note)\s+(?:that\s+)?)?"
    r"(?:for residential (?P<number>\d)[,:]?\s+)?"
    r"(?P<needs>i(?:['’]m| am) (?:a )?(?:vegetarian|vegan|coeliac|gluten[- ]free|diabetic|pescatarian)\b.*|"
    r"i (?:need|have) (?:a |an |some )?(?:step[- ]free|ground[- ]floor|wheelchair|.*\ballerg(?:y|ies)\b).*)$",
    re.I,
)
ONE_DAY = re.compile(
    r"^(?=.*\bresi(?:dential)?s?\b)(?=.*\b(?:i|i['’]?m|i['’]?ll|me)\b)(?=.*\b(?:only|just)\b)"
    r".*\b(?:(?P<first>first|1st)|(?P<last>last|second|2nd|final)|one|a)\s+day\b",
    re.I,
)
"""“Residential 2 - I'm only coming on the first day”."""


def _may_take(text: str) -> bool:
    return bool(COMES.match(text) or WHO_COMES.search(text) or NEEDS.match(text) or ONE_DAY.match(text))


@middleware(
    "residential sheet",
    order=93,
    because="“I'm vegetarian, for residential 1” must be read before what takes it for an answer",
    role=(Role.SPECIALIST, Role.LEAD),
    may_take=_may_take,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Who is coming to residential 1” from a lead; “I'm vegetarian” from a specialist."""
    held = roles(turn.person)
    if Role.LEAD in held and (reply := await _of_another(turn, text)):
        return replace(reply, personal=True)
    if Role.LEAD in held and (who := WHO_COMES.search(text)):
        if RESIDENTIAL.search(text):
            return replace(await sheet(turn, text), personal=True)
        if reply := await _by_venue(turn, text[who.end() :]):
            return replace(reply, personal=True)
    if Role.SPECIALIST not in held or act_in(text).mood in (Mood.QUESTION, Mood.SUPPOSITION, Mood.REFUSAL):
        return await call_next()
    if found := NEEDS.match(text):
        return replace(await _needs_said(turn, found), personal=True)
    if len(text) <= LONGEST_WORDS and (day := ONE_DAY.match(text)):
        return replace(await _one_day(turn, text, day), personal=True)
    return await call_next()


async def _one_day(turn: Turn, text: str, day: re.Match[str]) -> Reply:
    """The form with that day in it: what else was said may matter, so it is looked at first."""
    one = await one_to_come(turn, number_in(text))
    chosen = "first" if day["first"] else "last" if day["last"] else ""
    return Reply((Text(f"Nothing is noted yet. {KEPT}"), answer_form(one, chosen)), KIND)


async def _of_another(turn: Turn, text: str) -> Reply | None:
    """“Ben can't come to residential 2”: everybody answers for themselves, so it is shown how Ben did."""
    said = COMES.match(text) if len(text) <= LONGEST_WORDS else None
    if said is None or (act_in(text).asks and not ASKED_OF_ONE.match(text)):
        return None
    there = await resolving.at_the_hub(turn, said["who"])
    if len(there) != 1 or there[0].enrolment is None:
        return None
    (person,) = there
    here = HubCohort(there[0].enrolment.hub.id, there[0].enrolment.cohort.id)
    try:
        one = one_of(await Residentials(turn.store).list(here, person.id), number_in(said["rest"]), turn)
    except NoSuchResidential:
        return None
    return views.for_themselves(person.name, one)


async def _by_venue(turn: Turn, rest: str) -> Reply | None:
    """“Who is coming to Leeds”: the residential that is held there; with no place named, the next one."""
    words = place_words(rest)
    led = await resolving.led(turn)
    if len(led) != 1:
        return None
    there = [one for one in await there_at(turn, led[0]) if one.state is not ResidentialState.CANCELLED]
    at = [one for one in there if words and words <= words_of(one.venue or "")]
    coming = [one for one in at if one.last_day >= turn.today] or at
    if words and len(coming) != 1:
        return None
    one = coming[0] if words else one_of(tuple(there), None, turn)
    return views.sheet(await ResidentialSheets(turn.store).sheet(one), turn.today)


async def _needs_said(turn: Turn, found: re.Match[str]) -> Reply:
    """Offered, and kept only when it is pressed: what is said in passing may not be for the hub."""
    number = int(found["number"]) if found["number"] else None
    one = await one_to_come(turn, number)
    text = f"Shall I tell your hub for residential {one.number}? {KEPT}"
    return Reply((Text(text), answer_form(one)), KIND)
