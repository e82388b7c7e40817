"""A cohort's standing as a lead reads it on a phone: the picture, who needs something, and what to do about it."""

import asyncio
from dataclasses import replace

from bot.core.reply import LONGEST_LABEL, Actions, Badge, Block, Button, Item, Note, Reply, Table, Text
from bot.features.cohort import status as cohort_status
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.cohort.status import Need, Sort

KIND = "cohort_status"
ON_A_PAGE = 12
ORDERS = {
    Sort.NUDGE: "Who needs something",
    Sort.NAME: "By name",
    Sort.DAYS: "By days",
    Sort.REPORTS: "By reports",
    Sort.BEHIND: "Only those behind",
}
REPORT_LATE = "Please send your report, or tell me what holds it up."
NO_ANSWER = "Please tell me whether you can come to residential {number}."
LATE = Badge("Late", "attention")
NUDGE_LATE = Button(
    "Nudge those late",
    "say",
    {"text": f"cohort announce to those with late reports: {REPORT_LATE}"},
    "primary",
)
NOBODY_BEHIND = "Nobody is behind an even pace."


async def shown(status: CohortStatus, sort: Sort, page: int) -> Reply:
    """A page of the people as asked for; who needs something is drawn first."""
    hub = status.hub
    if not status.people:
        text = f"Nobody is enrolled at {hub.name} in {status.cohort.name} yet. Type “cohort enrol” to begin."
        over = f"Nobody was enrolled at {hub.name} in {status.cohort.name}."
        return Reply((Text(over if status.over else text),), KIND)
    if sort in (Sort.NUDGE, Sort.BEHIND) and status.over:
        sort = Sort.NAME
    if sort is Sort.NUDGE:
        return await _in_need(status, page)
    people = cohort_status.in_order(status, sort)
    page = max(0, min(page, (len(people) - 1) // ON_A_PAGE))
    shown = people[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    pace_of, coming = cohort_status.paces(status), cohort_status.next_residential(status)
    rows = tuple(cohort_status.row(one, status, pace_of[one.person_id], coming) for one in shown)
    rows = tuple((*row[:2], "", *row[3:]) for row in rows) if status.over else rows
    headings = ("Name", "Days", "", "Reports", f"Residential {coming.number}" if coming else "")
    left = len(people) - page * ON_A_PAGE - len(shown)
    notes = (
        *((Note(f"… and {left} more."),) if left else ()),
        *((Note(_read_only(status)),) if status.over else ()),
    )
    table: Block = Table(headings, rows) if rows else Text(NOBODY_BEHIND)
    buttons = (*_pages(status, sort, page, left), *_orders(status, sort))
    return Reply((Text(_in_short(status), strong=True), table, *notes, Actions(buttons)), KIND, replaces=True)


async def _in_need(status: CohortStatus, page: int) -> Reply:
    """The picture, then only who needs something, each with what can be done about it."""
    from bot.features.cohort.pictures.cohort import picture  # noqa: PLC0415  drawn when it is asked for

    coming = cohort_status.next_residential(status)
    needs = [(one, cohort_status.need(one, status, coming)) for one in cohort_status.in_order(status, Sort.NUDGE)]
    needs = [(one, need) for one, need in needs if need]
    page = max(0, min(page, (len(needs) - 1) // ON_A_PAGE))
    shown = needs[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    left = len(needs) - page * ON_A_PAGE - len(shown)
    drawn = () if page else (replace(await asyncio.to_thread(picture, status), title=""),)  # the text says whose
    others = len(status.people) - len(needs)
    rest = f"… and {left} more." if left else f"The other {others} need nothing now." if others and needs else ""
    late = (NUDGE_LATE,) if any(need.late for _, need in needs) else ()
    orders = (*_orders(status, Sort.NUDGE), picture_button(status, dark=True))
    buttons = (*late, *_pages(status, Sort.NUDGE, page, left), *orders)
    return Reply(
        (
            Text(_in_short(status), strong=True),
            *drawn,
            *(_item(one, need) for one, need in shown),
            *((Note(rest),) if rest else ()),
            Actions(buttons),
        ),
        KIND,
        replaces=True,
    )


def _item(one: SpecialistProgress, need: Need) -> Item:
    """Whom, what is missing beside what the badge says, and the one thing to do about it."""
    silent = f"no answer for residential {need.unanswered}" if need.unanswered else ""
    late = ", ".join(need.late)
    if need.not_joined:
        said = [f"{late} late" if late else "", silent]
        code = Button(f"New code, {one.name}"[:LONGEST_LABEL], "say", {"text": f"cohort code {one.name}"})
        return Item(one.name, "; ".join(filter(None, said)), Badge("Not joined", "warning"), code)
    said = [late, silent] if late else [f"for residential {need.unanswered}"]
    text = REPORT_LATE if late else NO_ANSWER.format(number=need.unanswered)
    nudge = Button(f"Nudge {one.name}"[:LONGEST_LABEL], "say", {"text": f"cohort announce to {one.name}: {text}"})
    return Item(one.name, "; ".join(filter(None, said)), LATE if late else Badge("No answer", "warning"), nudge)


def here(status: CohortStatus) -> dict[str, str]:
    """The hub and, of a year that is over, the cohort: what a button needs to show the same again."""
    cohort = {"cohort": str(status.cohort.id)} if status.over else {}
    return {"hub": str(status.hub.id), **cohort}


def of_year(status: CohortStatus) -> str:
    """Beside a title, where it is not this year's."""
    return f", {status.cohort.name}" if status.over else ""


def _read_only(status: CohortStatus) -> str:
    ends = status.cohort.ends
    ended = f"{status.cohort.name}'s year ended on {ends.day} {ends:%B %Y}."
    return f"{ended} You can still read its records, but not change them."


def _pages(status: CohortStatus, sort: Sort, page: int, left: int) -> tuple[Button, ...]:
    now = {**here(status), "sort": sort.value}
    back = (Button("Back", "cohort_show", {**now, "page": str(page - 1)}),) if page else ()
    more = (Button("Show more", "cohort_show", {**now, "page": str(page + 1)}),) if left else ()
    return (*back, *more)


def _orders(status: CohortStatus, now: Sort) -> tuple[Button, ...]:
    at, of_now = here(status), (Sort.NUDGE, Sort.BEHIND)
    orders = (
        Button(label, "cohort_show", {**at, "sort": sort.value})
        for sort, label in ORDERS.items()
        if sort != now and not (status.over and sort in of_now)
    )
    days = (Button("Days as a file", "cohort_claim", at),) if status.over else ()
    return (*orders, Button("Spreadsheet", "cohort_file", at), *days)


def picture_button(status: CohortStatus, *, dark: bool) -> Button:
    """The same picture in the other look: no platform shows a picture by its reader's theme on every client."""
    look = "dark" if dark else "light"
    return Button(f"{look.capitalize()} picture", "cohort_picture", {**here(status), "look": look})


def _in_short(status: CohortStatus) -> str:
    """Fact first: how many people, and of how many something is to be said."""
    found = cohort_status.summary(status)
    if status.over:
        return f"{status.hub.name}, {status.cohort.name}: {status.as_it_ended()}"
    coming = cohort_status.next_residential(status)
    unanswered = f"without an answer for residential {coming.number}" if coming else ""
    said = (
        (found.late, "with a report late"),
        (found.not_joined, "not joined yet"),
        (found.unanswered, unanswered),
        (found.behind, "behind an even pace"),
    )
    parts = "; ".join(f"{number} {what}" for number, what in said if number)
    people = "1 specialist" if found.people == 1 else f"{found.people} specialists"
    return f"{status.hub.name}, {status.cohort.name}: {people}. {parts or 'Nobody needs a nudge'}."
