"""A hub's cohort as a spreadsheet, of this year or of one that is over."""

import re
from collections.abc import Mapping

from bot.core.csv_file import csv_file
from bot.core.identity import Cohort, Hub
from bot.core.permissions import Role
from bot.core.reply import Reply
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.core.workbook_file import workbook_file
from bot.features.cohort import status as cohort_status
from bot.features.cohort.choosing import chosen, status_of, which
from bot.features.cohort.status import Sort
from bot.hubs import resolving
from bot.hubs.resolving import WhichHub
from bot.language.dates import day_and_month

WORKBOOK = re.compile(r"\b(?:as\s+)?(?:an?\s+)?(?:excel|xlsx|workbook)\b\.?", re.IGNORECASE)


@command(
    "cohort export",
    role=Role.LEAD,
    help="Everybody as a spreadsheet",
    example="cohort export; cohort export excel; cohort export last year",
    writes=False,
)
async def export(turn: Turn, words: str) -> Reply:
    """`cohort export [excel] [YEAR] [HUB]`: as CSV, or as an Excel workbook. Either can be imported again."""
    as_workbook = WORKBOOK.search(words) is not None
    cohort, words = await resolving.year_meant(turn, " ".join(WORKBOOK.sub(" ", words).split()))
    hubs = resolving.all_named(await resolving.led(turn), words) if words else await resolving.led(turn)
    if words and not hubs:
        raise WhichHub
    if len(hubs) != 1:
        return which(hubs, "cohort_file_excel" if as_workbook else "cohort_file", cohort)
    return await _file(turn, hubs[0], cohort, as_workbook=as_workbook)


@action("cohort_file", of="cohort export", writes=False)
async def file(turn: Turn, values: Mapping[str, str]) -> Reply:
    hubs, cohort = await chosen(turn, values), await resolving.year_of(turn, values)
    return await _file(turn, hubs[0], cohort) if len(hubs) == 1 else which(hubs, "cohort_file", cohort)


@action("cohort_file_excel", of="cohort export", writes=False)
async def workbook(turn: Turn, values: Mapping[str, str]) -> Reply:
    hubs, cohort = await chosen(turn, values), await resolving.year_of(turn, values)
    if len(hubs) != 1:
        return which(hubs, "cohort_file_excel", cohort)
    return await _file(turn, hubs[0], cohort, as_workbook=True)


async def _file(turn: Turn, hub: Hub, cohort: Cohort, *, as_workbook: bool = False) -> Reply:
    status = await status_of(turn, hub, cohort)
    rows = [cohort_status.export_row(one, status) for one in cohort_status.in_order(status, Sort.NAME)]
    name = re.sub(r"[^a-z0-9]+", "-", f"{hub.name} {status.cohort.name} {status.today}".lower()).strip("-")
    people = "1 specialist" if len(rows) == 1 else f"{len(rows)} specialists"
    title = f"{hub.name}, {status.cohort.name}: {people} on {day_and_month(status.today)}"
    make, ending = (workbook_file, "xlsx") if as_workbook else (csv_file, "csv")
    made = make(f"{name}.{ending}", title, cohort_status.export_headings(status), rows)
    return Reply((made,), "cohort_export")
