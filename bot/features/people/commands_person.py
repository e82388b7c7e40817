"""A specialist's name, e-mail address and school put right by their lead: a form with what is on record."""

import re
from collections.abc import Mapping

from bot.core.email_address import is_email_address
from bot.core.errors import FieldErrors, StaleButton
from bot.core.form import Form, TextField
from bot.core.identity import Enrolment, Person
from bot.core.permissions import Role, allow_hub
from bot.core.reply import Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.people.domain import LONGEST_NAME
from bot.features.people.repository_edit import PeopleEdits
from bot.hubs import resolving
from bot.hubs.resolving import WhichPerson
from bot.identity.repository import People

KIND = "person_edited"
BECOMES = re.compile(
    r"\b(?P<what>school|e-?mail(?: address)?|name|surname)\b\s+(?:to|into|is(?: now)?)\s+(?P<to>.+?)[.!]?$", re.I
)


@command(
    "cohort edit",
    role=Role.LEAD,
    help="Name, e-mail, school",
    example="cohort edit Sam Patel",
    writes=False,
)
async def edit(turn: Turn, words: str) -> Reply:
    person, place = await resolving.person(turn, words)
    return form(person, place)


@action("person_edit", of="cohort edit", writes=True)
async def edited(turn: Turn, values: Mapping[str, str]) -> Reply:
    wanted = record_id(values.get("person", ""))
    person = await People(turn.store).by_id(wanted)
    if person is None or not person.enrolments:
        raise WhichPerson
    place = next((one for one in person.enrolments if str(one.id) == values.get("place")), None)
    if place is None:
        raise StaleButton
    allow_hub(turn.me, place.hub.id)
    new = _filled(values)
    if not await PeopleEdits(turn.store).edit(person.id, place, new, turn.me, turn.now):
        return Reply((Text("That is how it stands already, so nothing was changed."),), KIND)
    words = f"{new['name']}, {new['email'] or 'no e-mail'}, {new['school']}"
    return Reply((Text(f"Saved: {words}. They'll be told."),), KIND)


def form(person: Person, place: Enrolment, new: Mapping[str, str] | None = None) -> Reply:
    """With what is on record, or what somebody said it should be."""
    said = new or {}
    fields = (
        TextField("name", "Name", said.get("name", person.name), longest=LONGEST_NAME),
        TextField("email", "E-mail address", said.get("email", person.email or ""), required=False),
        TextField("school", "School", said.get("school", place.school), longest=LONGEST_NAME),
    )
    values = {"person": str(person.id), "place": str(place.id)}
    return Reply((Form(f"Edit {person.name}"[:75], "person_edit", fields, "Save", values),), KIND)


def becomes_in(text: str, person: Person) -> dict[str, str]:
    """“… school to Hillside Primary” → the field and its value, for the form to open with."""
    found = BECOMES.search(text)
    if found is None:
        return {}
    what, to = found["what"].lower(), found["to"].strip(' “”"')
    if what == "surname":
        return {"name": f"{person.name.rsplit(' ', 1)[0]} {to}"}
    return {"email" if what.startswith("e") else what: to}


def _filled(values: Mapping[str, str]) -> dict[str, str | None]:
    """Raises FieldErrors."""
    name, email, school = (" ".join(values.get(field, "").split()) for field in ("name", "email", "school"))
    errors = {
        field: f"1 to {LONGEST_NAME} characters, please."
        for field, value in {"name": name, "school": school}.items()
        if not 0 < len(value) <= LONGEST_NAME
    }
    if email and (not is_email_address(email) or len(email) > LONGEST_NAME):
        errors["email"] = "Write it like this: sam@school.example."
    if errors:
        raise FieldErrors(errors)
    return {"name": name, "email": email.lower() or None, "school": school}
