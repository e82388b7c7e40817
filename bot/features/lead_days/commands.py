"""A lead sees, logs and corrects the days of a specialist: commands, buttons, forms."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.conversation import Fill
from bot.core.errors import StaleButton
from bot.core.form import ChoiceField
from bot.core.identity import Cohort, Person
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role
from bot.core.reply import LONGEST_LABEL, Actions, Button, Reply, Text
from bot.core.routing import action, answer, command
from bot.core.turn import Turn
from bot.features.lead_days import on_behalf, views
from bot.features.lead_days.named import Named, named_first, named_in
from bot.features.lead_days.on_behalf import DETAILS, KIND, as_theirs, person_of, told
from bot.features.lead_days.repository import LeadDays
from bot.features.release_days import commands_answers, commands_log, commands_manage, context, forms
from bot.features.release_days.answering import ORDERED, answered, read_log
from bot.features.release_days.asking import DETAILS as LOG_DETAILS
from bot.features.release_days.asking import SAVE
from bot.features.release_days.commands_correct import restored
from bot.features.release_days.commands_manage import one_named
from bot.features.release_days.correcting import CHANGED_TO
from bot.features.release_days.forms import LogPrefill
from bot.features.release_days.repository import ReleaseDays
from bot.hubs import resolving
from bot.hubs.resolving import WhichPerson
from bot.hubs.school_years import is_over
from bot.identity.repository import People, called_among

OF_ANOTHER = (
    "I was asking about {asked}, and that names somebody else, so nothing is logged. Say it whole, for example: "
    "“log a workshop for Sam Patel on 6 November”."
)
MOST_BUTTONS = 10  # people or hubs to choose from
MOST_IN_A_LIST = 100  # options that Slack takes in one list
LOOKS = {
    "releaseday_form": commands_log.form_asked_for,
    "releaseday_dont": commands_log.not_confirmed,
    "releaseday_change_form": commands_manage.form_asked_for,
    "releaseday_leave": commands_manage.left_as_it_is,
}
WRITES = {
    SAVE: commands_log.form_sent,
    "releaseday_log_these": commands_log.pressed,
    "releaseday_confirm": commands_log.confirmed,
    "releaseday_change": commands_manage.form_sent,
    "releaseday_delete": commands_manage.delete_pressed,
    "releaseday_restore": restored,
}


@command(
    "cohort days",
    role=Role.LEAD,
    help="Somebody's release days",
    example="cohort days Sam Patel",
    writes=False,
)
async def days(turn: Turn, words: str) -> Reply:
    """`cohort days NAME [YEAR]`."""
    cohort, words = await resolving.year_meant(turn, words)
    if not words.strip():
        return await _whose(turn, "Whose days?")
    found = called_among(await people(turn), words.strip(" ?.!"))
    if not found:
        named = named_in(f"for {words}", await people(turn))
        found = named.people if named else ()
    return await days_of(turn, found, cohort)


@command(
    "cohort log",
    role=Role.LEAD,
    help="Log a day for somebody",
    example="cohort log Sam Patel 6 November workshop; cohort log",
    writes=True,
)
async def log(turn: Turn, words: str) -> Reply:
    """The name first, or behind “for”; the rest as a specialist would say it. Bare: a form."""
    if not words.strip():
        return await _form(turn)
    named = named_first(turn.as_written(words), await people(turn))
    if named is None:
        raise WhichPerson
    return await log_for(turn, named)


@action("cohort_days", of="cohort days", writes=False)
async def days_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    cohort = await resolving.year_of(turn, values) if values.get("cohort") else None
    return await days_of(turn, (await person_of(turn, values),), cohort)


@action("cohort_day_pick", of="cohort days", writes=False)
async def which_day(turn: Turn, values: Mapping[str, str]) -> Reply:
    person = await person_of(turn, values)
    return views.which_day(person, await context.on_record(as_theirs(turn, person)))


@action("cohort_day_open", of="cohort days", writes=False)
async def day_opened(turn: Turn, values: Mapping[str, str]) -> Reply:
    person = await person_of(turn, values)
    return views.opened(person, await one_named(as_theirs(turn, person), values.get("day", "")))


@action(on_behalf.READS, of="cohort days", writes=False)
async def looked(turn: Turn, values: Mapping[str, str]) -> Reply:
    """One of the release days' own buttons that change nothing, for the person that it names."""
    person, handler = await person_of(turn, values), LOOKS.get(values.get("do", ""))
    if handler is None:
        raise StaleButton
    return await told(person, handler(as_theirs(turn, person), values))


@action(on_behalf.WRITES, of="cohort log", writes=True)
async def changed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """One of the release days' own buttons or forms that change something."""
    person, handler = await person_of(turn, values), WRITES.get(values.get("do", ""))
    if handler is None:
        raise StaleButton
    return await told(person, handler(as_theirs(turn, person), values))


@answer(DETAILS, of="cohort log", writes=True)
async def details(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """Words that answer what the bot asked about somebody's day: as for one's own."""
    readers = {LOG_DETAILS: commands_answers.details, CHANGED_TO: commands_answers.changed_to}
    reader = readers.get(values.get("reader", ""))
    if reader is None:
        return None
    person = await person_of(turn, values)
    named = named_in(said.words, await people(turn))
    if named and person.id not in {one.id for one in named.people}:
        return Reply((Text(OF_ANOTHER.format(asked=person.name)),), on_behalf.KIND, personal=True)
    reply = await reader(as_theirs(turn, person), said, values)
    return on_behalf.for_lead(reply, person) if reply else None


async def people(turn: Turn) -> tuple[Person, ...]:
    """Everybody at the hubs that one leads."""
    return await People(turn.store).at([hub.id for hub in await resolving.led(turn)])


async def days_of(turn: Turn, found: Sequence[Person], cohort: Cohort | None = None) -> Reply:
    """The days of the one person; of several of that name, a button each. cohort: of which year; else this one.

    Raises WhichPerson.
    """
    over = cohort is not None and is_over(cohort, turn.today)
    if len(found) != 1:
        return _which_person(found, f"cohort days {{}} {cohort.name}" if cohort and over else "cohort days {}")
    (person,) = found
    if cohort is not None and over:
        person = replace(person, enrolments=tuple(one for one in person.enrolments if one.cohort == cohort))
    theirs, place = as_theirs(turn, person), person.enrolment
    if place is None:
        raise WhichPerson
    there = await context.on_record(theirs)
    now = await ReleaseDays(turn.store).balance(person.id, place.cohort.id, turn.today)
    others = {one.logged_by for one in there if one.logged_by and one.logged_by != person.id}
    shown = views.day_list(person, place, there, now, await LeadDays(turn.store).names(others))
    return views.read_only(shown, place) if over else shown


async def log_for(turn: Turn, named: Named) -> Reply:
    """What is said of the person's day: logged where every word is understood; else asked, as for one's own."""
    if len(named.people) != 1:
        return _which_person(named.people, f"cohort log {{}} {named.rest}")
    (person,) = named.people
    theirs = as_theirs(turn, person, named.rest or "?")
    if not named.rest:
        return on_behalf.for_lead(Reply((forms.form("Log a release day", SAVE, LogPrefill()),), KIND), person)
    return await told(person, _logged(theirs, named.rest))


async def _logged(theirs: Turn, words: str) -> Reply:
    return await answered(theirs, await read_log(theirs, words, ORDERED))


async def _form(turn: Turn) -> Reply:
    """For whom, which day, how much, what for."""
    there = await people(turn)
    if not there or len(there) > MOST_IN_A_LIST:
        return await _whose(turn, "For whom?")
    options = {
        str(one.id): f"{one.name}, {one.enrolment.school}"[:LONGEST_LABEL] for one in there if one.enrolment
    }
    form = forms.form("Log a release day", on_behalf.WRITES, LogPrefill(), {"do": SAVE})
    whom = ChoiceField("person", "For whom?", options)
    return Reply((replace(form, fields=(whom, *form.fields)),), KIND)


async def _whose(turn: Turn, question: str) -> Reply:
    there = await people(turn)
    if not there:
        raise WhichPerson("Nobody is enrolled at your hub yet. Type “cohort enrol” to begin.")
    if len(there) > MOST_BUTTONS:
        return Reply((Text(f"{question} Type for example “cohort days {there[0].name}”."),), KIND)
    return _which_person(there, "cohort days {}", question)


def _which_person(found: Sequence[Person], said: str, question: str = "Which of them?") -> Reply:
    if not found or len(found) > MOST_BUTTONS:
        raise WhichPerson
    buttons = tuple(Button(_label(one), "say", {"text": said.format(one.email or one.name)}) for one in found)
    return Reply((Text(question), Actions(buttons)), KIND, asks=OpenQuestion())


def _label(person: Person) -> str:
    place = person.enrolment
    return f"{person.name}, {place.school}"[:LONGEST_LABEL] if place else person.name[:LONGEST_LABEL]
