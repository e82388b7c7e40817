"""Enrolling for hub leads: a person gets a place in the cohort and a code to join with; leaving and moving hub."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.conversation import Fill
from bot.core.email_address import is_email_address
from bot.core.errors import BotError, FieldErrors, StaleButton
from bot.core.fitting import quoted
from bot.core.identity import Enrolment, Hub, Person
from bot.core.open_question import OpenQuestion, SpokenOf
from bot.core.permissions import Role
from bot.core.reply import Actions, Button, Facts, Reply, Text
from bot.core.routing import action, answer, command, intent
from bot.core.turn import Turn
from bot.features.people.domain import LONGEST_NAME, Entrant
from bot.features.people.parsing import CONDITION, emails_and_others
from bot.features.people.repository import tidy
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.features.people.views_enrolment import code_row, enrol_form, enrolled_reply, hand_over
from bot.hubs import resolving
from bot.hubs.repository import Cohorts
from bot.identity.repository import People
from bot.language.phrasing import without_thanks
from knowledge.search import Finding

LONGEST_REASON = 200  # characters
HOW = (
    "With commas between name, e-mail address and school; if you lead several hubs, put the hub last. For a whole "
    "list, ask your programme administrator to import a spreadsheet."
)
LEFT_INSTEAD = "somebody else has left"  # reads “no, I mean Ben” after “has Kit left?”
CODE_MADE = "joining code"  # the kind under which a conversation keeps for whom a code was made last


class EnrolmentUnclear(BotError):
    """Write it like this, with commas: cohort enrol Sam Patel, sam@school.example, Oakfield Primary."""


@command(
    "cohort enrol",
    "cohort enroll",
    role=Role.LEAD,
    help="Enrol a specialist",
    example="cohort enrol Sam Patel, sam@school.example, Oakfield Primary",
    writes=True,
    menu=90,
)
async def enrol(turn: Turn, words: str) -> Reply:
    if not words:
        return await _form(turn)
    emails, others = emails_and_others(without_thanks(words))
    if len(emails) > 1 or len(others) not in (2, 3):
        raise EnrolmentUnclear
    if not emails and len(others) == 3 and not resolving.all_named(await resolving.led(turn), others[2]):
        return await _no_email(turn, *others)
    if found := CONDITION.search(" ".join(others)):
        form = await enrol_form(
            turn, others[0], emails[0] if emails else "", CONDITION.sub("", others[1]).strip(" -–,;")
        )
        text = (
            f"I can't tell what “{found[0].strip(' -–(')}” says here, so nobody is enrolled yet. Put "
            f"it right, and send it. I tell nobody of it: they get their code from you."
        )
        return Reply((Text(text), form), "cohort_enrol")
    hub = await resolving.meant(turn, others[2] if len(others) == 3 else "")
    email = emails[0] if emails else None
    return await _named_so_already(turn, hub, others[0], email, others[1]) or await _enrol(
        turn, hub, others[0], email, others[1]
    )


async def _named_so_already(turn: Turn, hub: Hub, name: str, email: str | None, school: str) -> Reply | None:
    """Somebody of that very name is enrolled there: another person, or another address of theirs."""
    there = [
        one
        for one in await People(turn.store).named(name, [hub.id])
        if one.name.casefold() == tidy(name).casefold()
        and (one.email or "").casefold() != (email or "").casefold()
    ]
    if not there or there[0].enrolment is None:
        return None
    one = there[0]
    text = (
        f"{one.name} ({there[0].enrolment.school}, {one.email or 'no e-mail'}) is enrolled at {hub.name} already. "
        "Is this another person of that name? Nobody is enrolled yet."
    )
    values = {"hub": str(hub.id), "name": name, "email": email or "", "school": school}
    buttons = (
        Button(f"Enrol another {name}"[:75], "cohort_enrol_another", values),
        Button(f"Edit {one.name}"[:75], "say", {"text": f"cohort edit {one.name}"}),
        Button("Leave it", "cohort_leave_it"),
    )
    return Reply((Text(text), Actions(buttons)), "cohort_enrol", asks=OpenQuestion(no="Leave it"))


@action("cohort_enrol_another", of="cohort enrol", writes=True)
async def another_of_that_name(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await resolving.hub_of_button(turn, values)
    reply = await _enrol(turn, hub, values["name"], values.get("email") or None, values.get("school", ""))
    return replace(reply, replaces=True)


async def _no_email(turn: Turn, name: str, email: str, school: str) -> Reply:
    """What was typed, to be corrected where it is wrong."""
    form = await enrol_form(turn, name, email, school)
    return Reply(
        (Text(f"{quoted(email, 60)} is not an e-mail address. Nobody is enrolled yet."), form), "cohort_enrol"
    )


@action("cohort_enrol", of="cohort enrol", writes=True)
async def form_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    name, email, school = (" ".join(values.get(field, "").split()) for field in ("name", "email", "school"))
    errors = {
        field: f"1 to {LONGEST_NAME} characters, please."
        for field, value in {"name": name, "school": school}.items()
        if not 0 < len(value) <= LONGEST_NAME
    }
    if not is_email_address(email) or len(email) > LONGEST_NAME:
        errors["email"] = "Write it like this: sam@school.example."
    if errors:
        raise FieldErrors(errors)
    return await _enrol(turn, await resolving.hub_of_button(turn, values), name, email, school)


@intent("cohort_enrol", of="cohort enrol", writes=False)
async def asked_to_enrol(turn: Turn, finding: Finding) -> Reply:
    return replace(await _form(turn), score=finding.score)


async def _form(turn: Turn) -> Reply:
    form = await enrol_form(turn)
    return Reply(
        (Text(f"{turn.catalogue.usage('cohort enrol')} {HOW}"), form), "cohort_enrol", entry="cohort_enrol"
    )


async def _enrol(turn: Turn, hub: Hub, name: str, email: str | None, school: str) -> Reply:
    cohort = await resolving.current_cohort(turn)
    entrant = Entrant(name, email, school, hub.id, cohort.id)
    done = await Enrolments(turn.store).enrol(entrant, turn.me.id, turn.now)
    return enrolled_reply(done, hub, cohort, turn)


@command(
    "cohort code",
    role=Role.LEAD,
    help="A new joining code",
    example="cohort code Sam Patel",
    writes=True,
)
async def code(turn: Turn, words: str) -> Reply:
    """A new code for somebody whose first one is lost, or who has a second account."""
    person, where = await resolving.person_for_code(turn, words)
    made = await Codes(turn.store).make(person.id, turn.me, turn.now)
    shown = (Facts((("Name", person.name), *code_row(made)), where), hand_over(made, turn))
    return Reply(shown, "cohort_enrol", lasting=True, spoken_of=SpokenOf(CODE_MADE, (person.id,)))


@command(
    "cohort leave",
    role=Role.LEAD,
    help="Somebody has left",
    example="cohort leave Sam Patel, moved away",
    writes=True,
)
async def leave(turn: Turn, words: str) -> Reply:
    """`cohort leave NAME` or `cohort leave NAME, why`; done when it is confirmed."""
    name, _, because = words.partition(",")
    person, place = await resolving.person(turn, name)
    why = " ".join(because.split())[:LONGEST_REASON] or "left the programme"
    values = {"person": str(person.id), "hub": str(place.hub.id), "because": why}
    text = (
        f"Has {person.name} ({place.school}) left {place.cohort.name} at {place.hub.name}? Nothing is changed yet."
    )
    asked = _asking(text, Button(f"Yes, {_first_name(person)} left", "cohort_leave", values, "danger"))
    return replace(asked, asks=replace(asked.asks, reader=LEFT_INSTEAD)) if asked.asks else asked


@answer(LEFT_INSTEAD, of="cohort leave", writes=True)
async def left_instead(turn: Turn, said: Fill, _values: Mapping[str, str]) -> Reply | None:
    """“No, I mean Ben”: the question again, of that person; nothing is changed by it."""
    if not said.corrects or "," in said.words:
        return None
    try:
        return await leave(turn, said.words)
    except BotError:
        return None


@action("cohort_leave", of="cohort leave", writes=True)
async def leave_confirmed(turn: Turn, values: Mapping[str, str]) -> Reply:
    person, place = await _there(turn, values)
    why = " ".join(values.get("because", "").split())[:LONGEST_REASON]
    await Enrolments(turn.store).leave(person.id, place.cohort.id, why, turn.me.id, turn.now)
    text = f"{person.name} has left {place.cohort.name} at {place.hub.name}. Their record is kept."
    return Reply((Text(text),), "cohort_enrol", replaces=True)


@command(
    "cohort move",
    role=Role.LEAD,
    help="Move somebody to another hub",
    example="cohort move Sam Patel, Kent, St Anne's",
    writes=True,
)
async def move(turn: Turn, words: str) -> Reply:
    """`cohort move NAME, HUB, SCHOOL`: on from a hub that one leads, to any; done when it is confirmed."""
    given = [part.strip() for part in words.split(",")]
    if len(given) != 3 or not all(given):
        raise BotError("Type the name, the new hub and the new school, with commas between them.")
    person, place = await resolving.person(turn, given[0])
    hub, school = resolving.named(await Cohorts(turn.store).hubs(), given[1]), tidy(given[2])
    values = {"person": str(person.id), "hub": str(place.hub.id), "to": str(hub.id), "school": school}
    where = f"from {place.school}, {place.hub.name}, to {school}, {hub.name}"
    text = f"Move {person.name} {where}? Nothing is changed yet."
    return _asking(text, Button(f"Yes, move {_first_name(person)}", "cohort_move", values, "primary"))


@action("cohort_move", of="cohort move", writes=True)
async def move_confirmed(turn: Turn, values: Mapping[str, str]) -> Reply:
    person, place = await _there(turn, values)
    hub = next((one for one in await Cohorts(turn.store).hubs() if str(one.id) == values.get("to")), None)
    if hub is None:
        raise StaleButton
    to = Entrant(person.name, person.email, values.get("school", ""), hub.id, place.cohort.id)
    moved = await Enrolments(turn.store).move(person.id, to, turn.me.id, turn.now)
    text = f"{person.name} is now at {moved.hub.name}, {moved.school}. Their days and history move with them."
    return Reply((Text(text),), "cohort_enrol", replaces=True)


def _asking(text: str, yes: Button) -> Reply:
    no = Button("Leave it", "cohort_leave_it")
    asks = OpenQuestion(yes.label, no.label)
    return Reply((Text(text), Actions((yes, no))), "cohort_enrol", asks=asks)


async def _there(turn: Turn, values: Mapping[str, str]) -> tuple[Person, Enrolment]:
    """The person whom a button names and their place, still at the hub it was pressed for. Raises WhichPerson."""
    hub = await resolving.hub_of_button(turn, values)
    there = await People(turn.store).at([hub.id])
    person = next((one for one in there if str(one.id) == values.get("person")), None)
    place = next((one for one in person.enrolments if one.hub.id == hub.id), None) if person else None
    if person is None or place is None:
        raise resolving.WhichPerson
    return person, place


def _first_name(person: Person) -> str:
    return person.name.split()[0][:40]
