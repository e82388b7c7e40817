"""The first page, for Slack's App Home and a welcome in Teams: what stands, and what can be done next."""

from dataclasses import replace

from bot.core.identity import Enrolment, Hub, HubCohort, Person
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Block, Facts, Note, Reply, Text
from bot.core.routing import command, intent
from bot.core.turn import Turn
from bot.features.cohort import status as cohort_status
from bot.features.cohort.repository import CohortStatuses
from bot.features.home.commands_help import FOR_LEADS, REPORTS, RESIDENTIALS, for_teacher
from bot.features.release_days import views
from bot.features.release_days.answering import LIST, LOG_ONE
from bot.features.release_days.repository import ReleaseDays
from bot.features.release_days.views import in_days
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import ResidentialState
from bot.features.residentials.repository import Residentials
from bot.hubs.pace import expected
from bot.hubs.repository import Cohorts
from bot.identity.repository import People
from bot.language.dates import day_and_month
from knowledge.search import Finding

MOST_REPORTS = 3
MOST_HUBS = 3  # an administrator has many; the rest is one command away


@command(
    "home",
    role=Role.ANYONE,
    help="Where you stand: your days, dates and hub",
    writes=False,
)
async def home(turn: Turn, _words: str) -> Reply:
    person, held = turn.person, roles(turn.person)
    if person is None or not held & {Role.SPECIALIST, Role.LEAD}:
        return for_teacher(turn)
    blocks: list[Block] = [Text(f"Hello {person.name}.")]
    if person.enrolment:
        blocks += await _own(turn, person, person.enrolment)
    if Role.LEAD in held:
        blocks += await _hubs(turn, person)
    return Reply(tuple(blocks), "home", personal=True)


@intent("my_standing", role=Role.SPECIALIST, writes=False)
async def asked_where_one_stands(turn: Turn, finding: Finding) -> Reply:
    """“Am I on track?”, “what's next for me?”, “who is my lead?”: one's own record, not the sheet."""
    place = turn.me.enrolment
    if place is None:
        return replace(await home(turn, ""), kind="my_standing", score=finding.score)
    blocks = [
        Text(await _pace(turn, turn.me, place)),
        *await _own(turn, turn.me, place),
        await _leads(turn, place),
    ]
    return Reply(tuple(blocks), "my_standing", entry="my_standing", score=finding.score, personal=True)


async def _pace(turn: Turn, person: Person, place: Enrolment) -> str:
    used = (await ReleaseDays(turn.store).balance(person.id, place.cohort.id, turn.today)).used
    by_now = expected(place.cohort, turn.today)
    evenly = f"{in_days(used)} used; at an even pace it would be {in_days(by_now)} by now"
    match cohort_status.pace(used, by_now, place.cohort, turn.today):
        case cohort_status.Pace.NOT_STARTED:
            return f"{place.cohort.name} starts on {day_and_month(place.cohort.starts)}."
        case cohort_status.Pace.BEHIND:
            return f"You're behind with your release days: {evenly}."
        case cohort_status.Pace.AHEAD:
            return f"You're ahead with your release days: {evenly}."
        case _:
            return f"You're on pace with your release days: {evenly}."


async def _leads(turn: Turn, place: Enrolment) -> Note:
    names = [lead.name for lead in await People(turn.store).leading(place.hub.id)]
    if not names:
        return Note(f"Your hub is {place.hub.name}.")
    return Note(f"Your hub is {place.hub.name}, led by {' and '.join(names)}.")


async def _own(turn: Turn, person: Person, place: Enrolment) -> list[Block]:
    balance = await ReleaseDays(turn.store).balance(person.id, place.cohort.id, turn.today)
    progress = replace(views.balance(balance), title=f"Your release days, {place.cohort.name}")
    rows = await _dates(turn, person, HubCohort(place.hub.id, place.cohort.id))
    facts = (Facts(rows),) if rows else ()
    return [progress, *facts, Actions((LOG_ONE, LIST, RESIDENTIALS, REPORTS))]


async def _dates(turn: Turn, person: Person, here: HubCohort) -> tuple[tuple[str, str], ...]:
    """The next residential and the reports that are open, the soonest first."""
    residentials = [
        one
        for one in await Residentials(turn.store).list(here, person.id)
        if one.state is not ResidentialState.CANCELLED and one.last_day >= turn.today
    ]
    rows = [
        (f"Residential {one.number}", f"{day_and_month(one.first_day)}{f', {one.venue}' if one.venue else ''}")
        for one in sorted(residentials, key=lambda one: one.first_day)[:1]
    ]
    reports = [one for one in await Reports(turn.store).list(here, person.id) if one.done_at is None]
    rows += [
        (one.title, f"{'late, was due' if one.late(turn.today) else 'due'} {day_and_month(one.due)}")
        for one in reports[:MOST_REPORTS]
    ]
    return tuple(rows)


async def _hubs(turn: Turn, person: Person) -> list[Block]:
    hubs = await Cohorts(turn.store).hubs() if person.admin else person.leads
    cohort = await Cohorts(turn.store).current(turn.today)
    facts = [await _at_a_glance(turn, hub, cohort.id) for hub in hubs[:MOST_HUBS]] if cohort else []
    return [*facts, Actions(FOR_LEADS)]


async def _at_a_glance(turn: Turn, hub: Hub, cohort_id: int) -> Facts:
    found = cohort_status.summary(await CohortStatuses(turn.store).of(hub.id, cohort_id, turn.today))
    rows = (
        ("Specialists", str(found.people)),
        ("Not joined yet", str(found.not_joined)),
        ("With a report late", str(found.late)),
        ("Behind an even pace", str(found.behind)),
    )
    return Facts(rows, hub.name)
