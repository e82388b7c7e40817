"""`mastery people`: everybody in a spreadsheet enrolled, and who is on record, as lines to read."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from bot.core.errors import SettingsError
from bot.core.identity import Person
from bot.db.store import Store
from bot.features.people.csv_import import import_people
from bot.features.people.import_domain import ImportResult
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.identity.repository import People
from knowledge.cohorts import LiveCohorts


async def bring(store: Store, file: Path, cohorts: LiveCohorts, now: datetime) -> None:
    """Raises ImportRefused, with a line for each bad row."""
    for line in brought(await import_people(store, file, cohorts.year_of, now)):
        print(line)


async def new_code(store: Store, email: str, now: datetime) -> str:
    """A line with a new code for somebody on record, whatever their role. Raises SettingsError."""
    person = await _on_record(store, email)
    code = await Codes(store).make(person.id, None, now)
    return (
        f"{person.name} <{person.email}>  join {code.words}\nIt works once, for 14 days, and is not shown again."
    )


async def remove_admin(store: Store, email: str, now: datetime) -> str:
    """Raises SettingsError."""
    person = await _on_record(store, email)
    if not await PeopleRegister(store).unmake_administrator(person.id, now):
        raise SettingsError(f"{person.name} is no administrator, so nothing has changed.")
    return f"{person.name} is no longer an administrator, and is told so."


async def _on_record(store: Store, email: str) -> Person:
    found = await People(store).by_email(email)
    if found is None:
        raise SettingsError(
            f"nobody with the e-mail address {email} is on record; “mastery people list” says who is."
        )
    return found


def brought(done: ImportResult) -> Iterator[str]:
    """Who is new with the code to hand over, who was there, what was made for them."""
    for one in done.new:
        code = f"join {one.code.words}" if one.code else "known here already, needs no code"
        yield f"new: {one.person.name} <{one.person.email or 'no e-mail'}>  {code}"
    yield from (f"already there: {name}" for name in done.already)
    yield from (f"look at this: {note}" for note in done.notes)
    yield from (f"hub added: {name}" for name in done.hubs)
    yield from (f"cohort added: {name}" for name in done.cohorts)
    yield f"{len(done.new)} new, {len(done.already)} already there."
    if any(one.code for one in done.new):
        yield "Each code works once, for 14 days, and is not shown again: hand them over now."


def listed(people: Iterable[Person]) -> Iterator[str]:
    lines = []
    for one in people:
        places = [f"{place.cohort.name}, {place.hub.name}, {place.school}" for place in one.enrolments]
        roles = [f"lead of {hub.name}" for hub in one.leads] + ["administrator"] * one.admin
        lines.append(f"{one.name} <{one.email or 'no e-mail'}>  {'; '.join([*places, *roles]) or 'no place now'}")
    yield from lines
    yield f"{len(lines)} on record." if lines else "Nobody is on record."
