"""A cohort's standing as a lead reads it on a phone: the picture, who needs something, and what to do about it."""

import asyncio

from bot.core.identity import Hub
from bot.core.reply import LONGEST_LABEL, Actions, Badge, Block, Button, Item, Note, Reply, Table, Text
from bot.features.cohort import status as reading
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.cohort.status import Need, Sort

KIND = "cohort_status"
ON_A_PAGE = 12
ORDERS = {
    Sort.NUDGE: "Who needs something",
    Sort.NAME: "By name",
    Sort.DAYS: "By days",
    Sort.REPORTS: "By reports",
    Sort.BEHIND: "Behind",
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
        return Reply((Text(text),), KIND)
    if sort is Sort.NUDGE:
        return await _in_need(status, page)
    people = reading.in_order(status, sort)
    page = max(0, min(page, (len(people) - 1) // ON_A_PAGE))
    shown = people[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    pace_of, coming = reading.paces(status), reading.next_residential(status)
    rows = tuple(reading.row(one, status, pace_of[one.person_id], coming) for one in shown)
    headings = ("Name", "Days", "", "Reports", f"Residential {coming.number}" if coming else "")
    left = len(people) - page * ON_A_PAGE - len(shown)
    notes = (Note(f"… and {left} more."),) if left else ()
    table: Block = Table(headings, rows) if rows else Text(NOBODY_BEHIND)
    buttons = (*_pages(hub, sort, page, left), *_orders(hub, sort))
    return Reply((Text(_in_short(status), strong=True), table, *notes, Actions(buttons)), KIND, replaces=True)


async def _in_need(status: CohortStatus, page: int) -> Reply:
    """The picture, then only who needs something, each with what can be done about it."""
    from bot.features.cohort.pictures.cohort import picture  # noqa: PLC0415  drawn when it is asked for

    coming = reading.next_residential(status)
    needs = [(one, reading.need(one, status, coming)) for one in reading.in_order(status, Sort.NUDGE)]
    needs = [(one, need) for one, need in needs if need]
    page = max(0, min(page, (len(needs) - 1) // ON_A_PAGE))
    shown = needs[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    left = len(needs) - page * ON_A_PAGE - len(shown)
    drawn = () if page else (await asyncio.to_thread(picture, status),)
    others = len(status.people) - len(needs)
    rest = f"… and {left} more." if left else f"The other {others} need nothing now." if others and needs else ""
    late = (NUDGE_LATE,) if any(need.late for _, need in needs) else ()
    orders = (*_orders(status.hub, Sort.NUDGE), picture_button(status.hub, dark=True))
    buttons = (*late, *_pages(status.hub, Sort.NUDGE, page, left), *orders)
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


def _pages(hub: Hub, sort: Sort, page: int, left: int) -> tuple[Button, ...]:
    here = {"hub": str(hub.id), "sort": sort.value}
    back = (Button("Back", "cohort_show", {**here, "page": str(page - 1)}),) if page else ()
    more = (Button("Show more", "cohort_show", {**here, "page": str(page + 1)}),) if left else ()
    return (*back, *more)


def _orders(hub: Hub, now: Sort) -> tuple[Button, ...]:
    here = {"hub": str(hub.id)}
    orders = (
        Button(label, "cohort_show", {**here, "sort": sort.value}) for sort, label in ORDERS.items() if sort != now
    )
    return (*orders, Button("Spreadsheet", "cohort_file", here))


def picture_button(hub: Hub, *, dark: bool) -> Button:
    """The same picture in the other look: no platform shows a picture by its reader's theme on every client."""
    look = "dark" if dark else "light"
    return Button(f"{look.capitalize()} picture", "cohort_picture", {"hub": str(hub.id), "look": look})


def _in_short(status: CohortStatus) -> str:
    """Fact first: how many people, and of how many something is to be said."""
    found = reading.summary(status)
    coming = reading.next_residential(status)
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
