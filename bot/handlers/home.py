"""The first page, for Slack's App Home and a welcome in Teams: what stands, and what can be done next."""

from dataclasses import replace

from bot import cohort_status as reading
from bot.handlers.help import EXPORT, REPORTS, RESIDENTIALS, STATUS, for_teacher
from bot.handlers.releaseday import LIST, LOG_ONE
from bot.permissions import Role, roles
from bot.release_days import wording
from bot.reply import Actions, Block, Facts, Reply, Text
from bot.routes import command
from bot.store.records_dates import Here, State
from bot.store.records_people import Enrolment, Hub, Person
from bot.turn import Turn

MOST_REPORTS = 3
MOST_HUBS = 3  # an administrator has many; the rest is one command away


@command("home")
async def home(turn: Turn, _words: str) -> Reply:
    person = await turn.store.people.of(turn.activity.sender)
    held = roles(person)
    if person is None or not held & {Role.SPECIALIST, Role.LEAD}:
        return for_teacher(turn)
    blocks: list[Block] = [Text(f"Hello {person.name}.")]
    if person.enrolment:
        blocks += await _own(turn, person, person.enrolment)
    if Role.LEAD in held:
        blocks += await _hubs(turn, person)
    return Reply(tuple(blocks), "home", personal=True)


async def _own(turn: Turn, person: Person, place: Enrolment) -> list[Block]:
    balance = await turn.store.release_days.balance(person.id, place.cohort.id, turn.today)
    progress = replace(wording.balance(balance), title=f"Your release days, {place.cohort.name}")
    rows = await _dates(turn, person, Here(place.hub.id, place.cohort.id))
    facts = (Facts(rows),) if rows else ()
    return [progress, *facts, Actions((LOG_ONE, LIST, RESIDENTIALS, REPORTS))]


async def _dates(turn: Turn, person: Person, here: Here) -> tuple[tuple[str, str], ...]:
    """The next residential and the reports that are open, the soonest first."""
    residentials = [
        one
        for one in await turn.store.residentials.list(here, person.id)
        if one.state is not State.CANCELLED and one.last_day >= turn.today
    ]
    rows = [
        (f"Residential {one.number}", f"{reading.short(one.first_day)}{f', {one.venue}' if one.venue else ''}")
        for one in sorted(residentials, key=lambda one: one.first_day)[:1]
    ]
    reports = [one for one in await turn.store.reports.list(here, person.id) if one.done_at is None]
    rows += [
        (one.title, f"{'late, was due' if one.late(turn.today) else 'due'} {reading.short(one.due)}")
        for one in reports[:MOST_REPORTS]
    ]
    return tuple(rows)


async def _hubs(turn: Turn, person: Person) -> list[Block]:
    hubs = await turn.store.cohorts.hubs() if person.admin else person.leads
    cohort = await turn.store.cohorts.current(turn.today)
    facts = [await _at_a_glance(turn, hub, cohort.id) for hub in hubs[:MOST_HUBS]] if cohort else []
    return [*facts, Actions((STATUS, EXPORT))]


async def _at_a_glance(turn: Turn, hub: Hub, cohort_id: int) -> Facts:
    found = reading.summary(await turn.store.cohorts.status(hub.id, cohort_id, turn.today))
    rows = (
        ("Specialists", str(found.people)),
        ("Not joined yet", str(found.not_joined)),
        ("With a report late", str(found.late)),
        ("Behind an even pace", str(found.behind)),
    )
    return Facts(rows, hub.name)
