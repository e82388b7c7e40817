"""A residential's sheet: for leads who comes and who cannot; for a specialist what the hub should know."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.errors import BotError, FieldErrors, StaleButton
from bot.core.identity import Hub, HubCohort
from bot.core.permissions import Role, allow_hub, roles
from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.core.routing import CallNext, action, command, middleware
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.core.visible_text import visible
from bot.features.people import resolving
from bot.features.people.domain import NotEnrolled
from bot.features.residential_sheet import views
from bot.features.residential_sheet.domain import LONGEST_PLACE, Detail, Place
from bot.features.residential_sheet.places import place_words, words_of
from bot.features.residential_sheet.repository import ResidentialSheets
from bot.features.residential_sheet.views import CHOICES, KEPT, KIND
from bot.features.residentials.domain import (
    LONGEST_WORDS,
    AttendanceAnswer,
    DaysThere,
    NoSuchResidential,
    Residential,
    ResidentialState,
)
from bot.features.residentials.own_words import number_in
from bot.features.residentials.repository import Residentials
from bot.identity.repository import People
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
ABOUT_ONE = re.compile(r"\bresi(?:dential)?s?\b", re.I)
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


class NoneIsComing(BotError):
    """No residential is to come for which your hub could note that. “residentials” shows them."""


@command(
    "residential sheet",
    role=Role.LEAD,
    help="Who comes, who can't and why, who needs what",
    example="residential sheet 1",
    writes=False,
)
async def sheet(turn: Turn, words: str) -> Reply:
    """The one of that number; without one, the next that is to come."""
    one = await _led(turn, number_in(words), words)
    return views.sheet(await ResidentialSheets(turn.store).sheet(one))


@command(
    "residential details",
    role=Role.LEAD,
    help="A residential's times, address and joining link",
    example="residential details 1",
    writes=False,
)
async def details(turn: Turn, words: str) -> Reply:
    one = await _led(turn, number_in(words), words)
    return Reply((views.place_form(one, await ResidentialSheets(turn.store).place(one.id)),), KIND)


async def asked_what_to_tell(turn: Turn, words: str) -> Reply:
    """The form for a specialist: days, reason, needs."""
    one = await _mine(turn, number_in(words))
    return Reply((Text(KEPT), views.answer_form(one)), KIND)


@action("residential_sheet_file", of="residential sheet", writes=False)
async def file_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    one = await _named(turn, values)
    return Reply((views.file(await ResidentialSheets(turn.store).sheet(one)),), KIND)


@action("residential_place_form", of="residential details", writes=False)
async def place_asked_for(turn: Turn, values: Mapping[str, str]) -> Reply:
    one = await _named(turn, values)
    return Reply((views.place_form(one, await ResidentialSheets(turn.store).place(one.id)),), KIND)


@action("residential_place", of="residential details", writes=True)
async def place_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    one = await _named(turn, values)
    place = Place(*(visible(values.get(name, ""))[:LONGEST_PLACE] for name in ("times", "address", "link")))
    if place.link and not place.link.startswith(("https://", "http://")):
        raise FieldErrors({"link": "Write the link with https://, or leave it empty."})
    await ResidentialSheets(turn.store).set_place(one, place, turn.me.id, turn.now)
    lines = [f"Residential {one.number}:", *views.place_lines(place)]
    return Reply((Text("\n".join(lines) if len(lines) > 1 else f"{lines[0]} nothing is set now."),), KIND)


@action("residential_more", of="residential needs", writes=False)
async def form_asked_for(turn: Turn, values: Mapping[str, str]) -> Reply:
    wanted = record_id(values.get("id", ""))
    one = next((one for one in await _open(turn) if one.id == wanted), None)
    if one is None:
        raise NoSuchResidential
    return Reply((Text(KEPT), views.answer_form(one)), KIND)


@action("residential_told", of="residential needs", writes=True)
async def told(turn: Turn, values: Mapping[str, str]) -> Reply:
    """The answer, for the dates that the form was shown with; and what the hub should know beside it."""
    wanted, choice = record_id(values.get("id", "")), values.get("coming", "")
    one = next((one for one in await _open(turn) if one.id == wanted), None)
    if one is None:
        raise NoSuchResidential
    if choice not in CHOICES or values.get("for") != one.first_day.isoformat():
        raise StaleButton
    answer = AttendanceAnswer.CANNOT if choice == "cannot" else AttendanceAnswer.COMING
    days = DaysThere(choice) if choice in ("first", "last") else DaysThere.ALL
    why, said = (visible(values.get(name, ""))[:LONGEST_WORDS] for name in ("why", "needs"))
    wish = None if not said else "" if said.casefold() in ("none", "nothing", "no") else said
    await Residentials(turn.store).attend(one.id, turn.me.id, answer, turn.now)
    await ResidentialSheets(turn.store).told(one, turn.me.id, Detail(days, why, wish), turn.now)
    return _noted(one, "Noted, and your hub's leads see it.")


@middleware(
    "residential sheet",
    order=93,
    because="“I'm vegetarian, for residential 1” must be read before what takes it for an answer",
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Who is coming to residential 1” from a lead; “I'm vegetarian” from a specialist."""
    held = roles(turn.person)
    if Role.LEAD in held and (reply := await _of_another(turn, text)):
        return replace(reply, personal=True)
    if Role.LEAD in held and (who := WHO_COMES.search(text)):
        if ABOUT_ONE.search(text):
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
    one = await _mine(turn, number_in(text))
    chosen = "first" if day["first"] else "last" if day["last"] else ""
    return Reply((Text(f"Nothing is noted yet. {KEPT}"), views.answer_form(one, chosen)), KIND)


async def _of_another(turn: Turn, text: str) -> Reply | None:
    """“Ben can't come to residential 2”: everybody answers for themselves, so it is shown how Ben did."""
    said = COMES.match(text) if len(text) <= LONGEST_WORDS else None
    if said is None or (act_in(text).asks and not ASKED_OF_ONE.match(text)):
        return None
    there = await People(turn.store).named(said["who"], [hub.id for hub in await resolving.led(turn)])
    if len(there) != 1 or there[0].enrolment is None:
        return None
    (person,) = there
    here = HubCohort(there[0].enrolment.hub.id, there[0].enrolment.cohort.id)
    try:
        one = _one(await Residentials(turn.store).list(here, person.id), number_in(said["rest"]), turn)
    except NoSuchResidential:
        return None
    return views.for_themselves(person.name, one)


async def _by_venue(turn: Turn, rest: str) -> Reply | None:
    """“Who is coming to Leeds”: the residential that is held there; with no place named, the next one."""
    words = place_words(rest)
    led = await resolving.led(turn)
    if len(led) != 1:
        return None
    there = [one for one in await _there(turn, led[0]) if one.state is not ResidentialState.CANCELLED]
    at = [one for one in there if words and words <= words_of(one.venue or "")]
    coming = [one for one in at if one.last_day >= turn.today] or at
    if words and len(coming) != 1:
        return None
    one = coming[0] if words else _one(tuple(there), None, turn)
    return views.sheet(await ResidentialSheets(turn.store).sheet(one))


async def _needs_said(turn: Turn, found: re.Match[str]) -> Reply:
    """Offered, and kept only when it is pressed: what is said in passing may not be for the hub."""
    number = int(found["number"]) if found["number"] else None
    one = await _mine(turn, number)
    text = f"Shall I tell your hub for residential {one.number}? {KEPT}"
    return Reply((Text(text), views.answer_form(one)), KIND)


async def _led(turn: Turn, number: int | None, words: str) -> Residential:
    """Raises WhichHub, NoSuchResidential."""
    hubs = await resolving.led(turn)
    named = words.partition(",")[2].strip()
    hub = resolving.named(hubs, named) if named else resolving.named(hubs, "")
    return _one(await _there(turn, hub), number, turn)


async def _named(turn: Turn, values: Mapping[str, str]) -> Residential:
    allow_hub(turn.me, wanted := record_id(values.get("hub", "")))
    hub = next((one for one in await resolving.led(turn) if one.id == wanted), None)
    if hub is None:
        raise StaleButton
    return _one(await _there(turn, hub), record_id(values.get("number", "")), turn)


async def _there(turn: Turn, hub: Hub) -> tuple[Residential, ...]:
    return await Residentials(turn.store).list(await resolving.here(turn, hub))


def _one(there: tuple[Residential, ...], number: int | None, turn: Turn) -> Residential:
    held = [one for one in there if one.state is not ResidentialState.CANCELLED]
    if number is not None:
        found = [one for one in there if one.number == number]
    else:
        found = sorted((one for one in held if one.last_day >= turn.today), key=lambda one: one.first_day)[:1]
    if not found:
        raise NoSuchResidential
    return found[0]


async def _open(turn: Turn) -> list[Residential]:
    """Those of one's own that are to come. Raises NotEnrolled."""
    if turn.me.enrolment is None:
        raise NotEnrolled
    here = HubCohort(turn.me.enrolment.hub.id, turn.me.enrolment.cohort.id)
    there = await Residentials(turn.store).list(here, turn.me.id)
    return [one for one in there if one.state is not ResidentialState.CANCELLED and one.last_day >= turn.today]


async def _mine(turn: Turn, number: int | None) -> Residential:
    """Raises NoneIsComing."""
    there = sorted(await _open(turn), key=lambda one: one.first_day)
    found = [one for one in there if number is None or one.number == number]
    if not found:
        raise NoneIsComing
    return found[0]


def _noted(one: Residential, text: str) -> Reply:
    again = Button("Change it", "residential_more", {"id": str(one.id)})
    return Reply((Text(f"{text} Residential {one.number}."), Note(KEPT), Actions((again,))), KIND)
