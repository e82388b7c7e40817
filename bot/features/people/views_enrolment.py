"""The form to enrol somebody, who was enrolled, and the code that is handed over to them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.form import ChoiceField, Field, Form, TextField
from bot.core.identity import Cohort, Hub
from bot.core.reply import Facts, Note, Reply
from bot.core.turn import Turn
from bot.features.people.domain import LONGEST_NAME, Code, Enrolled
from bot.hubs import resolving


async def enrol_form(turn: Turn, name: str = "", email: str = "", school: str = "") -> Form:
    """Name, e-mail address and school; the hub, too, for who leads several."""
    led = await resolving.led(turn)
    fields: tuple[Field, ...] = (
        TextField("name", "Name", name[:LONGEST_NAME], longest=LONGEST_NAME),
        TextField("email", "E-mail", email[:LONGEST_NAME], "tells two people of one name apart"),
        TextField("school", "School", school[:LONGEST_NAME], longest=LONGEST_NAME),
    )
    values = {"hub": str(led[0].id)} if len(led) == 1 else {}
    if len(led) > 1:
        fields = (*fields, ChoiceField("hub", "Hub", {str(hub.id): hub.name for hub in led}))
    return Form("Enrol a specialist", "cohort_enrol", fields, "Enrol", values)


def enrolled_reply(done: Enrolled, hub: Hub, cohort: Cohort, turn: Turn) -> Reply:
    person, place = done.person, next(p for p in done.person.enrolments if p.cohort.id == cohort.id)
    rows = (("Name", person.name), ("School", place.school), ("Cohort", cohort.name), ("Hub", hub.name))
    if done.code is None:
        note = Note(f"{person.name} has joined before and needs no code: the account stays linked.")
        return Reply((Facts(rows, "Enrolled"), note), "cohort_enrol")
    shown = (Facts((*rows, *code_row(done.code)), "Enrolled"), hand_over(done.code, turn))
    return Reply(shown, "cohort_enrol", lasting=True)


def code_row(made: Code) -> tuple[tuple[str, str], ...]:
    return (("Joining code", made.words),)


def hand_over(made: Code, turn: Turn) -> Note:
    until = _day(made.expires_at, turn.activity.sender.zone)
    return Note(
        f"Pass this code on. To join, they type “join {made.words}” in a chat with me. It works once and "
        f"expires on {until}. I can't show it again; for a new one, type “cohort code” and the name."
    )


def _day(moment: datetime, zone: str) -> str:
    day = moment.astimezone(ZoneInfo(zone))
    return f"{day.day} {day:%b}"
