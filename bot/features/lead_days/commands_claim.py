"""Every release day of a hub by month and person, as a file for its claim."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.csv_file import csv_file
from bot.core.errors import BotError, StaleButton
from bot.core.identity import Cohort, Hub
from bot.core.permissions import Role, roles
from bot.core.reply import LONGEST_LABEL, Actions, Button, Reply, Text
from bot.core.routing import CallNext, action, command, middleware
from bot.core.turn import Turn
from bot.core.workbook_file import Sheet, workbook_file
from bot.features.lead_days import claim
from bot.features.lead_days.period import Period, months, period_in, terms
from bot.features.lead_days.repository import LeadDays
from bot.hubs import resolving
from bot.hubs.resolving import WhichHub
from bot.hubs.which_hub import which_hub
from bot.language.acts import act_in

KIND = "cohort_claim"
MOST_BUTTONS = 10  # months or hubs to choose from
WORKBOOK = re.compile(r"\s*\b(?:as\s+)?(?:an?\s+)?(?:excel|xlsx|workbook)\b\.?", re.I)
SAID = re.compile(
    r"^(?:please\s+)?(?:(?:export|download|show|give|send|get|i need|can i have)\s+(?:me\s+|us\s+)?)?"
    r"(?:the\s+|our\s+|a\s+)?(?P<whose>last\s+year['’]?s\s+)?"
    r"(?:(?:hub['’]?s?\s+)?(?:funding\s+)?claim|(?:everyone|everybody)['’]?s\s+(?:release\s+)?days|"
    r"(?:all\s+(?:the\s+)?)?(?:release\s+)?days\s+by\s+month(?:\s+and\s+person)?|all\s+(?:the\s+)?(?:release\s+)?days)"
    r"(?P<rest>.*)$",
    re.I,
)


class WhichMonths(BotError):
    """Which months? Type for example “cohort claim november”, “cohort claim autumn term” or “cohort claim”."""


@command(
    "cohort claim",
    role=Role.LEAD,
    help="All days as a file",
    example="cohort claim autumn term excel; cohort claim november; cohort claim last year",
    writes=False,
)
async def claimed(turn: Turn, words: str) -> Reply:
    """`cohort claim [MONTH[ to MONTH] | TERM] [YEAR] [excel] [, HUB]`."""
    as_workbook = WORKBOOK.search(words) is not None
    cohort, said = await resolving.year_meant(turn, WORKBOOK.sub(" ", words))
    rest, _, at = (part.strip() for part in said.partition(","))
    hubs = resolving.all_named(await resolving.led(turn), at) if at else await resolving.led(turn)
    if at and not hubs:
        raise WhichHub
    wanted = period_in(rest, cohort, turn.today)
    if wanted is None:
        raise WhichMonths
    if len(hubs) != 1:
        return _which_hub(hubs, rest, cohort, as_workbook=as_workbook)
    return await _file(turn, hubs[0], cohort, wanted, as_workbook=as_workbook)


@middleware(
    "hub's claim",
    order=87,
    because="before the days of one person: “everybody's days for november” names nobody",
    role=Role.LEAD,
    may_take=lambda text: SAID.match(text) is not None,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Export the claim for november”, “everybody's days by month”; what else is said of a claim is not."""
    if Role.LEAD in roles(turn.person) and (found := SAID.match(text)) and not act_in(text).asks:
        as_workbook = " excel" if WORKBOOK.search(text) else ""
        cohort, rest = await resolving.year_meant(
            turn, f"{found['whose'] or ''} {WORKBOOK.sub('', found['rest'])}"
        )
        if period_in(rest.strip(" ."), cohort, turn.today):
            words = f"{rest.strip(' .')} {cohort.name}{as_workbook}"
            return replace(await claimed(turn, words), personal=True)
    return await call_next()


@action("cohort_claim", of="cohort claim", writes=False)
async def claim_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Bare: which months. With `months`: the file."""
    hubs = (await resolving.hub_of_button(turn, values),) if values.get("hub") else await resolving.led(turn)
    cohort = await resolving.year_of(turn, values)
    chosen = period_in(values.get("months", ""), cohort, turn.today)
    if chosen is None:
        raise StaleButton
    as_workbook = values.get("excel") == "yes"
    if len(hubs) != 1:
        return _which_hub(hubs, values.get("months", ""), cohort, as_workbook=as_workbook)
    return await _file(turn, hubs[0], cohort, chosen, as_workbook=as_workbook)


def _which_hub(hubs: Sequence[Hub], words: str, cohort: Cohort, *, as_workbook: bool) -> Reply:
    values = {"months": words, "cohort": str(cohort.id), **({"excel": "yes"} if as_workbook else {})}

    def button(hub: Hub) -> Button:
        return Button(hub.name[:LONGEST_LABEL], "cohort_claim", {**values, "hub": str(hub.id)})

    otherwise = WhichHub("Which hub? Put its name last, for example: cohort claim november, North Mersey.")
    return which_hub(hubs, button, KIND, otherwise)


async def _file(turn: Turn, hub: Hub, cohort: Cohort, wanted: Period, *, as_workbook: bool) -> Reply:
    found = await LeadDays(turn.store).claimed(hub.id, cohort.id, wanted.first, wanted.last)
    name = re.sub(r"[^a-z0-9]+", "-", f"{hub.name} days {wanted.name}".lower()).strip("-")
    people = len({one.person_id for one in found})
    title = (
        f"{hub.name}, {wanted.name}: {len(found)} entr{'y' if len(found) == 1 else 'ies'} "
        f"for {people} specialist{'' if people == 1 else 's'}"
    )
    rows, (headings, sums) = claim.day_rows(found, hub, cohort), claim.month_table(found, cohort, wanted)
    if as_workbook:
        months_sheet = Sheet("By month", headings, sums)
        files = [workbook_file(f"{name}.xlsx", title, claim.HEADINGS, rows, months_sheet)]
    else:
        summed = csv_file(
            f"{name}-by-month.csv", f"The same days, added up by month and person, {wanted.name}", headings, sums
        )
        files = [csv_file(f"{name}.csv", title, claim.HEADINGS, rows), summed]
    words = f"{wanted.name} ({wanted.first.day} {wanted.first:%B %Y} to {wanted.last.day} {wanted.last:%B %Y})."
    others = [one for one in (*terms(cohort), *months(cohort)) if one.first <= turn.today and one != wanted]
    buttons = (
        [Button("Excel file", "cohort_claim", _values(hub, cohort, wanted, excel="yes"))]
        if not as_workbook
        else []
    )
    buttons += [Button(one.name, "cohort_claim", _values(hub, cohort, one)) for one in others[:MOST_BUTTONS]]
    return Reply((Text(words), *files, Actions(tuple(buttons))), KIND)


def _values(hub: Hub, cohort: Cohort, period: Period, excel: str = "") -> dict[str, str]:
    same = {"hub": str(hub.id), "cohort": str(cohort.id)}
    return {**same, "months": period.said, **({"excel": excel} if excel else {})}
