"""A hub's cohort for its leads: how everybody stands, and one person; this year's, or one that is over."""

import asyncio
import re
from collections.abc import Mapping, Sequence

from bot.core.activity import Message
from bot.core.errors import BotError, StaleButton
from bot.core.identity import Cohort, Hub
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role, allow_hub, roles
from bot.core.reply import LONGEST_LABEL, Actions, Button, Facts, Reply, Text
from bot.core.routing import action, command, intent
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.cohort import status as cohort_status
from bot.features.cohort import views_status
from bot.features.cohort.choosing import KIND, MOST_BUTTONS, chosen, status_of, which
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.cohort.status import Sort
from bot.features.release_days.views import in_days
from bot.hubs import resolving
from bot.hubs.pace import expected
from bot.hubs.resolving import WhichPerson
from bot.identity.repository import People
from bot.language.dates import day_and_month
from knowledge.search import Finding

SORTED = re.compile(r"\b(?:sort(?:ed)?\s+)?by\s+(?P<by>\S+)", re.IGNORECASE)
READING = {
    Sort.REPORTS: re.compile(r"\b(?:reports?|owes?|overdue|late|assignments?)\b", re.IGNORECASE),
    Sort.BEHIND: re.compile(r"\bbehind\b", re.IGNORECASE),
    Sort.DAYS: re.compile(r"\b(?:days?|logged|used|over ten|release)\b", re.IGNORECASE),
}


class NoSuchOrder(BotError):
    """I can sort by name, by days or by reports: “cohort status sort by reports”."""


@command(
    "cohort",
    role=Role.LEAD,
    help="What a hub lead can type",
    writes=False,
)
async def cohort(turn: Turn, _words: str) -> Reply:
    how = f"What you can type:\n{turn.catalogue.lines('cohort', roles(turn.person))}"
    status = Button("Cohort status", "cohort_show", style="primary")
    return Reply((Text(how), Actions((status, Button("Spreadsheet", "cohort_file")))), "cohort")


@command(
    "cohort status",
    role=Role.LEAD,
    help="Who is where in the cohort",
    example="cohort status; cohort status Sam Patel; cohort status last year",
    writes=False,
    menu=80,
)
async def status(turn: Turn, words: str) -> Reply:
    """`cohort status [sort by name|days|reports] [YEAR] [NAME or HUB][, HUB]`."""
    cohort, words = await resolving.year_meant(turn, words)
    found = SORTED.search(words)
    sort = _sort(found["by"].lower()) if found else Sort.NUDGE
    rest = " ".join((words[: found.start()] + words[found.end() :] if found else words).split())
    name, _, at = (part.strip() for part in rest.partition(","))
    hubs: Sequence[Hub] = await resolving.led(turn)
    if at:
        return await _person(turn, name, [resolving.named(hubs, at)], cohort)
    if name and not (hubs := resolving.all_named(hubs, name)):
        return await _person(turn, name, await resolving.led(turn), cohort)
    if len(hubs) != 1:
        return which(hubs, "cohort_show", cohort, sort)
    return await _table(turn, hubs[0], cohort, sort)


@intent(KIND, of="cohort status", writes=False)
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """In the order that the words suggest: who is late first, where they are about reports."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    sort = next((sort for sort, words in READING.items() if words.search(text)), Sort.NUDGE)
    hubs, (cohort, _) = await resolving.led(turn), await resolving.year_meant(turn, text)
    asked = which(hubs, "cohort_show", cohort, sort) if len(hubs) != 1 else None
    reply = asked or await _table(turn, hubs[0], cohort, sort)
    return Reply(reply.blocks, KIND, entry=KIND, score=finding.score)


@action("cohort_show", of="cohort status", writes=False)
async def show(turn: Turn, values: Mapping[str, str]) -> Reply:
    sort = _sort(values.get("sort") or Sort.NUDGE)
    hubs, cohort = await chosen(turn, values), await resolving.year_of(turn, values)
    if len(hubs) != 1:
        return which(hubs, "cohort_show", cohort, sort)
    return await _table(turn, hubs[0], cohort, sort, record_id(values.get("page") or "0"))


@action("cohort_person", of="cohort status", writes=False)
async def show_person(turn: Turn, values: Mapping[str, str]) -> Reply:
    one, status = await _one_of(turn, values)
    seen = {**views_status.here(status), "person": str(one.person_id)}
    days = Button("Their days", "cohort_days", seen if status.over else {"person": str(one.person_id)})
    return Reply((_facts(one, status), Actions((days, Button("Picture", "cohort_person_picture", seen)))), KIND)


@action("cohort_person_picture", of="cohort status", writes=False)
async def person_as_picture(turn: Turn, values: Mapping[str, str]) -> Reply:
    from bot.features.cohort.pictures.person import picture  # noqa: PLC0415  drawn when it is asked for

    return Reply((picture(*await _one_of(turn, values)),), KIND)


async def _one_of(turn: Turn, values: Mapping[str, str]) -> tuple[SpecialistProgress, CohortStatus]:
    """The person whom a button names, as one of their hub. Raises StaleButton, WhichPerson, PermissionDenied."""
    hubs, cohort = await chosen(turn, values), await resolving.year_of(turn, values)
    if len(hubs) != 1:
        raise StaleButton
    wanted, status = record_id(values.get("person", "")), await status_of(turn, hubs[0], cohort)
    for one in status.people:
        if one.person_id == wanted:
            return one, status
    raise WhichPerson


@action("cohort_picture", of="cohort status", writes=False)
async def as_picture(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Drawn when it is asked for; the pictures' library is not imported before."""
    from bot.features.cohort.pictures.cohort import picture  # noqa: PLC0415  drawn when it is asked for
    from bot.features.cohort.pictures.drawing import DARK, LIGHT  # noqa: PLC0415

    hubs, cohort = await chosen(turn, values), await resolving.year_of(turn, values)
    if len(hubs) != 1:
        return which(hubs, "cohort_picture", cohort)
    dark, status = values.get("look") == "dark", await status_of(turn, hubs[0], cohort)
    drawn = await asyncio.to_thread(picture, status, DARK if dark else LIGHT)
    return Reply((drawn, Actions((views_status.picture_button(status, dark=not dark),))), KIND)


def _sort(text: str) -> Sort:
    try:
        return Sort(text.rstrip(".,"))
    except ValueError:
        raise NoSuchOrder from None


async def _table(turn: Turn, hub: Hub, cohort: Cohort, sort: Sort, page: int = 0) -> Reply:
    return await views_status.shown(await status_of(turn, hub, cohort), sort, page)


async def show_one(turn: Turn, name: str) -> Reply:
    """One person of the hubs that one leads."""
    return await _person(turn, name, await resolving.led(turn), (await resolving.year_meant(turn, ""))[0])


async def _person(turn: Turn, name: str, hubs: Sequence[Hub], cohort: Cohort) -> Reply:
    """One person by name at these hubs; of several with that name, a button each."""
    found = await People(turn.store).named(name, [hub.id for hub in hubs])
    places = [(one, place) for one in found for place in one.enrolments if place.cohort.id == cohort.id]
    if len(places) == 1:
        ((person, place),) = places
        allow_hub(turn.me, place.hub.id)
        values = {"hub": str(place.hub.id), "person": str(person.id), "cohort": str(cohort.id)}
        return await show_person(turn, values)
    if not places or len(places) > MOST_BUTTONS:
        raise WhichPerson
    buttons = (
        Button(
            f"{one.name}, {place.school}"[:LONGEST_LABEL],
            "cohort_person",
            {"hub": str(place.hub.id), "person": str(one.id), "cohort": str(cohort.id)},
        )
        for one, place in places
    )
    return Reply((Text("Which of them?"), Actions(tuple(buttons))), KIND, asks=OpenQuestion())


def _facts(one: SpecialistProgress, status: CohortStatus) -> Facts:
    balance, by_now = one.balance, expected(status.cohort, status.today)
    pace = cohort_status.pace(balance.used, by_now, status.cohort, status.today)
    days = (
        f"{in_days(balance.used)} used, {in_days(balance.planned)} planned, "
        f"{in_days(balance.left)} left of {in_days(balance.funded)}"
    )
    rows = (
        ("School", one.school),
        ("E-mail", _email(one)),
        ("Joined", _joined(one, status)),
        ("Release days", days),
        *(
            (("Pace", f"{pace} (at an even pace it would be {in_days(by_now)} by now)"),)
            if not status.over
            else ()
        ),
        ("Latest release day", day_and_month(one.last_day) if one.last_day else "none yet"),
        *cohort_status.reports(one, status),
        *cohort_status.residentials(one, status),
    )
    return Facts(rows, f"{one.name}, {status.hub.name}{views_status.of_year(status)}")


def _email(one: SpecialistProgress) -> str:
    stops = "; asked for no messages by e-mail" if one.no_email else ""
    return f"{one.email}{stops}" if one.email else "none on record"


def _joined(one: SpecialistProgress, status: CohortStatus) -> str:
    if one.joined or status.over:
        return "yes" if one.joined else "no"
    return f"not yet; for a new code, type “cohort code {one.name}”"
