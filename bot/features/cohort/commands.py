"""A hub's cohort for its leads: how everybody stands, one person, and the whole as a spreadsheet."""

import asyncio
import re
from collections.abc import Mapping, Sequence

from bot.core.activity import Message
from bot.core.conversation import OpenQuestion
from bot.core.csv_file import csv_file
from bot.core.errors import BotError, StaleButton
from bot.core.identity import Hub
from bot.core.permissions import Role, allow_hub, roles
from bot.core.reply import LONGEST_LABEL, Actions, Button, Facts, Reply, Text
from bot.core.routing import action, command, intent
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.core.workbook_file import workbook_file
from bot.features.cohort import status as reading
from bot.features.cohort import views_status
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.cohort.status import Sort
from bot.features.people import resolving as led
from bot.features.people.repository_hubs import Cohorts
from bot.features.people.resolving import WhichHub, WhichPerson
from bot.features.release_days.views import in_days
from bot.identity.repository import People
from knowledge.search import Finding

KIND = views_status.KIND
MOST_BUTTONS = 8  # hubs or people of one name to choose from
WORKBOOK = re.compile(r"\b(?:as\s+)?(?:an?\s+)?(?:excel|xlsx|workbook)\b\.?", re.IGNORECASE)
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
    example="cohort status; cohort status Sam Patel",
    writes=False,
    menu=80,
)
async def status(turn: Turn, words: str) -> Reply:
    """`cohort status [sort by name|days|reports] [NAME or HUB][, HUB]`."""
    found = SORTED.search(words)
    sort = _sort(found["by"].lower()) if found else Sort.NUDGE
    rest = " ".join((words[: found.start()] + words[found.end() :] if found else words).split())
    name, _, at = (part.strip() for part in rest.partition(","))
    hubs: Sequence[Hub] = await led.led(turn)
    if at:
        return await _person(turn, name, [led.named(hubs, at)])
    if name and not (hubs := led.all_named(hubs, name)):
        return await _person(turn, name, await led.led(turn))
    return await _table(turn, hubs[0], sort) if len(hubs) == 1 else _which(hubs, "cohort_show", sort)


@intent(KIND, of="cohort status", writes=False)
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """In the order that the words suggest: who is late first, where they are about reports."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    sort = next((sort for sort, words in READING.items() if words.search(text)), Sort.NUDGE)
    hubs = await led.led(turn)
    reply = await _table(turn, hubs[0], sort) if len(hubs) == 1 else _which(hubs, "cohort_show", sort)
    return Reply(reply.blocks, KIND, entry=KIND, score=finding.score)


@action("cohort_show", of="cohort status", writes=False)
async def show(turn: Turn, values: Mapping[str, str]) -> Reply:
    sort = _sort(values.get("sort") or Sort.NUDGE)
    hubs = await _chosen(turn, values)
    if len(hubs) != 1:
        return _which(hubs, "cohort_show", sort)
    return await _table(turn, hubs[0], sort, record_id(values.get("page") or "0"))


@action("cohort_person", of="cohort status", writes=False)
async def show_person(turn: Turn, values: Mapping[str, str]) -> Reply:
    one, status = await _one_of(turn, values)
    seen = {"hub": str(status.hub.id), "person": str(one.person_id)}
    days = Button("Their days", "cohort_days", {"person": str(one.person_id)})
    return Reply((_facts(one, status), Actions((days, Button("Picture", "cohort_person_picture", seen)))), KIND)


@action("cohort_person_picture", of="cohort status", writes=False)
async def person_as_picture(turn: Turn, values: Mapping[str, str]) -> Reply:
    from bot.features.cohort.pictures.person import picture  # noqa: PLC0415  drawn when it is asked for

    return Reply((picture(*await _one_of(turn, values)),), KIND)


async def _one_of(turn: Turn, values: Mapping[str, str]) -> tuple[SpecialistProgress, CohortStatus]:
    """The person whom a button names, as one of their hub. Raises StaleButton, WhichPerson, Refused."""
    hubs = await _chosen(turn, values)
    if len(hubs) != 1:
        raise StaleButton
    wanted, status = record_id(values.get("person", "")), await _status(turn, hubs[0])
    for one in status.people:
        if one.person_id == wanted:
            return one, status
    raise WhichPerson


@command(
    "cohort export",
    role=Role.LEAD,
    help="Everybody as a spreadsheet",
    example="cohort export; cohort export excel",
    writes=False,
)
async def export(turn: Turn, words: str) -> Reply:
    """`cohort export [excel] [HUB]`: as CSV, or as an Excel workbook. Either can be imported again."""
    as_workbook = WORKBOOK.search(words) is not None
    words = " ".join(WORKBOOK.sub(" ", words).split())
    hubs = led.all_named(await led.led(turn), words) if words else await led.led(turn)
    if words and not hubs:
        raise WhichHub
    if len(hubs) != 1:
        return _which(hubs, "cohort_file_excel" if as_workbook else "cohort_file")
    return await _file(turn, hubs[0], as_workbook=as_workbook)


@action("cohort_file", of="cohort export", writes=False)
async def file(turn: Turn, values: Mapping[str, str]) -> Reply:
    hubs = await _chosen(turn, values)
    return await _file(turn, hubs[0]) if len(hubs) == 1 else _which(hubs, "cohort_file")


@action("cohort_file_excel", of="cohort export", writes=False)
async def workbook(turn: Turn, values: Mapping[str, str]) -> Reply:
    hubs = await _chosen(turn, values)
    return await _file(turn, hubs[0], as_workbook=True) if len(hubs) == 1 else _which(hubs, "cohort_file_excel")


@action("cohort_picture", of="cohort status", writes=False)
async def as_picture(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Drawn when it is asked for; the pictures' library is not imported before."""
    from bot.features.cohort.pictures.cohort import picture  # noqa: PLC0415  drawn when it is asked for
    from bot.features.cohort.pictures.drawing import DARK, LIGHT  # noqa: PLC0415

    hubs = await _chosen(turn, values)
    if len(hubs) != 1:
        return _which(hubs, "cohort_picture")
    dark = values.get("look") == "dark"
    drawn = await asyncio.to_thread(picture, await _status(turn, hubs[0]), DARK if dark else LIGHT)
    return Reply((drawn, Actions((views_status.picture_button(hubs[0], dark=not dark),))), KIND)


async def _chosen(turn: Turn, values: Mapping[str, str]) -> Sequence[Hub]:
    """The hub that a button names, if the presser may see it; all of theirs when it names none."""
    hubs = await led.led(turn)
    if not values.get("hub"):
        return hubs
    allow_hub(turn.me, wanted := record_id(values["hub"]))
    return [hub for hub in hubs if hub.id == wanted]


def _which(hubs: Sequence[Hub], name: str, sort: Sort = Sort.NUDGE) -> Reply:
    """Which hub, with a button each; of very many, it is typed."""
    if not hubs or len(hubs) > MOST_BUTTONS:
        raise BotError("Which hub? Put its name after the command, for example: cohort status North Mersey.")
    buttons = (Button(hub.name[:LONGEST_LABEL], name, {"hub": str(hub.id), "sort": sort}) for hub in hubs)
    return Reply((Text("Which hub?"), Actions(tuple(buttons))), KIND, asks=OpenQuestion())


def _sort(text: str) -> Sort:
    try:
        return Sort(text.rstrip(".,"))
    except ValueError:
        raise NoSuchOrder from None


async def _status(turn: Turn, hub: Hub) -> CohortStatus:
    return await Cohorts(turn.store).status(hub.id, (await led.current_cohort(turn)).id, turn.today)


async def _table(turn: Turn, hub: Hub, sort: Sort, page: int = 0) -> Reply:
    return await views_status.shown(await _status(turn, hub), sort, page)


async def show_one(turn: Turn, name: str) -> Reply:
    """One person of the hubs that one leads."""
    return await _person(turn, name, await led.led(turn))


async def _person(turn: Turn, name: str, hubs: Sequence[Hub]) -> Reply:
    """One person by name at these hubs; of several with that name, a button each."""
    found = await People(turn.store).named(name, [hub.id for hub in hubs])
    cohort = await led.current_cohort(turn)
    places = [(one, place) for one in found for place in one.enrolments if place.cohort.id == cohort.id]
    if len(places) == 1:
        ((person, place),) = places
        allow_hub(turn.me, place.hub.id)
        values = {"hub": str(place.hub.id), "person": str(person.id)}
        return await show_person(turn, values)
    if not places or len(places) > MOST_BUTTONS:
        raise WhichPerson
    buttons = (
        Button(
            f"{one.name}, {place.school}"[:LONGEST_LABEL],
            "cohort_person",
            {"hub": str(place.hub.id), "person": str(one.id)},
        )
        for one, place in places
    )
    return Reply((Text("Which of them?"), Actions(tuple(buttons))), KIND, asks=OpenQuestion())


def _facts(one: SpecialistProgress, status: CohortStatus) -> Facts:
    balance, by_now = one.balance, reading.expected(status.cohort, status.today)
    pace = reading.pace(balance.used, by_now, status.cohort, status.today)
    days = (
        f"{in_days(balance.used)} used, {in_days(balance.planned)} planned, "
        f"{in_days(balance.left)} left of {in_days(balance.funded)}"
    )
    rows = (
        ("School", one.school),
        ("E-mail", one.email or "none on record"),
        ("Joined", "yes" if one.joined else f"not yet; “cohort code {one.name}” makes a new code"),
        ("Release days", days),
        ("Pace", f"{pace}; evenly spread it would be {in_days(by_now)} by now"),
        ("Last day", reading.short(one.last_day) if one.last_day else "none yet"),
        *reading.reports(one, status),
        *reading.residentials(one, status),
    )
    return Facts(rows, f"{one.name}, {status.hub.name}")


async def _file(turn: Turn, hub: Hub, *, as_workbook: bool = False) -> Reply:
    status = await _status(turn, hub)
    rows = [reading.export_row(one, status) for one in reading.in_order(status, Sort.NAME)]
    name = re.sub(r"[^a-z0-9]+", "-", f"{hub.name} {status.cohort.name} {status.today}".lower()).strip("-")
    title = f"{hub.name}, {status.cohort.name}: {len(rows)} specialists on {reading.short(status.today)}"
    make, ending = (workbook_file, "xlsx") if as_workbook else (csv_file, "csv")
    made = make(f"{name}.{ending}", title, reading.export_headings(status), rows)
    return Reply((made,), "cohort_export")
