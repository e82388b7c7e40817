"""A file looked at and brought in: by a lead for their hub, or by whoever runs the bot for each hub in it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.identity import Cohort, HubCohort, Person
from bot.db.store import Store
from bot.features.people.import_domain import RowError
from bot.features.people.spreadsheet import Spreadsheet, UnreadableSpreadsheet, spreadsheet
from bot.features.records_import.domain import DayRow, DoneRow, ImportPlan, RecordsRead, RecordsRefused, refused
from bot.features.records_import.planning import people_meant, plan
from bot.features.records_import.reading import records_in
from bot.features.records_import.repository import RecordsImport
from bot.features.release_days.domain import ChangeRequest
from bot.hubs.repository import Cohorts
from bot.identity.repository import People
from bot.language import Span

NO_ROWS = (
    "I find no people, days, residentials or reports in that. One line must name the columns: for people, name, "
    "e-mail and school; for days, name or e-mail, "
    "date, part or days, and what for; for residentials, residential, start and end; for reports, report and due."
)


def read_bytes(raw: bytes, cohort: Cohort) -> RecordsRead:
    """Raises RecordsRefused."""
    try:
        return read_sheet(spreadsheet(raw), cohort)
    except UnreadableSpreadsheet as error:
        raise RecordsRefused(f"I can't read that file: {error}. Nothing was brought in.") from None


def read_sheet(sheet: Spreadsheet, cohort: Cohort) -> RecordsRead:
    """Raises RecordsRefused for a file in which nothing is known."""
    read = records_in(sheet, Span(cohort.starts, cohort.ends))
    if read.is_empty:
        raise RecordsRefused(f"{NO_ROWS} Nothing was brought in.")
    return read


async def planned(store: Store, read: RecordsRead, here: HubCohort) -> ImportPlan:
    """What the rows would change at this hub. Its `slips` are the bad rows."""
    people = await People(store).at([here.hub_id], here.cohort_id)
    whose = people_meant(read, people)
    known = await RecordsImport(store).known(here, {one.id for one in people})
    if not read.people:
        return plan(read, whose, known)
    known = replace(known, everybody=await People(store).all())
    (hub,) = (one for one in await Cohorts(store).hubs() if one.id == here.hub_id)
    (cohort,) = (one for one in await Cohorts(store).all() if one.id == here.cohort_id)
    return plan(read, whose, known, (hub, cohort))


async def brought_in(
    store: Store, read: RecordsRead, here: HubCohort, by: int | None, request: ChangeRequest
) -> ImportPlan:
    """Raises RecordsRefused, with every bad row, and changes nothing then."""
    found = await planned(store, read, here)
    if found.slips:
        raise refused(found.slips)
    if found.new:
        enrolled = await RecordsImport(store).bring_in(here, found, by, request)
        return replace(found, enrolled=enrolled)
    return found


async def by_the_operator(
    store: Store, read: RecordsRead, cohort: Cohort, now: datetime, *, dry_run: bool = False
) -> list[ImportPlan]:
    """Days go to the hub at which each person is; residentials and reports need a file with one hub.

    Raises RecordsRefused, with every bad row of every hub, and changes nothing then.
    """
    everybody = [one for one in await People(store).all() if _place(one, cohort)]
    whose = people_meant(read, everybody)
    rows: defaultdict[int, set[DayRow | DoneRow]] = defaultdict(set)
    for row, person in whose.items():
        if isinstance(person, Person):
            rows[_place(person, cohort)].add(row)
    slips = [*read.slips, *(RowError(row.line, one) for row, one in whose.items() if isinstance(one, str))]
    slips += _of_no_hub(read, len(rows))
    parts = [(HubCohort(hub_id, cohort.id), _only(read, theirs)) for hub_id, theirs in rows.items()]
    plans = [(here, await planned(store, part, here)) for here, part in parts]
    slips += [slip for _, one in plans for slip in one.slips]
    if slips:
        raise refused(slips)
    request = ChangeRequest(now, now.date())
    for here, one in plans:
        if one.new and not dry_run:
            await RecordsImport(store).bring_in(here, one, None, request)
    return [one for _, one in plans]


def _place(person: Person, cohort: Cohort) -> int:
    return next((one.hub.id for one in person.enrolments if one.cohort.id == cohort.id), 0)


def _only(read: RecordsRead, rows: set[DayRow | DoneRow]) -> RecordsRead:
    """The rows of one hub's people, with the dates, which are its own then."""
    days = [one for one in read.days if one in rows]
    return replace(read, people=(), days=days, done=[one for one in read.done if one in rows], slips=())


def _of_no_hub(read: RecordsRead, hubs: int) -> Sequence[RowError]:
    if hubs == 1 or not (read.residentials or read.reports):
        return ()
    what = "these dates belong to no one hub; bring them in with the days of one hub, or by its lead in the chat"
    lines = [*(one.line for one in read.residentials), *(one.line for one in read.reports)]
    return [RowError(line, what) for line in lines]
